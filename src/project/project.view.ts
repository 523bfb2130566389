import { printMonth } from '../calendar/month';
import type { Benefit, BenefitRate } from './benefit.entity';
import type { Payout, PayoutBenefit } from './payout.entity';
import type { Project } from './project.entity';

/** A project as lists show it. */
export type ProjectView = Omit<Project, 'agencyId'>;

/** A rate as users see it; the month is `2025-03`. */
export interface RateView {
  readonly effectiveFrom: string;
  readonly amountFen: number;
  readonly documentNo: string;
}

/** A benefit with its rates, the earliest first. */
export interface BenefitView extends Omit<Benefit, 'agencyId' | 'projectId'> {
  readonly rates: RateView[];
}

/** A payout as users see it; months are `2025-03`. */
export interface PayoutView extends Omit<Payout, 'agencyId' | 'projectId'> {
  readonly benefitCodes: string[];
}

/** A project with everything that makes it pay. */
export interface ProjectDetailView extends ProjectView {
  readonly benefits: BenefitView[];
  readonly payouts: PayoutView[];
}

/** A project without its agency, which is the reader's own. */
export function projectView(project: Project): ProjectView {
  const { id, code, name, policyBasis, beneficiaries, fundNature, createdAt } = project;
  const { verificationCycleMonths, graceDays, paysMonthOfDeath, exclusiveGroup } = project;
  const { accountFailureLimit, monthlyRound, backPayApprovalMonths, funeralMonths } = project;
  return {
    id,
    code,
    name,
    policyBasis,
    beneficiaries,
    fundNature,
    verificationCycleMonths,
    graceDays,
    paysMonthOfDeath,
    exclusiveGroup,
    accountFailureLimit,
    monthlyRound,
    backPayApprovalMonths,
    funeralMonths,
    createdAt,
  };
}

/** Puts the rows of one project together. */
export function projectDetailView(
  project: Project,
  parts: { benefits: Benefit[]; rates: BenefitRate[]; payouts: Payout[]; paid: PayoutBenefit[] },
): ProjectDetailView {
  const { benefits, rates, payouts, paid } = parts;
  const codes = new Map(benefits.map(({ id, code }) => [id, code]));
  return {
    ...projectView(project),
    benefits: benefits.map(({ id, code, name, frequency, basis }) => ({
      id,
      code,
      name,
      frequency,
      basis,
      rates: rates.filter((rate) => rate.benefitId === id).map((rate) => rateView(rate)),
    })),
    payouts: payouts.map((payout) =>
      payoutView(
        payout,
        paid.filter(({ payoutId }) => payoutId === payout.id).map(({ benefitId }) => codes.get(benefitId)!),
      ),
    ),
  };
}

function rateView({ effectiveFrom, amountFen, documentNo }: BenefitRate): RateView {
  return { effectiveFrom: printMonth(effectiveFrom), amountFen, documentNo };
}

function payoutView(payout: Payout, benefitCodes: string[]): PayoutView {
  const { id, fiscalYear, sequence, name, coversFrom, coversUntil, qualifyingOn, dueOn } = payout;
  return {
    id,
    fiscalYear,
    sequence,
    name,
    coversFrom: printMonth(coversFrom),
    coversUntil: printMonth(coversUntil),
    qualifyingOn,
    dueOn,
    benefitCodes: benefitCodes.sort(),
  };
}
