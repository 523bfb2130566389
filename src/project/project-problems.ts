import { isBusinessDate } from '../calendar/business-date';
import type { Fen } from '../calendar/money';
import { monthsBetween, parseMonth, printMonth } from '../calendar/month';
import type { Basis, Frequency } from './benefit.entity';
import type { FundNature } from './project.entity';

/** A rate as it is asked for; the month is `2025-03`. */
export interface RateInput {
  readonly amountFen: Fen;
  readonly effectiveFrom: string;
}

/** A benefit as it is asked for. */
export interface BenefitInput {
  readonly code: string;
  readonly name: string;
  readonly frequency: Frequency;
  readonly basis: Basis;
  readonly rates: readonly RateInput[];
}

/** A payout as it is asked for; months are `2025-03`, dates `2025-03-25`. */
export interface PayoutInput {
  readonly fiscalYear: number;
  readonly sequence: number;
  readonly name: string;
  readonly coversFrom: string;
  readonly coversUntil: string;
  readonly qualifyingOn: string | null;
  readonly dueOn: string;
  readonly benefitCodes: readonly string[];
}

/** A project as it is asked for, with everything that makes it pay. */
export interface ProjectInput {
  readonly code: string;
  readonly name: string;
  readonly policyBasis: string;
  readonly fundNature: FundNature;
  readonly beneficiaries: string;
  readonly verificationCycleMonths: number | null;
  readonly graceDays: number;
  readonly paysMonthOfDeath: boolean;
  readonly exclusiveGroup: string | null;
  readonly accountFailureLimit: number;
  readonly monthlyRound: boolean;
  readonly backPayApprovalMonths: number;
  readonly funeralMonths: number;
  readonly benefits: readonly BenefitInput[];
  readonly payouts: readonly PayoutInput[];
}

/** One million yuan: no benefit of one person reaches it, an amount typed in fen twice over does. */
const MAX_RATE_FEN = 100_000_000;

/** Everything wrong with a project, each as a Chinese phrase; empty when it is good. */
export function projectProblems({ exclusiveGroup, benefits, payouts }: ProjectInput): string[] {
  const problems: string[] = [];
  if (exclusiveGroup?.trim() === '') problems.push('互斥组的名称不能为空（没有互斥组时填 null）');
  if (benefits.length === 0) problems.push('至少要有一个待遇项目');
  for (const code of repeated(benefits.map((benefit) => benefit.code))) {
    problems.push(`待遇项目代码“${code}”重复`);
  }
  problems.push(...benefits.flatMap((benefit) => benefitProblems(benefit)));
  for (const number of repeated(
    payouts.map(({ fiscalYear, sequence }) => `${fiscalYear}年第${sequence}期`),
  )) {
    problems.push(`${number}重复`);
  }
  problems.push(...payouts.flatMap((payout) => payoutProblems(payout, benefits)));
  return [...problems, ...overlapProblems(payouts, benefits)];
}

/** A payout as far as it matters for what is paid twice. */
type CoveringPayout = Pick<
  PayoutInput,
  'name' | 'fiscalYear' | 'coversFrom' | 'coversUntil' | 'benefitCodes'
>;

/**
 * Months of a benefit, or years of a yearly one, that stand in two payouts: they would be owed twice. Months that do not
 * parse are told by `payoutProblems`.
 */
export function overlapProblems(
  payouts: readonly CoveringPayout[],
  benefits: readonly { code: string; frequency: Frequency }[],
): string[] {
  const taken = new Map<string, string>();
  const problems = new Set<string>();
  for (const payout of payouts) {
    const [from, until] = [parseMonth(payout.coversFrom), parseMonth(payout.coversUntil)];
    for (const code of new Set(payout.benefitCodes)) {
      const frequency = benefits.find((benefit) => benefit.code === code)?.frequency;
      if (!frequency || !from || !until) continue;
      const times =
        frequency === 'YEARLY' ? [`${payout.fiscalYear}年`] : monthsBetween(from, until).map(printMonth);
      const doubled = times.find((time) => taken.has(`${code} ${time}`));
      if (doubled) {
        problems.add(
          `“${code}”的 ${doubled} 同时列在“${taken.get(`${code} ${doubled}`)}”和“${payout.name}”，会重复发放`,
        );
      }
      for (const time of times) taken.set(`${code} ${time}`, payout.name);
    }
  }
  return [...problems];
}

/** Everything wrong with one rate. */
export function rateProblems({ amountFen, effectiveFrom }: RateInput): string[] {
  const problems: string[] = [];
  if (parseMonth(effectiveFrom) === undefined) {
    problems.push(`执行月份“${effectiveFrom}”不是月份，应写作 2025-03`);
  }
  if (amountFen <= 0) problems.push('发放标准必须大于零');
  if (amountFen > MAX_RATE_FEN) problems.push('发放标准超过 100 万元，请核对单位是否为分');
  return problems;
}

/** Everything wrong with one payout, given the benefits of its project. */
export function payoutProblems(
  payout: PayoutInput,
  benefits: readonly { code: string; frequency: Frequency }[],
): string[] {
  const problems: string[] = [];
  const from = parseMonth(payout.coversFrom);
  const until = parseMonth(payout.coversUntil);
  if (from === undefined || until === undefined) {
    problems.push(`所属月份“${payout.coversFrom}”至“${payout.coversUntil}”不是月份，应写作 2025-03`);
  } else if (from > until) {
    problems.push(`所属月份的起月 ${payout.coversFrom} 晚于止月 ${payout.coversUntil}`);
  }
  if (!isBusinessDate(payout.dueOn)) problems.push(`应发日期“${payout.dueOn}”不是真实的日期`);
  if (payout.qualifyingOn !== null && !isBusinessDate(payout.qualifyingOn)) {
    problems.push(`资格认定日“${payout.qualifyingOn}”不是真实的日期`);
  }
  if (payout.benefitCodes.length === 0) problems.push('没有待遇项目');
  for (const code of repeated(payout.benefitCodes)) problems.push(`待遇项目“${code}”列了两次`);
  for (const code of new Set(payout.benefitCodes)) {
    const benefit = benefits.find((candidate) => candidate.code === code);
    if (!benefit) problems.push(`没有代码为“${code}”的待遇项目`);
    if (benefit?.frequency === 'YEARLY' && payout.qualifyingOn === null) {
      problems.push(`“${code}”按年发放，须填资格认定日`);
    }
  }
  return problems.map((problem) => `发放期“${payout.name}”：${problem}`);
}

function benefitProblems({ code, rates }: BenefitInput): string[] {
  const problems = rates.flatMap((rate) => rateProblems(rate));
  if (rates.length === 0) problems.push('没有发放标准');
  for (const month of repeated(rates.map((rate) => parseMonth(rate.effectiveFrom) ?? rate.effectiveFrom))) {
    problems.push(`${month.slice(0, 7)} 有两个发放标准`);
  }
  return problems.map((problem) => `待遇项目“${code}”：${problem}`);
}

/** The values that occur more than once, each named once. */
function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
