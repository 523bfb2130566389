import { projectProblems, type BenefitInput, type PayoutInput } from '../../src/project/project-problems';
import { AGENCIES } from '../../demo/projects';
import { aProject } from '../support/office-registry';

const [MONTHLY, YEARLY] = aProject().benefits as [BenefitInput, BenefitInput];
const [PAYOUT] = aProject().payouts as [PayoutInput];
const FEBRUARY = { ...PAYOUT, coversFrom: '2025-02', coversUntil: '2025-02' };

const withRates = (...rates: [number, string][]) =>
  aProject({
    benefits: [
      { ...MONTHLY, rates: rates.map(([amountFen, effectiveFrom]) => ({ amountFen, effectiveFrom })) },
    ],
  });
const withPayout = (facts: Partial<PayoutInput>) => aProject({ payouts: [{ ...PAYOUT, ...facts }] });

describe('A project as configuration', () => {
  it.each`
    what                                | project                                                                 | problem
    ${'of its own shape'}               | ${aProject()}                                                           | ${undefined}
    ${'in an exclusive group'}          | ${aProject({ exclusiveGroup: 'pre-1995' })}                             | ${undefined}
    ${'in a group without a name'}      | ${aProject({ exclusiveGroup: ' ' })}                                    | ${'互斥组的名称不能为空'}
    ${'without benefits'}               | ${aProject({ benefits: [], payouts: [] })}                              | ${'至少要有一个待遇项目'}
    ${'with one benefit twice'}         | ${aProject({ benefits: [MONTHLY, MONTHLY, YEARLY] })}                   | ${'待遇项目代码“monthly”重复'}
    ${'without payouts yet'}            | ${aProject({ payouts: [] })}                                            | ${undefined}
    ${'with one payout twice'}          | ${aProject({ payouts: [PAYOUT, FEBRUARY] })}                            | ${'2025年第1期重复'}
    ${'with one number in two years'}   | ${aProject({ payouts: [PAYOUT, { ...FEBRUARY, fiscalYear: 2026 }] })}   | ${undefined}
    ${'without a rate'}                 | ${withRates()}                                                          | ${'待遇项目“monthly”：没有发放标准'}
    ${'with a rate of one fen'}         | ${withRates([1, '2025-01'])}                                            | ${undefined}
    ${'with a rate of nothing'}         | ${withRates([0, '2025-01'])}                                            | ${'发放标准必须大于零'}
    ${'with a rate of a million yuan'}  | ${withRates([100_000_000, '2025-01'])}                                  | ${undefined}
    ${'with a rate above a million'}    | ${withRates([100_000_001, '2025-01'])}                                  | ${'请核对单位是否为分'}
    ${'with a month 13'}                | ${withRates([1, '2025-13'])}                                            | ${'执行月份“2025-13”不是月份'}
    ${'with two rates of one month'}    | ${withRates([1, '2025-01'], [2, '2025-01-01'])}                         | ${'2025-01 有两个发放标准'}
    ${'paying one month'}               | ${withPayout({ coversFrom: '2025-04', coversUntil: '2025-04' })}        | ${undefined}
    ${'paying backwards'}               | ${withPayout({ coversFrom: '2025-04', coversUntil: '2025-03' })}        | ${'起月 2025-04 晚于止月 2025-03'}
    ${'paying across a year'}           | ${withPayout({ coversFrom: '2025-04', coversUntil: '2026-03' })}        | ${undefined}
    ${'paying from no month'}           | ${withPayout({ coversFrom: '四月' })}                                   | ${'不是月份'}
    ${'due on 30 February'}             | ${withPayout({ dueOn: '2025-02-30' })}                                  | ${'应发日期“2025-02-30”不是真实的日期'}
    ${'paying no benefit'}              | ${withPayout({ benefitCodes: [] })}                                     | ${'没有待遇项目'}
    ${'paying an unknown benefit'}      | ${withPayout({ benefitCodes: ['bonus'] })}                              | ${'没有代码为“bonus”的待遇项目'}
    ${'paying a benefit twice'}         | ${withPayout({ benefitCodes: ['monthly', 'monthly'] })}                 | ${'“monthly”列了两次'}
    ${'paying yearly without a day'}    | ${withPayout({ benefitCodes: ['yearly'] })}                             | ${'“yearly”按年发放，须填资格认定日'}
    ${'paying yearly with a day'}       | ${withPayout({ benefitCodes: ['yearly'], qualifyingOn: '2025-08-01' })} | ${undefined}
    ${'paying yearly with a wrong day'} | ${withPayout({ benefitCodes: ['yearly'], qualifyingOn: '2025-08-32' })} | ${'资格认定日“2025-08-32”不是真实的日期'}
  `('$what: $problem', ({ project, problem }) => {
    expect(projectProblems(project)).toEqual(problem === undefined ? [] : [expect.stringContaining(problem)]);
  });

  it('names every problem at once', () => {
    const project = aProject({
      exclusiveGroup: '',
      benefits: [{ ...MONTHLY, rates: [] }],
      payouts: [{ ...PAYOUT, benefitCodes: ['bonus'], dueOn: 'soon' }],
    });

    expect(projectProblems(project)).toHaveLength(4);
  });

  it('has no problem in any of the six published projects', () => {
    const projects = AGENCIES.flatMap((agency) => agency.projects);

    expect(projects.map(({ project }) => projectProblems(project))).toEqual(Array(6).fill([]));
  });
});
