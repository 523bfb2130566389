import { printYuan } from '../calendar/money';
import { printMonth } from '../calendar/month';
import type { Enrollment } from '../enrollment/enrollment.entity';
import type { BankAccount } from '../person/bank-account.entity';
import { LIFE_EVENT_KINDS, type LifeEvent } from '../person/life-event.entity';
import type { Project } from '../project/project.entity';
import { VERIFICATION_CHANNELS, type Verification } from '../verification/verification.entity';
import type { ExplainedMonthRow, ReasonToday } from './explanation.sql';

/** The questions of the judging statement in its own order, in the words of a user. */
export const STEPS = {
  ENROLLMENT: '享受资格',
  AMOUNT: '待遇标准',
  EVENTS: '人员变动',
  HOLD: '暂停与疑点',
  VERIFICATION: '领取资格认证',
  EXCLUSIVE: '互斥项目',
  PREVIOUS: '上笔结果',
  ACCOUNT: '银行账户',
  FUNDING: '预算指标',
} as const;

export type Step = keyof typeof STEPS;

/** The question at which each reason stops a payment. */
export const STOPPED_AT: Readonly<Record<ReasonToday, Step>> = {
  DEDUCTION_UNDONE: 'AMOUNT',
  CORRECTION: 'ENROLLMENT',
  ENTITLEMENT_ENDED: 'ENROLLMENT',
  DECEASED: 'EVENTS',
  CUSTODY: 'EVENTS',
  CUSTODY_NOT_BACK_PAID: 'EVENTS',
  HELD: 'HOLD',
  SUSPECTED_DEATH: 'HOLD',
  SUSPECTED_CUSTODY: 'HOLD',
  VERIFICATION_FAILED: 'VERIFICATION',
  VERIFICATION_OVERDUE: 'VERIFICATION',
  EXCLUSIVE_PROJECT: 'EXCLUSIVE',
  PREVIOUS_RESULT_UNKNOWN: 'PREVIOUS',
  NO_ACCOUNT: 'ACCOUNT',
  ACCOUNT_ABNORMAL: 'ACCOUNT',
  ACCOUNT_TO_CORRECT: 'ACCOUNT',
  BANK_REFUSED: 'ACCOUNT',
  NO_FUNDING_LINE: 'FUNDING',
  NOT_IN_THIS_BATCH: 'FUNDING',
};

/** What is on record of a person and decides a payment. */
export interface PersonFacts {
  readonly project: Project;
  readonly enrollment: Enrollment;
  /** Confirmed and retracted ones, in the order in which they happened. */
  readonly events: readonly LifeEvent[];
  readonly suspicions: readonly { id: number; kind: 'DEATH' | 'CUSTODY'; suspectedOn: string | null }[];
  /** The latest passed and the latest failed one. */
  readonly passed: Verification | null;
  readonly failed: Verification | null;
  readonly account: BankAccount | null;
}

/** One question, how it was answered, and the records the answer rests on. */
export interface ExplainedStep {
  readonly step: Step;
  readonly label: string;
  /** `NOT_ASKED` after the question that stopped the payment. */
  readonly result: 'PASSED' | 'STOPPED' | 'NOT_ASKED';
  readonly text: string;
  readonly records: readonly { type: string; id: number }[];
}

type Told = Pick<ExplainedStep, 'text' | 'records'>;

/** The questions judging asks of a month, each with its answer; the order is that of the statement. */
export function explainSteps(month: ExplainedMonthRow, facts: PersonFacts): ExplainedStep[] {
  const stop = month.reasonToday === null ? null : stopOf(month.reasonToday, facts, month);
  const order = Object.keys(STEPS) as Step[];
  const stopIndex = stop === null ? order.length : order.indexOf(stop);
  return order.map((step, index) => ({
    step,
    label: STEPS[step],
    result: index < stopIndex ? 'PASSED' : index === stopIndex ? 'STOPPED' : 'NOT_ASKED',
    ...TELL[step](facts, month),
  }));
}

/** An entitlement ends by the roster or by an event: the question is the one whose record ended it. */
function stopOf(reason: ReasonToday, { enrollment }: PersonFacts, { qualifyingOn }: ExplainedMonthRow): Step {
  const endedByRoster =
    enrollment.untilMonth !== null && enrollment.untilMonth < `${qualifyingOn.slice(0, 7)}-01`;
  return reason === 'ENTITLEMENT_ENDED' && !endedByRoster ? 'EVENTS' : STOPPED_AT[reason];
}

