import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Month } from '../calendar/month';

/** A planned payment occasion (发放期): the accrual months it covers and the day it is due. */
@Entity('payout')
export class Payout {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint', { generated: 'identity' }) id: number;
  @Column('bigint') projectId: number;
  @Column('int') fiscalYear: number;
  @Column('int') sequence: number;
  @Column('text') name: string;
  @Column('date') coversFrom: Month;
  @Column('date') coversUntil: Month;
  /** A yearly benefit is owed to who is alive and enrolled on this day; null for monthly benefits. */
  @Column('date', { nullable: true }) qualifyingOn: string | null;
  @Column('date') dueOn: string;
}

/** A benefit that is paid at a payout. */
@Entity('payout_benefit')
export class PayoutBenefit {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint') payoutId: number;
  @PrimaryColumn('bigint') benefitId: number;
}
