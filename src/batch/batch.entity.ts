import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { BatchState } from './batch.states';

/** Why a batch is run (批次种类): REGULAR 正常, SUPPLEMENTARY 补发, REISSUE 更正重发. */
export type BatchKind = 'REGULAR' | 'SUPPLEMENTARY' | 'REISSUE';

/** One run for one payout (发放批次). */
@Entity('payment_batch')
export class PaymentBatch {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint', { generated: 'identity' }) id: number;
  @Column('bigint') projectId: number;
  @Column('bigint') payoutId: number;
  @Column('text') kind: BatchKind;
  @Column('int') sequence: number;
  @Column('text') state: BatchState;
  @Column('int') version: number;
  @Column('bigint', { nullable: true }) currentVersionId: number | null;
  @Column('bigint') fundingLineId: number;
  @Column('bigint') bankProfileId: number;
  @Column('bigint') preparedBy: number;
  @Column('bigint', { nullable: true }) submittedBy: number | null;
  @Column('bigint', { nullable: true }) reviewedBy: number | null;
  /** The first of two approvers, where back-pay of many months asks for two. */
  @Column('bigint', { nullable: true }) endorsedBy: number | null;
  @Column('bigint', { nullable: true }) approvedBy: number | null;
  @Column('bigint', { nullable: true }) sentBy: number | null;
  @Column('date', { nullable: true }) sentOn: string | null;
  @Column('text', { nullable: true }) reason: string | null;
  @Column('timestamptz') createdAt: Date;
}

/** One compilation of a batch (批次版本): its lines, totals and digest never change after submission. */
@Entity('batch_version')
export class BatchVersion {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint', { generated: 'identity' }) id: number;
  @Column('bigint') batchId: number;
  @Column('int') versionNo: number;
  @Column('date') judgedOn: string;
  @Column('int') paymentCount: number;
  @Column('bigint') totalFen: number;
  @Column('bytea', { nullable: true }) digest: Buffer | null;
  @Column('bigint') compiledBy: number;
  @Column('timestamptz') compiledAt: Date;
}
