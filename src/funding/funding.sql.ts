import { join } from 'node:path';
import { sqlFile, sqlRows } from '../database/sql-file';
import type { LedgerAccount, LedgerEvent } from './ledger-events';

export const postLedgerEntry = sqlFile<
  {
    agencyId: number;
    fundingLineId: number;
    event: LedgerEvent;
    fromAccount: LedgerAccount;
    toAccount: LedgerAccount;
    amountFen: number;
    cause: string;
    batchId: number | null;
    bookedOn: string;
    bookedAt: Date;
  },
  { entryId: number; balanceCount: number }
>(join(__dirname, 'sql/post-ledger-entry.sql'));

/** A funding line as the supervisor sees it; rates in basis points, 10000 = 100 %. */
export interface FundingLineView {
  readonly id: number;
  readonly projectId: number;
  readonly fiscalYear: number;
  readonly code: string;
  readonly name: string;
  readonly source: string;
  readonly functionCode: string;
  readonly windowFrom: string;
  readonly windowUntil: string;
  readonly mayFinanceFrom: string;
  readonly mayFinanceUntil: string;
  readonly initialBudgetFen: number;
  readonly fullYearBudgetFen: number;
  readonly availableFen: number;
  readonly committedFen: number;
  readonly inTransitFen: number;
  readonly paidFen: number;
  readonly returnedToTreasuryFen: number;
  readonly executionRateBp: number | null;
  readonly elapsedRateBp: number;
}

export const listFundingLines = sqlRows<
  { agencyId: number; projectId: number | null; fiscalYear: number | null; today: string },
  FundingLineView
>(join(__dirname, 'sql/list-funding-lines.sql'));
