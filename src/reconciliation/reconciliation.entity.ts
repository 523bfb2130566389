import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Numbers and sums (fen) of a batch as each book has them, at the moment of the comparison. */
export interface BatchFigures {
  readonly versionCount: number;
  readonly versionFen: number;
  readonly lineCount: number;
  readonly lineFen: number;
  readonly fileCount: number;
  readonly fileFen: number;
  readonly paidCount: number;
  readonly paidFen: number;
  readonly failedCount: number;
  readonly failedFen: number;
  readonly unknownCount: number;
  readonly unknownFen: number;
  readonly reversedCount: number;
  readonly reversedFen: number;
  readonly approvedFen: number;
  readonly sentFen: number;
  readonly succeededFen: number;
  readonly refusedFen: number;
  readonly takenBackFen: number;
  readonly openDiscrepancyCount: number;
  readonly pendingReturnCount: number;
  readonly unalteredDigest: boolean;
}

/** Two books that should say the same and do not; fen or counts, as the label says. */
export interface Difference {
  readonly check: string;
  readonly label: string;
  readonly expected: number;
  readonly actual: number;
}

/** One comparison of batch, file, return and ledger (对账), kept whether or not they agreed. */
@Entity('reconciliation')
export class Reconciliation {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint', { generated: 'identity' }) id: number;
  @Column('bigint') batchId: number;
  @Column('boolean') balanced: boolean;
  @Column('jsonb') figures: BatchFigures;
  @Column('jsonb') differences: Difference[];
  @Column('bigint') reconciledBy: number;
  @Column('timestamptz') reconciledAt: Date;
}
