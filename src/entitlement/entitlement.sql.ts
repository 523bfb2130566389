import { join } from 'node:path';
import { sqlCommand, sqlFile, sqlRows } from '../database/sql-file';
import type { DeductionState } from './deduction.states';

type OfVersion = { agencyId: number; versionId: number };

const path = (name: string) => join(__dirname, 'sql', name);

export const lockExclusiveGroup = sqlFile<{ agencyId: number; projectId: number }, { lockCount: number }>(
  path('lock-exclusive-group.sql'),
);

export const countUnratedMonths = sqlFile<
  { agencyId: number; payoutId: number },
  { unratedCount: number; benefitName: string | null; firstMonth: string | null }
>(path('count-unrated-months.sql'));

export const judgeEntitlements = sqlCommand<{
  agencyId: number;
  payoutId: number;
  judgedOn: string;
  personIds: readonly number[] | null;
  includesPaid: boolean;
  accruesEarlier: boolean;
  onlyFailed: boolean;
  financesFrom: string;
  financesUntil: string;
}>(path('judge-entitlements.sql'));

export const accrueEntitlements = sqlFile<
  OfVersion & { projectId: number; judgedOn: string },
  { accruedCount: number }
>(path('accrue-entitlements.sql'));

export const rejudgeEntitlements = sqlFile<OfVersion & { judgedOn: string }, { rejudgedCount: number }>(
  path('rejudge-entitlements.sql'),
);

export const dropJudged = sqlCommand<Record<string, never>>(path('drop-judged.sql'));

export const findLastPayout = sqlFile<{ agencyId: number; projectId: number }, { payoutId: number }>(
  path('find-last-payout.sql'),
);

export const deductAgreed = sqlFile<{ agencyId: number }, { deductedCount: number }>(
  path('deduct-agreed.sql'),
);

export const sumDeductions = sqlRows<{ agencyId: number; caseId: number }, DeductionProgress>(
  path('sum-deductions.sql'),
);

export const limitDeductions = sqlFile<
  { agencyId: number; caseIds: readonly number[]; restFen: readonly number[]; stopped: DeductionState },
  { limitedCount: number }
>(path('limit-deductions.sql'));

export const addPayments = sqlFile<OfVersion, { paymentCount: number }>(path('add-payments.sql'));

export const sumPayments = sqlFile<OfVersion, PaymentTotals>(path('sum-payments.sql'));

export const checkPayments = sqlFile<OfVersion, { faultCount: number }>(path('check-payments.sql'));

export const releaseEntitlements = sqlFile<OfVersion, { releasedCount: number }>(
  path('release-entitlements.sql'),
);

export const recordOutcomes = sqlFile<
  OfVersion & {
    paymentCount: number;
    returnId: number;
    plainCount: number;
    plainFen: number;
    fiscalYear: number;
    bookedOn: string;
  },
  Settlement
>(path('record-outcomes.sql'));

export const reopenEntitlements = sqlFile<OfVersion, { reopenedCount: number }>(
  path('reopen-entitlements.sql'),
);

/** Control totals of a version's payments and the digest over all their lines. */
export type PaymentTotals = { paymentCount: number; totalFen: number; digest: Buffer };

/** What a bank's statement moved, in fen by outcome, and what it left. */
export type Settlement = {
  succeededFen: number;
  failedFen: number;
  unknownFen: number;
  /** Returned after success within the line's fiscal year. */
  reversedFen: number;
  /** Returned after success in a later year. */
  reversedLateFen: number;
  /** Payments without a final word, success or failure. */
  unsettledCount: number;
};

/** An agreed deduction and how far it is; amounts in fen, `fromMonth` the first month it is taken from. */
export type DeductionProgress = {
  id: number;
  enrollmentId: number;
  perPaymentFen: number;
  totalFen: number;
  keepsFen: number;
  fromMonth: string;
  state: DeductionState;
  /** Bound to a payment. */
  takenFen: number;
  /** Of those, what a bank has confirmed. */
  settledFen: number;
};
