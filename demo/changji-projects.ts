import budget from './published/budget-2025-changji.json';
import {
  type BenefitSeed,
  type DemoProject,
  type FundingSeed,
  type PayoutSeed,
  PENSIONER_DEFAULTS,
  monthlyPayouts,
} from './project-seed';
import {
  type PublishedProject,
  budgetDocument,
  present,
  publishedProject,
  publishedTarget,
  wanYuan,
  yuan,
} from './published-budget';

/**
 * Both pre-1995 allowances (新政办发〔2010〕168号) share this group: prefecture and autonomous-region
 * enterprises pay for their own retirees, and nobody retired from both.
 */
const PRE_1995_GROUP = 'pre-1995-living-allowance';

/** The year the published budget is for and the demonstration plays. */
const YEAR = budget.fiscalYear;

/** First month for which the documents at hand attest the standard; no earlier month is ever accrued. */
const ATTESTED_FROM = '2023-01';

function fundingOf(
  paper: PublishedProject,
  projectCode: string,
  documentNo: string,
  periods = { from: `${YEAR}-01`, to: `${YEAR}-12` },
): FundingSeed {
  return {
    fiscalYear: YEAR,
    code: `${YEAR}-${projectCode}`,
    name: paper.name,
    source: present(paper.fundSource, `the source of ${paper.name}`),
    functionCode: present(paper.functionCode, `the function code of ${paper.name}`),
    initialFen: wanYuan(paper.budgetAmount),
    documentNo,
    windowFrom: paper.executionWindow.from,
    windowUntil: paper.executionWindow.to,
    mayFinanceFrom: periods.from,
    mayFinanceUntil: periods.to,
  };
}

/** A payout of the whole year's benefit; the deadline is the published one. */
function yearlyPayout(
  sequence: number,
  benefit: BenefitSeed,
  qualifyingOn: string,
  dueOn: string,
): PayoutSeed {
  return {
    fiscalYear: YEAR,
    sequence,
    name: `${YEAR}年${benefit.name}`,
    coversFrom: `${YEAR}-01`,
    coversUntil: `${YEAR}-12`,
    qualifyingOn,
    dueOn,
    benefitCodes: [benefit.code],
  };
}

/**
 * 877 retirees of prefecture enterprises, 120 yuan a month. The document prints 1,440 yuan a year;
 * 877 x 1,440 yuan is 126.288 万元 against 114.34 万元 appropriated, so the line is short from its first day.
 */
function prefectureAllowance(): DemoProject {
  const code = 'pre-1995-living-allowance-prefecture';
  const paper = publishedProject(budget, '95年以前退休人员生活费');
  const benefit: BenefitSeed = {
    code: 'living-allowance',
    name: '生活费',
    frequency: 'MONTHLY',
    basis: 'STANDARD',
    rates: [{ amountFen: yuan(paper.standard?.amount) / 12, effectiveFrom: ATTESTED_FROM }],
  };
  const deadline = publishedTarget(budget, paper.name, '发放完成时间').deadline;
  return {
    project: {
      ...PENSIONER_DEFAULTS,
      code,
      name: '95年以前退休人员生活费',
      monthlyRound: true,
      // The design's twelve months would never be reached within the one year that is played.
      backPayApprovalMonths: 6,
      policyBasis: paper.policyBasis,
      fundNature: 'GENERAL_BUDGET',
      beneficiaries: present(paper.scope, 'the scope of the prefecture allowance'),
      exclusiveGroup: PRE_1995_GROUP,
      benefits: [benefit],
      payouts: monthlyPayouts(YEAR, 12, benefit, present(deadline, 'the last day of the allowance')),
    },
    headcount: Number(paper.headcount),
    funding: fundingOf(paper, code, budgetDocument(budget)),
    retiresEarly: true,
    year: YEAR,
  };
}

/** 1,222 retirees of bankrupt enterprises, 560 yuan a year, paid once before the heating season. */
function bankruptEnterpriseHeating(): DemoProject {
  const code = 'bankrupt-enterprise-heating';
  const paper = publishedProject(budget, '州直破产企业退休职工采暖费');
  const benefit: BenefitSeed = {
    code: 'heating-subsidy',
    name: '采暖费',
    frequency: 'YEARLY',
    basis: 'STANDARD',
    rates: [{ amountFen: yuan(paper.standard?.amount), effectiveFrom: ATTESTED_FROM }],
  };
  const deadline = publishedTarget(budget, paper.name, '补助发放完成时间').deadline;
  return {
    project: {
      ...PENSIONER_DEFAULTS,
      code,
      name: '州直破产企业退休职工采暖费',
      policyBasis: paper.policyBasis,
      fundNature: 'GENERAL_BUDGET',
      beneficiaries: present(paper.scope, 'the scope of the heating subsidy'),
      benefits: [benefit],
      payouts: [yearlyPayout(1, benefit, `${YEAR}-08-01`, present(deadline, 'the heating deadline'))],
    },
    headcount: Number(paper.headcount),
    funding: fundingOf(paper, code, budgetDocument(budget)),
    retiresEarly: true,
    year: YEAR,
  };
}

