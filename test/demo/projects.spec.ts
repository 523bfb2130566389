import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DemoProject } from '../../demo/project-seed';
import { AGENCIES } from '../../demo/projects';

const PROJECTS = AGENCIES.flatMap((agency) => agency.projects);

function project(code: string): DemoProject {
  const found = PROJECTS.find((entry) => entry.project.code === code);
  if (!found) throw new Error(`no project ${code}`);
  return found;
}

function payoutsOf(code: string) {
  return project(code).project.payouts.map(({ coversFrom, coversUntil, qualifyingOn, dueOn, benefitCodes }) =>
    [coversFrom, coversUntil, qualifyingOn ?? '-', dueOn, benefitCodes.join()].join(' '),
  );
}

function published(file: string): string {
  return readFileSync(join(__dirname, '../../demo/published', file), 'utf8');
}

describe('The two agencies of the demonstration', () => {
  it('bear the names they publish under', () => {
    expect(AGENCIES.map((agency) => [agency.code, agency.name])).toEqual([
      ['changji-social-insurance', '昌吉回族自治州社会保险中心'],
      ['bayingol-social-insurance', '巴音郭楞蒙古自治州社会保险中心'],
    ]);
  });

  it('publish their headcounts by project', () => {
    expect(AGENCIES.map((agency) => Object.values(agency.headcounts))).toEqual([
      [877, 1222, 55, 107],
      [37, 12],
    ]);
  });
});

describe('The published figures', () => {
  it.each`
    code                                      | year    | initialFen      | functionCode | source                              | windowUntil
    ${'pre-1995-living-allowance-prefecture'} | ${2025} | ${1_143_400_00} | ${'2080109'} | ${'一般财政拨款'}                   | ${'2025-12-10'}
    ${'bankrupt-enterprise-heating'}          | ${2025} | ${684_300_00}   | ${'2080109'} | ${'一般财政拨款'}                   | ${'2025-12-10'}
    ${'soe-school-retired-teachers'}          | ${2025} | ${71_400_00}    | ${'2080699'} | ${'一般性转移支出'}                 | ${'2025-12-31'}
    ${'pre-1995-living-allowance-region'}     | ${2025} | ${100_900_00}   | ${'2080699'} | ${'一般性转移支出'}                 | ${'2025-12-31'}
    ${'resigned-1992-93-social-insurance'}    | ${2023} | ${350_000_00}   | ${'2080699'} | ${'一般公共预算'}                   | ${'2023-12-31'}
    ${'insurance-agents-bayingol'}            | ${2023} | ${65_000_00}    | ${'2080109'} | ${'上级一般公共预算安排的转移支付'} | ${'2023-12-31'}
  `('appropriate $initialFen fen for $code', ({ code, ...facts }) => {
    const { funding, year } = project(code);

    expect({ ...funding, year }).toMatchObject({ ...facts, fiscalYear: facts.year });
  });

  it.each`
    code                                      | benefit                   | basis           | amountFen
    ${'pre-1995-living-allowance-prefecture'} | ${'living-allowance'}     | ${'STANDARD'}   | ${120_00}
    ${'bankrupt-enterprise-heating'}          | ${'heating-subsidy'}      | ${'STANDARD'}   | ${560_00}
    ${'soe-school-retired-teachers'}          | ${'heating-fee'}          | ${'INDIVIDUAL'} | ${1100_00}
    ${'soe-school-retired-teachers'}          | ${'only-child-fee'}       | ${'INDIVIDUAL'} | ${109_00}
    ${'pre-1995-living-allowance-region'}     | ${'living-subsidy'}       | ${'STANDARD'}   | ${120_00}
    ${'resigned-1992-93-social-insurance'}    | ${'social-insurance-fee'} | ${'INDIVIDUAL'} | ${788_29}
    ${'insurance-agents-bayingol'}            | ${'agent-subsidy'}        | ${'STANDARD'}   | ${750_00}
  `('set $benefit at $amountFen fen ($basis)', ({ code, benefit, basis, amountFen }) => {
    const found = project(code).project.benefits.find((candidate) => candidate.code === benefit);

    expect([found?.basis, found?.rates.at(-1)?.amountFen]).toEqual([basis, amountFen]);
  });

  it('are quoted with the words of the document', () => {
    const documents = published('budget-2025-changji.json') + published('budget-2023-bayingol.json');

    for (const { project: seed, funding } of PROJECTS) {
      expect(documents).toContain(seed.policyBasis);
      expect(documents).toContain(funding.name);
    }
  });

  it('would not pay the resigned officials if the cap were a standard, by 76 fen', () => {
    const { headcount, funding } = project('resigned-1992-93-social-insurance');

    expect(headcount * 788_29 * 12 - funding.initialFen).toBe(76);
  });

  it.each`
    code                                      | periods | shortFen
    ${'pre-1995-living-allowance-prefecture'} | ${12}   | ${119_480_00}
    ${'pre-1995-living-allowance-region'}     | ${12}   | ${53_180_00}
  `('are short of $shortFen fen for $code', ({ code, periods, shortFen }) => {
    const { headcount, funding } = project(code);

    expect(headcount * 120_00 * periods - funding.initialFen).toBe(shortFen);
  });
});

