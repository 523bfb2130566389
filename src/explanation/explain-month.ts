import { printYuan } from '../calendar/money';
import { printMonth } from '../calendar/month';
import { REASONS } from '../entitlement/reasons';
import { explainSteps, type ExplainedStep, type PersonFacts } from './explain-steps';
import type { ExplainedMonthRow } from './explanation.sql';

/** Where a month's money stands, in the words of a user. */
export const STANDINGS = {
  PAID: '已发放',
  SENT: '在途',
  READY: '待报盘',
  UNKNOWN: '结果不明',
  DUE: '待发放',
  WITHHELD: '暂停',
  FAILED: '待重发',
  CANCELLED: '取消',
  NOT_COMPILED: '尚未核算',
} as const;

export type Standing = keyof typeof STANDINGS;

/** One month of one benefit, explained: the answer in a sentence, then the questions that led to it. */
export interface ExplainedMonth {
  readonly period: string;
  readonly benefitName: string;
  readonly amountFen: number;
  readonly standing: Standing;
  readonly standingLabel: string;
  /** The answer, a Chinese sentence. */
  readonly answer: string;
  readonly steps: readonly ExplainedStep[];
  readonly payment: ExplainedPayment | null;
}

/** The payment that settles a month, or the last one that failed to. */
export interface ExplainedPayment {
  readonly batchId: number;
  readonly serial: number;
  readonly amountFen: number;
  readonly accountTail: string;
  readonly sentOn: string | null;
  readonly outcome: string | null;
  readonly postedOn: string | null;
  readonly bankMessage: string | null;
  readonly returnId: number | null;
}

/** Says of a month why it was, or was not, paid. */
export function explainMonth(month: ExplainedMonthRow, facts: PersonFacts): ExplainedMonth {
  const standing = standingOf(month);
  return {
    period: printMonth(month.period),
    benefitName: month.benefitName,
    amountFen: month.amountFen,
    standing,
    standingLabel: STANDINGS[standing],
    answer: answerOf(month, standing),
    steps: explainSteps(month, facts),
    payment: paymentOf(month),
  };
}

function standingOf({ state, outcome, sentOn }: ExplainedMonthRow): Standing {
  if (state === null) return 'NOT_COMPILED';
  if (state !== 'IN_PAYMENT') return state;
  if (outcome === 'SUCCEEDED') return 'PAID';
  if (outcome === 'UNKNOWN') return 'UNKNOWN';
  return sentOn === null ? 'READY' : 'SENT';
}

/** What is taken off for an overpayment stands in its own row, with a negative amount. */
function amountOf({ period, benefitName, amountFen, isDeduction }: ExplainedMonthRow): string {
  const of = `${printMonth(period)} ${benefitName}`;
  return isDeduction ? `${of}抵扣多发款 ${printYuan(-amountFen)} 元` : `${of} ${printYuan(amountFen)} 元`;
}

function answerOf(month: ExplainedMonthRow, standing: Standing): string {
  const what = amountOf(month);
  const { reasonToday: today, reason, judgedOn } = month;
  const now = today === null || today === 'NOT_IN_THIS_BATCH' ? null : REASONS[today];
  switch (standing) {
    case 'PAID':
      // Only what bars a month says anything of money that has arrived: an account may have changed since.
      if (month.isDeduction) return `${what}已从该笔发放中扣下。`;
      return now && isBarred(month)
        ? `${what}已发放，但按现有登记不应发放（${now.label}），应追回。`
        : `${what}已发放成功${month.postedOn ? `，${month.postedOn} 入账` : ''}。`;
    case 'SENT':
      return `${what}已于 ${month.sentOn} 报盘，银行尚未答复。`;
    case 'READY':
      return `${what}已列入批次，尚未报盘。`;
    case 'UNKNOWN':
      return `${what}的结果银行尚未查明，查明之前不再发放。`;
    case 'NOT_COMPILED':
      return now
        ? `${what}尚未核算；按今日情况不能发放：${now.label}。${now.rule}`
        : `${what}尚未核算；按今日情况可以发放。`;
    default: {
      const then =
        reason === null ? '' : `${REASONS[reason].label}（${judgedOn} 核算）。${REASONS[reason].rule}`;
      const since =
        now === null
          ? '按今日情况可以发放，将列入下一批次。'
          : today === reason
            ? ''
            : `按今日情况：${now.label}。${now.rule}`;
      return `${what}${STANDINGS[standing]}${then === '' ? '' : `：${then}`}${since}`;
    }
  }
}

const BARRING = ['DECEASED', 'CORRECTION', 'ENTITLEMENT_ENDED', 'CUSTODY', 'CUSTODY_NOT_BACK_PAID'];

function isBarred({ reasonToday }: ExplainedMonthRow): boolean {
  return reasonToday !== null && BARRING.includes(reasonToday);
}

function paymentOf(month: ExplainedMonthRow): ExplainedPayment | null {
  const { batchId, serial, paymentFen, accountTail } = month;
  if (batchId === null || serial === null || paymentFen === null || accountTail === null) return null;
  const { sentOn, outcome, postedOn, bankMessage, returnId } = month;
  return {
    batchId,
    serial,
    amountFen: paymentFen,
    accountTail,
    sentOn,
    outcome,
    postedOn,
    bankMessage,
    returnId,
  };
}
