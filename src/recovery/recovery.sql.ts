import { join } from 'node:path';
import { sqlCommand, sqlFile, sqlRows } from '../database/sql-file';
import type { Reason } from '../entitlement/reasons';
import type { LedgerEvent } from '../funding/ledger-events';
import type { AGREEMENT_KINDS, MONTH_STANDINGS, WITHDRAWALS } from './recovery.entity';
import type { CaseState, CaseSums } from './recovery.states';

const path = (name: string) => join(__dirname, 'sql', name);

type OfPersons = { agencyId: number; personIds: readonly number[] };
type Touched = { caseIds: number[] };

export const lockDetection = sqlFile<{ agencyId: number }, { lockCount: number }>(path('lock-detection.sql'));

export const lockEntering = sqlFile<{ agencyId: number }, { lockCount: number }>(path('lock-entering.sql'));

export const lockCases = sqlFile<OfPersons, { lockCount: number }>(path('lock-cases.sql'));

export const createOverpaidFound = sqlCommand<Record<string, never>>(path('create-overpaid-found.sql'));

export const listSuspects = sqlRows<
  { agencyId: number; personId: number | null; versionId: number | null },
  { projectId: number; personIds: number[] }
>(path('list-suspects.sql'));

export const findOverpaidMonths = sqlFile<{ agencyId: number }, { foundCount: number }>(
  path('find-overpaid-months.sql'),
);

export const withdrawMonths = sqlFile<OfPersons & { today: string }, Touched & { changedCount: number }>(
  path('withdraw-months.sql'),
);

export const openCases = sqlFile<
  { agencyId: number; state: CaseState; today: string; now: Date },
  Touched & { openedCount: number }
>(path('open-cases.sql'));

export const addMonths = sqlFile<
  { agencyId: number; state: CaseState; today: string },
  Touched & { addedCount: number }
>(path('add-months.sql'));

export const listEndedDeductions = sqlRows<OfPersons & { today: string }, { caseId: number }>(
  path('list-ended-deductions.sql'),
);

/** A case and what its rows come to. */
export type SummedCase = CaseSums & {
  caseId: number;
  state: CaseState;
  /** Of the pending deductions, what a bank has confirmed and the ledger has not yet. */
  unenteredFen: number;
};

export const sumCases = sqlRows<{ agencyId: number; caseIds: readonly number[] }, SummedCase>(
  path('sum-cases.sql'),
);

export const writeCaseSums = sqlFile<
  {
    agencyId: number;
    caseIds: readonly number[];
    claimedFen: readonly number[];
    waivedFen: readonly number[];
    recoveredFen: readonly number[];
    owedBackFen: readonly number[];
  },
  { writtenCount: number }
>(path('write-case-sums.sql'));

/** One movement of the ledger and the first of the entries it stands for. */
export type RecoveryMovement = {
  fundingLineId: number;
  event: LedgerEvent;
  firstEntryId: number;
  amountFen: number;
  caseIds: number[];
};

type Entering = {
  agencyId: number;
  caseId: number | null;
  exceptLineIds: readonly number[];
  today: string;
  now: Date;
};

export const enterReceived = sqlRows<Entering & { repaymentId: number | null }, RecoveryMovement>(
  path('enter-received.sql'),
);

export const undoDeductions = sqlRows<Entering, RecoveryMovement>(path('undo-deductions.sql'));

export const enterRefund = sqlRows<{ agencyId: number; repaymentId: number; now: Date }, RecoveryMovement>(
  path('enter-refund.sql'),
);

/** A month of a case with its payment; fen. */
export interface MonthRow {
  readonly id: number;
  readonly enrollmentId: number;
  readonly projectId: number;
  readonly projectName: string;
  readonly benefitName: string;
  readonly period: string;
  readonly paidFen: number;
  readonly recoveredFen: number;
  readonly batchId: number;
  readonly versionId: number;
  readonly serial: number;
  readonly fundingLineId: number;
  readonly fundingLineName: string;
  readonly fiscalYear: number;
  readonly reason: Reason;
  readonly standing: keyof typeof MONTH_STANDINGS;
  readonly foundOn: string;
  readonly withdrawnOn: string | null;
  readonly withdrawnAs: keyof typeof WITHDRAWALS | null;
}

export const listMonths = sqlRows<{ agencyId: number; caseId: number }, MonthRow>(path('list-months.sql'));

/** An overdue sum: of an order that ran out, or of an instalment; fen. */
export interface OverdueRow {
  readonly caseId: number;
  readonly personId: number;
  readonly personName: string;
  readonly citizenIdTail: string;
  readonly state: CaseState;
  /** The first day that was missed. */
  readonly dueOn: string;
  readonly dueFen: number;
  readonly overdueFen: number;
  readonly daysLate: number;
}

export const listOverdue = sqlRows<
  { agencyId: number; asOf: string; afterId: number; limit: number },
  OverdueRow
>(path('list-overdue.sql'));

/** Recovery of one year, as accounts publish it; numbers and fen. */
export interface YearSummary {
  readonly year: number;
  readonly openedCount: number;
  readonly openedFen: number;
  readonly orderedCount: number;
  readonly orderedFen: number;
  readonly recoveredFen: number;
  readonly returnedToLineFen: number;
  readonly returnedToTreasuryFen: number;
  readonly settledCount: number;
  readonly transferredCount: number;
  readonly cancelledCount: number;
  readonly openCount: number;
  readonly openFen: number;
  readonly owedBackFen: number;
  readonly overdueCount: number;
  readonly overdueFen: number;
}

export const summarizeYear = sqlFile<{ agencyId: number; year: number; today: string }, YearSummary>(
  path('summarize-year.sql'),
);

/** An agreement with how far it is; fen. */
export interface AgreementRow {
  readonly id: number;
  readonly kind: keyof typeof AGREEMENT_KINDS;
  readonly state: string;
  readonly documentNo: string;
  readonly signedOn: string;
  readonly totalFen: number;
  readonly recoveredBeforeFen: number;
  readonly deductionId: number | null;
  readonly consentId: number | null;
  readonly agreedBy: number;
  readonly instalments: readonly { seq: number; dueOn: string; amountFen: number }[];
}

export const listAgreements = sqlRows<{ agencyId: number; caseId: number }, AgreementRow>(
  path('list-agreements.sql'),
);
