import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Where the money of a project comes from (资金性质); it decides which penalty law applies. */
export const FUND_NATURES = ['GENERAL_BUDGET', 'SUPERIOR_TRANSFER', 'INSURANCE_FUND'] as const;

export type FundNature = (typeof FUND_NATURES)[number];

/** A budgeted recurring transfer (发放项目). */
@Entity('project')
export class Project {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint', { generated: 'identity' }) id: number;
  @Column('text') code: string;
  @Column('text') name: string;
  /** The document it rests on (政策依据). */
  @Column('text') policyBasis: string;
  @Column('text') beneficiaries: string;
  @Column('text') fundNature: FundNature;
  /** Months a proof of life lasts; null where none is asked. */
  @Column('int', { nullable: true }) verificationCycleMonths: number | null;
  /** Days after the proof of life has run out in which payment still goes on. */
  @Column('int') graceDays: number;
  @Column('boolean') paysMonthOfDeath: boolean;
  /** Projects of one group exclude each other for one person; null where none is excluded. */
  @Column('text', { nullable: true }) exclusiveGroup: string | null;
  /** Failed payments in a row after which an account is abnormal (账户异常). */
  @Column('int') accountFailureLimit: number;
  /** Whether everybody enrolled is compared month by month (按月核实) before a batch is submitted. */
  @Column('boolean') monthlyRound: boolean;
  /** A payment that pays back more months than these needs a second approval. */
  @Column('int') backPayApprovalMonths: number;
  /** Months after the month of death that are not claimed back when they were paid before the death was known. */
  @Column('int') funeralMonths: number;
  @Column('timestamptz') createdAt: Date;
}