describe('The payout plans', () => {
  it('pay the prefecture allowance on the 25th of each month, in December by the 10th', () => {
    const payouts = payoutsOf('pre-1995-living-allowance-prefecture');

    expect(payouts).toHaveLength(12);
    expect(payouts[0]).toBe('2025-01 2025-01 - 2025-01-25 living-allowance');
    expect(payouts[10]).toBe('2025-11 2025-11 - 2025-11-25 living-allowance');
    expect(payouts[11]).toBe('2025-12 2025-12 - 2025-12-10 living-allowance');
  });

  it.each`
    code                                  | plan
    ${'bankrupt-enterprise-heating'}      | ${['2025-01 2025-12 2025-08-01 2025-08-31 heating-subsidy']}
    ${'soe-school-retired-teachers'}      | ${['2025-01 2025-12 2025-08-01 2025-08-16 heating-fee', '2025-01 2025-12 2025-12-01 2025-12-10 only-child-fee']}
    ${'pre-1995-living-allowance-region'} | ${['2025-04 2026-03 - 2025-09-10 living-subsidy']}
  `('of $code have the published deadlines', ({ code, plan }) => {
    expect(payoutsOf(code)).toEqual(plan);
  });

  it.each`
    code                                   | months | last
    ${'resigned-1992-93-social-insurance'} | ${12}  | ${'2023-12 2023-12 - 2023-12-25 social-insurance-fee'}
    ${'insurance-agents-bayingol'}         | ${7}   | ${'2023-07 2023-07 - 2023-07-25 agent-subsidy'}
  `('of $code run over $months months', ({ code, months, last }) => {
    const payouts = payoutsOf(code);

    expect([payouts.length, payouts.at(-1)]).toEqual([months, last]);
  });

  it('cover only periods the funding line may finance, and are due inside its window', () => {
    for (const { project: seed, funding } of PROJECTS) {
      for (const payout of seed.payouts) {
        expect(payout.coversFrom >= funding.mayFinanceFrom).toBe(true);
        expect(payout.coversUntil <= funding.mayFinanceUntil).toBe(true);
        expect(payout.dueOn >= funding.windowFrom && payout.dueOn <= funding.windowUntil).toBe(true);
      }
    }
  });

  it('find a rate in force in every period they cover', () => {
    for (const { project: seed } of PROJECTS) {
      for (const payout of seed.payouts) {
        const paid = seed.benefits.filter((benefit) => payout.benefitCodes.includes(benefit.code));
        expect(paid).toHaveLength(payout.benefitCodes.length);
        expect(
          paid.every((benefit) => (benefit.rates[0]?.effectiveFrom ?? '9999') <= payout.coversFrom),
        ).toBe(true);
      }
    }
  });
});

describe('The rules of the projects', () => {
  it('ask a proof of life of everyone but the agents, who are no retirees', () => {
    const unasked = PROJECTS.filter(({ project: seed }) => seed.verificationCycleMonths === null);

    expect(unasked.map(({ project: seed }) => seed.code)).toEqual(['insurance-agents-bayingol']);
  });

  it('let nobody draw both pre-1995 allowances', () => {
    const exclusive = PROJECTS.filter(
      ({ project: seed }) => seed.exclusiveGroup === 'pre-1995-living-allowance',
    );

    expect(exclusive.map(({ project: seed }) => seed.code)).toEqual([
      'pre-1995-living-allowance-prefecture',
      'pre-1995-living-allowance-region',
    ]);
  });

  it('raise the subsidy of the agents from 240 to 750 yuan with 2023', () => {
    expect(project('insurance-agents-bayingol').project.benefits[0]?.rates).toEqual([
      { amountFen: 240_00, effectiveFrom: '2022-01' },
      { amountFen: 750_00, effectiveFrom: '2023-01' },
    ]);
  });
});
