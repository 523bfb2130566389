import { join } from 'node:path';
import { sqlCommand, sqlFile, sqlRows } from '../database/sql-file';
import type { Reason } from '../entitlement/reasons';
import type { BatchKind } from './batch.entity';
import type { BatchState } from './batch.states';

const path = (name: string) => join(__dirname, 'sql', name);

type OfBatch = { agencyId: number; batchId: number };

export const countLongBackPay = sqlFile<{ agencyId: number; versionId: number }, { longCount: number }>(
  path('count-long-back-pay.sql'),
);

/** A batch as lists show it; amounts in fen, months and dates as text. */
export interface BatchRow {
  readonly id: number;
  readonly projectId: number;
  readonly payoutId: number;
  readonly payoutName: string;
  readonly coversFrom: string;
  readonly coversUntil: string;
  readonly kind: BatchKind;
  readonly sequence: number;
  readonly state: BatchState;
  readonly version: number;
  readonly versionId: number | null;
  readonly versionNo: number | null;
  readonly judgedOn: string | null;
  readonly paymentCount: number;
  readonly totalFen: number;
  readonly digest: string | null;
  readonly fundingLineId: number;
  readonly bankProfileId: number;
  readonly preparedBy: number;
  readonly submittedBy: number | null;
  readonly reviewedBy: number | null;
  readonly endorsedBy: number | null;
  readonly approvedBy: number | null;
  readonly sentBy: number | null;
  readonly sentOn: string | null;
  readonly reason: string | null;
}

export const listBatches = sqlRows<
  {
    agencyId: number;
    batchId: number | null;
    projectId: number | null;
    before: number | null;
    limit: number;
  },
  BatchRow
>(path('list-batches.sql'));

/** The states of a payment, derived from what the bank said last. */
export const PAYMENT_STATUSES = {
  READY: '待发放',
  SENT: '已报盘',
  SUCCEEDED: '成功',
  FAILED: '失败',
  UNKNOWN: '结果不明',
  REVERSED: '退汇',
} as const;

export type PaymentStatus = keyof typeof PAYMENT_STATUSES;

/** One line of a batch, masked. */
export interface PaymentRow {
  readonly serial: number;
  readonly enrollmentId: number;
  readonly personId: number;
  readonly name: string;
  readonly citizenIdTail: string;
  readonly payeeName: string;
  readonly accountTail: string;
  readonly bankName: string;
  readonly amountFen: number;
  readonly status: PaymentStatus;
  readonly outcomeCode: string | null;
  readonly bankMessage: string | null;
  readonly postedOn: string | null;
}

export const listPayments = sqlRows<
  OfBatch & { after: number; status: PaymentStatus | null; limit: number },
  PaymentRow
>(path('list-payments.sql'));

/** One entitlement that is not in a payment, with the reason. */
export interface UnpaidRow {
  readonly enrollmentId: number;
  readonly personId: number;
  readonly name: string;
  readonly citizenIdTail: string;
  readonly benefitName: string;
  readonly period: string;
  readonly amountFen: number;
  readonly state: 'DUE' | 'WITHHELD' | 'FAILED' | 'CANCELLED';
  readonly reason: Reason | null;
  readonly judgedOn: string;
}

export const listUnpaid = sqlRows<
  OfBatch & { reason: Reason | null; afterEnrollment: number; afterPeriod: string; limit: number },
  UnpaidRow
>(path('list-unpaid.sql'));

export const sumUnpaid = sqlRows<
  OfBatch,
  {
    state: UnpaidRow['state'];
    reason: Reason | null;
    personCount: number;
    entitlementCount: number;
    amountFen: number;
  }
>(path('sum-unpaid.sql'));

/** The five groups of the month-over-month control. */
export const CONTROL_CHANGES = {
  KEPT: '延续',
  ADDED: '新增',
  RESUMED: '恢复',
  WITHHELD: '暂停',
  ENDED: '终止',
} as const;

export type ControlChange = keyof typeof CONTROL_CHANGES;

/** Fills `control_line`, which the two readers below need. */
export const compareWithPrevious = sqlCommand<OfBatch>(path('compare-with-previous.sql'));

export const controlList = sqlRows<
  Record<string, never>,
  { change: ControlChange; personCount: number; previousFen: number; currentFen: number }
>(path('control-list.sql'));

export const listControlChanges = sqlRows<
  { agencyId: number; change: ControlChange; after: number; limit: number },
  {
    enrollmentId: number;
    personId: number;
    name: string;
    citizenIdTail: string;
    previousFen: number;
    currentFen: number;
  }
>(path('list-control-changes.sql'));
