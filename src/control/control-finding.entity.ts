import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SubjectType } from './control-rule';
import type { FindingState } from './finding.states';

/** What a rule found (疑点), once for the same facts; born by `record-screening.sql` only. */
@Entity('control_finding')
export class ControlFinding {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint', { generated: 'identity' }) id: number;
  @Column('text') ruleCode: string;
  @Column('text') subjectType: SubjectType;
  @Column('bigint') subjectId: number;
  @Column('bigint', { nullable: true }) personId: number | null;
  /** Whose act it is about; none of them resolves it. */
  @Column('bigint', { array: true }) userIds: number[];
  @Column('text') state: FindingState;
  @Column('bigint', { nullable: true }) assignedTo: number | null;
  @Column('text', { nullable: true }) resolution: string | null;
  @Column('text', { nullable: true }) documentNo: string | null;
  @Column('bigint', { nullable: true }) fileId: number | null;
  @Column('bigint', { nullable: true }) resolvedBy: number | null;
  @Column('timestamptz', { nullable: true }) resolvedAt: Date | null;
  @Column('int') version: number;
}
