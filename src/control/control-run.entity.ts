import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What one rule saw in one screening. */
export interface RuleFigures {
  readonly rule: string;
  readonly found: number;
  readonly new: number;
  readonly reopened: number;
  readonly gone: number;
}

/** One screening (筛查): whom it looked at, by which rules, and what changed; written once by `record-screening.sql`. */
@Entity('control_run')
export class ControlRun {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint', { generated: 'identity' }) id: number;
  @Column('text') kind: RunKind;
  @Column('bigint', { nullable: true }) projectId: number | null;
  @Column('bigint', { nullable: true }) batchId: number | null;
  @Column('int') personCount: number;
  @Column('int') ruleCount: number;
  @Column('jsonb') figures: RuleFigures[];
  @Column('bigint', { nullable: true }) requestedBy: number | null;
  @Column('timestamptz') ranAt: Date;
}

/** Why a screening was made. */
export const RUN_KINDS = { ON_DEMAND: '主动筛查', SUBMISSION: '提交前筛查' } as const;

export type RunKind = keyof typeof RUN_KINDS;
