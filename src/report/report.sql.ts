import { join } from 'node:path';
import { sqlFile, sqlRows } from '../database/sql-file';
import type { Reason } from '../entitlement/reasons';

const path = (name: string) => join(__dirname, 'sql', name);

type OfAgency = { agencyId: number };

/** Persons and fen behind one reason. */
export type ByReason = Partial<Record<Reason, { personCount: number; amountFen: number }>>;

/** How a project stands in a fiscal year, in fen. owed = paid + in transit + due + withheld + failed. */
export type ProjectStanding = {
  readonly projectId: number;
  readonly code: string;
  readonly name: string;
  readonly enrolledCount: number;
  readonly personCount: number;
  readonly owedFen: number;
  readonly paidFen: number;
  readonly inTransitFen: number;
  readonly dueFen: number;
  readonly withheldFen: number;
  readonly failedFen: number;
  readonly cancelledFen: number;
  readonly withheldByReason: ByReason;
  readonly cancelledByReason: ByReason;
};

export const reportExecution = sqlRows<
  OfAgency & { fiscalYear: number; projectId: number | null },
  ProjectStanding
>(path('report-execution.sql'));

type Checked = { checkedCount: number; violationCount: number };

const check = (name: string) => sqlFile<OfAgency, Checked>(path(name));

/** The ten invariants (design, product, "What must always be true") and the statement that computes each from the data. */
export const INVARIANTS = [
  { number: 1, name: '不重复发放', check: check('check-1-no-double-payment.sql') },
  { number: 2, name: '一人不漏', check: check('check-2-nobody-forgotten.sql') },
  { number: 3, name: '四眼原则', check: check('check-3-four-eyes.sql') },
  { number: 4, name: '提交即冻结', check: check('check-4-frozen.sql') },
  { number: 5, name: '资金守恒', check: check('check-5-money-conserved.sql') },
  { number: 6, name: '来件一行不丢', check: check('check-6-no-row-dropped.sql') },
  { number: 7, name: '结果不明不重发', check: check('check-7-unknown-waits.sql') },
  { number: 8, name: '凡事留痕', check: check('check-8-acts-recorded.sql') },
  { number: 9, name: '机构数据隔离', check: check('check-9-own-agency-only.sql') },
  { number: 10, name: '中断不失不重', check: check('check-10-jobs-once.sql') },
] as const;