const TELL: Readonly<Record<Step, (facts: PersonFacts, month: ExplainedMonthRow) => Told>> = {
  ENROLLMENT: ({ enrollment, project }) => ({
    text: `自 ${printMonth(enrollment.fromMonth)} 起享受“${project.name}”，${
      enrollment.untilMonth === null ? '未定止月' : `至 ${printMonth(enrollment.untilMonth)}`
    }`,
    records: [{ type: 'enrollment', id: enrollment.id }],
  }),
  AMOUNT: (_, month) => ({ text: amountText(month), records: [] }),
  EVENTS: ({ events }) => {
    const told = events.filter(
      ({ kind }) => kind !== 'HOLD' && kind !== 'HOLD_LIFTED' && kind !== 'RETRACTION',
    );
    return {
      text: told.map(eventText).join('；') || '没有死亡、服刑、迁出、资格终止的登记',
      records: told.map(({ id }) => ({ type: 'life-event', id })),
    };
  },
  HOLD: ({ events, suspicions }) => {
    const holds = events.filter(({ kind }) => kind === 'HOLD' || kind === 'HOLD_LIFTED');
    const suspected = suspicions.map(
      ({ kind, suspectedOn }) =>
        `数据比对${kind === 'DEATH' ? '疑似死亡' : '疑似服刑'}${suspectedOn ? `（${suspectedOn}）` : ''}，待核实`,
    );
    return {
      text: [...holds.map(eventText), ...suspected].join('；') || '没有人工暂停，也没有待核实的疑点',
      records: [
        ...holds.map(({ id }) => ({ type: 'life-event', id })),
        ...suspicions.map(({ id }) => ({ type: 'suspicion', id })),
      ],
    };
  },
  VERIFICATION: verificationTold,
  EXCLUSIVE: ({ project }) => ({
    text:
      project.exclusiveGroup === null
        ? '本项目不与其他项目互斥'
        : `互斥组“${project.exclusiveGroup}”，同一月份只能从一个项目领取`,
    records: [],
  }),
  PREVIOUS: (_, { reasonToday }) => ({
    text: reasonToday === 'PREVIOUS_RESULT_UNKNOWN' ? '上一笔发放银行尚未给出结果' : '没有结果不明的发放',
    records: [],
  }),
  ACCOUNT: ({ account }) => ({
    text: account
      ? `尾号 ${account.accountTail}，${account.bankName}，户名 ${account.payeeName}，${account.effectiveFrom} 起`
      : '没有经复核确认的银行账户',
    records: account ? [{ type: 'bank-account', id: account.id }] : [],
  }),
  FUNDING: (_, { reasonToday }) => ({
    text:
      reasonToday === 'NOT_IN_THIS_BATCH'
        ? '不在本批次的发放范围'
        : '由批次所用预算指标列支，核算时核对所属月份',
    records: [],
  }),
};

function amountText({ isDeduction, basis, ...month }: ExplainedMonthRow): string {
  if (isDeduction) return `按抵扣约定从本期待遇中抵扣 ${printYuan(-month.amountFen)} 元`;
  const amount = `应发 ${printYuan(month.amountFen)} 元`;
  if (month.rateFen === null || month.rateFrom === null) return amount;
  const rate = `${printYuan(month.rateFen)} 元（${printMonth(month.rateFrom)} 起，${month.rateDocument ?? '文号未登记'}）`;
  if (basis === 'STANDARD') return `${amount}：统一标准 ${rate}`;
  const own = month.individualFen === null ? '未核定' : `${printYuan(month.individualFen)} 元`;
  return `${amount}：个人核定 ${own}，上限 ${rate}`;
}

function eventText({ kind, happenedOn, reportedOn, state }: LifeEvent): string {
  const retracted = state === 'RETRACTED' ? '，登记有误已撤销' : '';
  return `${happenedOn} ${LIFE_EVENT_KINDS[kind]}（${reportedOn} 报告${retracted}）`;
}

function verificationTold({ project, passed, failed }: PersonFacts): Told {
  if (project.verificationCycleMonths === null) return { text: '本项目不要求认证', records: [] };
  const records = [passed, failed].flatMap((one) => (one ? [{ type: 'verification', id: one.id }] : []));
  const failure =
    failed && failed.verifiedOn >= (passed?.verifiedOn ?? '') ? `；${failed.verifiedOn} 认证不通过` : '';
  if (!passed) return { text: `从未认证通过${failure}`, records };
  const until = passed.validUntil
    ? `有效至 ${passed.validUntil}`
    : `有效 ${project.verificationCycleMonths} 个月`;
  const grace = project.graceDays > 0 ? `，宽限 ${project.graceDays} 天` : '';
  const text = `最近一次 ${passed.verifiedOn}（${VERIFICATION_CHANNELS[passed.channel]}），${until}${grace}${failure}`;
  return { text, records };
}
