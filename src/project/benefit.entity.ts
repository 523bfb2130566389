import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Fen } from '../calendar/money';
import type { Month } from '../calendar/month';

/** How often a benefit is owed. */
export const FREQUENCIES = ['MONTHLY', 'YEARLY'] as const;
/** Everybody the same standard, or each person an amount of their own below a cap. */
export const BASES = ['STANDARD', 'INDIVIDUAL'] as const;

export type Frequency = (typeof FREQUENCIES)[number];
export type Basis = (typeof BASES)[number];

/** One component of a project (待遇项目). */
@Entity('benefit')
export class Benefit {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint', { generated: 'identity' }) id: number;
  @Column('bigint') projectId: number;
  @Column('text') code: string;
  @Column('text') name: string;
  @Column('text') frequency: Frequency;
  @Column('text') basis: Basis;
}

/** The amount of a benefit from a month on (发放标准), or its cap where amounts are individual. */
@Entity('benefit_rate')
export class BenefitRate {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint') benefitId: number;
  @PrimaryColumn('date') effectiveFrom: Month;
  @Column('bigint') amountFen: Fen;
  /** The document that fixed it (文号). */
  @Column('text') documentNo: string;
}