/** 55 vocational and kindergarten teachers; amounts are individual, the published ones are caps. */
function schoolTeachers(): DemoProject {
  const code = 'soe-school-retired-teachers';
  const paper = publishedProject(budget, '2025年国有企业办职教幼教退休教师生活待遇中央财政补助资金');
  const capped = (benefitCode: string, name: string, indicator: string): BenefitSeed => ({
    code: benefitCode,
    name,
    frequency: 'YEARLY',
    basis: 'INDIVIDUAL',
    rates: [
      {
        amountFen: yuan(publishedTarget(budget, paper.name, indicator).targetValue),
        effectiveFrom: ATTESTED_FROM,
      },
    ],
  });
  const heating = capped('heating-fee', '采暖费', '采暖费发放标准');
  const onlyChild = capped('only-child-fee', '独生子女费', '独生子女费标准');
  const deadline = publishedTarget(budget, paper.name, '补助资金发放完成时间').deadline;
  return {
    project: {
      ...PENSIONER_DEFAULTS,
      code,
      name: '国有企业办职教幼教退休教师生活待遇',
      policyBasis: paper.policyBasis,
      fundNature: 'SUPERIOR_TRANSFER',
      beneficiaries: present(paper.scope, 'the scope of the teachers'),
      benefits: [heating, onlyChild],
      // Heating by the day it was done in 2024 (上年完成值 2024-08-16), the rest by the published deadline.
      payouts: [
        yearlyPayout(1, heating, `${YEAR}-08-01`, `${YEAR}-08-16`),
        yearlyPayout(2, onlyChild, `${YEAR}-12-01`, present(deadline, 'the deadline of the teachers')),
      ],
    },
    headcount: Number(paper.headcount),
    funding: fundingOf(paper, code, '昌州财建〔2024〕156号'),
    retiresEarly: true,
    year: YEAR,
  };
}

/**
 * 107 retirees of autonomous-region enterprises, 120 yuan a month from 2025-04 to 2026-03, paid at one time.
 * 107 x 120 yuan x 12 is 15.408 万元 against 10.09 万元 appropriated: it cannot be approved without more money.
 */
function regionAllowance(): DemoProject {
  const code = 'pre-1995-living-allowance-region';
  const paper = publishedProject(budget, '2025年4月-2026年3月1995年前退休(退职)人员生活补贴资金');
  const period = present(paper.period, 'the period of the region allowance');
  const benefit: BenefitSeed = {
    code: 'living-subsidy',
    name: '生活补贴',
    frequency: 'MONTHLY',
    basis: 'STANDARD',
    rates: [{ amountFen: yuan(paper.standard?.amount), effectiveFrom: '2023-04' }],
  };
  const deadline = publishedTarget(budget, paper.name, '补助资金发放完成时间').deadline;
  return {
    project: {
      ...PENSIONER_DEFAULTS,
      code,
      name: '1995年前退休(退职)人员生活补贴',
      policyBasis: paper.policyBasis,
      fundNature: 'SUPERIOR_TRANSFER',
      beneficiaries: present(paper.scope, 'the scope of the region allowance'),
      exclusiveGroup: PRE_1995_GROUP,
      benefits: [benefit],
      payouts: [
        {
          fiscalYear: YEAR,
          sequence: 1,
          name: '2025年4月至2026年3月生活补贴',
          coversFrom: period.from,
          coversUntil: period.to,
          qualifyingOn: null,
          dueOn: present(deadline, 'the deadline of the region allowance'),
          benefitCodes: [benefit.code],
        },
      ],
    },
    headcount: Number(paper.headcount),
    funding: fundingOf(paper, code, '昌州财建〔2024〕160号', period),
    retiresEarly: true,
    year: YEAR,
  };
}

/** The four projects of 2025 that pay persons, in the order of the published budget. */
export function changjiProjects(): DemoProject[] {
  return [prefectureAllowance(), bankruptEnterpriseHeating(), schoolTeachers(), regionAllowance()];
}
