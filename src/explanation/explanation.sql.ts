import { join } from 'node:path';
import type { BatchKind } from '../batch/batch.entity';
import type { UnpaidRow } from '../batch/batch.sql';
import { sqlRows } from '../database/sql-file';
import type { Reason } from '../entitlement/reasons';
import type { Basis } from '../project/benefit.entity';

const path = (name: string) => join(__dirname, 'sql', name);

/** What judging says of a person's month besides the reasons a user may find recorded. */
export type ReasonToday = Reason | 'NOT_IN_THIS_BATCH';

/** One month of one benefit for one person: the verdict of today and the recorded one. Amounts in fen, dates as text. */
export interface ExplainedMonthRow {
  readonly enrollmentId: number;
  readonly benefitName: string;
  readonly basis: Basis;
  readonly period: string;
  readonly amountFen: number;
  readonly qualifyingOn: string;
  readonly isDeduction: boolean;
  /** Null when it would be payable today. */
  readonly reasonToday: ReasonToday | null;
  /** Null while no batch has been compiled for it. */
  readonly state: UnpaidRow['state'] | 'IN_PAYMENT' | null;
  readonly reason: Reason | null;
  readonly judgedOn: string | null;
  readonly rateFen: number | null;
  readonly rateFrom: string | null;
  readonly rateDocument: string | null;
  readonly individualFen: number | null;
  readonly individualFrom: string | null;
  readonly batchId: number | null;
  readonly batchKind: BatchKind | null;
  readonly serial: number | null;
  readonly paymentFen: number | null;
  readonly accountTail: string | null;
  readonly sentOn: string | null;
  readonly outcome: 'SUCCEEDED' | 'FAILED' | 'UNKNOWN' | 'REVERSED' | null;
  readonly postedOn: string | null;
  readonly bankMessage: string | null;
  readonly returnId: number | null;
}

export const listExplainedMonths = sqlRows<{ agencyId: number; payoutId: number }, ExplainedMonthRow>(
  path('list-explained-months.sql'),
);

/** One thing that happened to or was done for a person; amounts in fen where money moved. */
export interface TimelineEntry {
  /** The day it happened or took effect. */
  readonly happenedOn: string;
  readonly kind: string;
  readonly text: string;
  readonly amountFen: number | null;
  readonly subjectType: string;
  readonly subjectId: number | null;
}

export const listTimeline = sqlRows<
  { agencyId: number; personId: number; before: string; limit: number },
  TimelineEntry
>(path('list-timeline.sql'));

/** A person's money by where it stands, in fen; what is owed is the sum of the first five. */
export interface PersonMoney {
  readonly paidFen: number;
  readonly inTransitFen: number;
  readonly dueFen: number;
  readonly withheldFen: number;
  readonly failedFen: number;
  readonly cancelledFen: number;
  readonly returnedFen: number;
  /** Of what was overpaid: still to come back, and come back. */
  readonly toRecoverFen: number;
  readonly recoveredFen: number;
}

export const sumPersonMoney = sqlRows<{ agencyId: number; personId: number }, PersonMoney>(
  path('sum-person-money.sql'),
);

export const listOpenSuspicions = sqlRows<
  { agencyId: number; personId: number },
  { id: number; kind: 'DEATH' | 'CUSTODY'; suspectedOn: string | null }
>(path('list-open-suspicions.sql'));
