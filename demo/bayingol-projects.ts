import budget from './published/budget-2023-bayingol.json';
import {
  type BenefitSeed,
  type DemoProject,
  type FundingSeed,
  PENSIONER_DEFAULTS,
  monthlyPayouts,
} from './project-seed';
import {
  type PublishedProject,
  budgetDocument,
  present,
  publishedProject,
  publishedTransfer,
  wanYuan,
  yuan,
} from './published-budget';

const YEAR = budget.fiscalYear;

/** The agency's projects bundle several purposes; only the part that pays persons is a funding line here. */
function fundingOf(
  paper: PublishedProject,
  item: string,
  facts: { code: string; functionCode: string; source: string; documentNo: string },
): FundingSeed {
  const part = paper.fundAllocation.items.find((candidate) => candidate.item === item);
  return {
    ...facts,
    fiscalYear: YEAR,
    code: `${YEAR}-${facts.code}`,
    name: item,
    initialFen: wanYuan(part?.amount),
    windowFrom: paper.executionWindow.from,
    windowUntil: paper.executionWindow.to,
    mayFinanceFrom: `${YEAR}-01`,
    mayFinanceUntil: `${YEAR}-12`,
  };
}

/**
 * 37 officials who resigned in 1992/93 and kept their status: their social-insurance contributions, 12 months.
 *
 * INDIVIDUAL with 788.29 yuan as cap, as the document says (≤788.29元/人/月). As a STANDARD it would not fit:
 * 37 x 788.29 x 12 = 350,000.76 yuan, 0.76 yuan above the 35 万元 appropriated. The cap is evidently
 * 350,000 / (37 x 12) = 788.288... rounded up, so some are owed one fen less (see the roster generator).
 */
function resignedOfficials(): DemoProject {
  const code = 'resigned-1992-93-social-insurance';
  const paper = publishedProject(budget, '社会保险经办服务和中心运行经费');
  const split = present(paper.functionSplit, 'the function codes of the running costs');
  const { beneficiaries, source } = publishedTransfer(code, YEAR);
  const item = '缴纳92-93辞去现职保留公职人员社保费';
  const benefit: BenefitSeed = {
    code: 'social-insurance-fee',
    name: '社保费',
    frequency: 'MONTHLY',
    basis: 'INDIVIDUAL',
    rates: [{ amountFen: yuan(paper.standard.amount), effectiveFrom: '2023-01' }],
  };
  const enterpriseSubsidies = split.find((line) => line.code === '2080699');
  return {
    project: {
      ...PENSIONER_DEFAULTS,
      code,
      name: '92-93辞去现职保留公职人员社保费',
      policyBasis: firstPolicy(paper.policyBasis),
      fundNature: 'GENERAL_BUDGET',
      beneficiaries,
      benefits: [benefit],
      payouts: monthlyPayouts(YEAR, Number(paper.standard.months), benefit),
    },
    headcount: Number(paper.headcount),
    funding: fundingOf(paper, item, {
      code,
      functionCode: present(enterpriseSubsidies, 'the function code of the contributions').code,
      source,
      documentNo: budgetDocument(budget),
    }),
    retiresEarly: false,
    year: YEAR,
  };
}

/**
 * 12 social-insurance agents, 750 yuan for 7 months: 6.30 of the 6.5 万元. The document names the number of
 * months, not which; January to July is our choice. 750 is what every agent gets (240 in 2022), so it is
 * a STANDARD. Agents work for the office, they are no retirees: no proof of life is asked.
 */
function insuranceAgents(): DemoProject {
  const code = 'insurance-agents-bayingol';
  const paper = publishedProject(budget, '2023年自治区安排社保经办机构业务经费项目');
  const { beneficiaries, source } = publishedTransfer(code, YEAR);
  const benefit: BenefitSeed = {
    code: 'agent-subsidy',
    name: '代办员补助',
    frequency: 'MONTHLY',
    basis: 'STANDARD',
    rates: [
      { amountFen: 240_00, effectiveFrom: '2022-01' },
      { amountFen: yuan(paper.standard.amount), effectiveFrom: '2023-01' },
    ],
  };
  return {
    project: {
      ...PENSIONER_DEFAULTS,
      code,
      name: '社会保险代办员补助',
      policyBasis: paper.policyBasis,
      fundNature: 'SUPERIOR_TRANSFER',
      beneficiaries,
      verificationCycleMonths: null,
      benefits: [benefit],
      payouts: monthlyPayouts(YEAR, Number(paper.standard.months), benefit),
    },
    headcount: Number(paper.headcount),
    funding: fundingOf(paper, '发放社会保险代办员补助', {
      code,
      functionCode: present(paper.functionCode, 'the function code of the agents'),
      source,
      documentNo: '巴财社〔2022〕119号',
    }),
    retiresEarly: false,
    year: YEAR,
  };
}

/** The bundled project lists five policies, numbered; the first is that of the resigned officials. */
function firstPolicy(policyBasis: string): string {
  return present(/^1\.(.+?)2\./.exec(policyBasis)?.[1], 'the policy of the resigned officials');
}

/** The two projects of 2023 that pay persons. */
export function bayingolProjects(): DemoProject[] {
  return [resignedOfficials(), insuranceAgents()];
}
