import { join } from 'node:path';
import { sqlFile, sqlRows } from '../database/sql-file';
import type { LedgerAccount } from '../funding/ledger-events';
import type { BatchFigures } from './reconciliation.entity';

const path = (name: string) => join(__dirname, 'sql', name);

export const sumBatchFigures = sqlFile<
  { agencyId: number; batchId: number },
  Omit<BatchFigures, 'versionCount' | 'versionFen' | 'unalteredDigest'>
>(path('sum-batch-figures.sql'));

/** A funding line's accounts as kept and as recomputed from its entries, in fen. */
export interface LedgerCheck {
  readonly fundingLineId: number;
  readonly code: string;
  readonly name: string;
  readonly fiscalYear: number;
  readonly accounts: readonly { account: LedgerAccount; balanceFen: number; ledgerFen: number }[];
  readonly sumFen: number;
  readonly balanced: boolean;
}

export const checkLedger = sqlRows<{ agencyId: number }, LedgerCheck>(path('check-ledger.sql'));
