import { REASONS, type Reason } from '../src/entitlement/reasons';
import type { Attempt } from './expected-refusals';
import type { ControlSummary } from '../src/control/finding.service';
import type { RecoveryReport } from './recovery';
import type { ElapsedRates, Report, ReportedProject } from './report';
import { displayWidth, pad, percentText, table, wrap, yuanText } from './tables';

const LINE_WIDTH = 116;

/** The table of an agency: a column per project, a row per figure. Amounts in yuan. */
export function projectTable(projects: readonly ReportedProject[], elapsed: ElapsedRates): string[] {
  const row = (title: string, of: (project: ReportedProject) => string) => [title, ...projects.map(of)];
  const yuan = (title: string, of: (project: ReportedProject) => number) =>
    row(title, (project) => yuanText(of(project)));
  return table(
    ['金额单位：元', ...projects.map(({ name }) => name)],
    [
      row('年初名册人数', ({ headcount }) => String(headcount)),
      yuan('应发', ({ owedFen }) => owedFen),
      yuan('　已付', ({ paidFen }) => paidFen),
      yuan('　在途（含结果不明）', ({ inTransitFen }) => inTransitFen),
      yuan('　待发', ({ dueFen }) => dueFen),
      yuan('　暂停', ({ withheldFen }) => withheldFen),
      ...reasonRows(projects, 'withheldByReason'),
      yuan('　失败待重发', ({ failedFen }) => failedFen),
      yuan('取消（不在应发内）', ({ cancelledFen }) => cancelledFen),
      ...reasonRows(projects, 'cancelledByReason'),
      [],
      yuan('年初预算', ({ initialBudgetFen }) => initialBudgetFen),
      yuan('全年预算（调整后）', ({ fullYearBudgetFen }) => fullYearBudgetFen),
      row('执行率', ({ executionRate }) => percentText(executionRate * 10_000)),
      row('序时进度', ({ code }) => percentText(elapsed.get(code) ?? null)),
    ],
  );
}

/** One row per reason that occurs: persons and yuan. */
function reasonRows(
  projects: readonly ReportedProject[],
  of: 'withheldByReason' | 'cancelledByReason',
): string[][] {
  const reasons = (Object.keys(REASONS) as Reason[]).filter((reason) =>
    projects.some((project) => project[of][reason]),
  );
  return reasons.map((reason) => [
    `　　${REASONS[reason].label}`,
    ...projects.map((project) => {
      const standing = project[of][reason];
      return standing ? `${standing.personCount}人 ${yuanText(standing.amountFen)}` : '';
    }),
  ]);
}

/** Each case of overpaid money and how far it has come back, then the year's sums. */
export function recoveryLines({ cases, overdue, summary }: RecoveryReport): string[] {
  const lines = cases.map(
    ({ personName, stateLabel, openedOn, months, claimedFen, recoveredFen, openFen }) => {
      const periods = months.map(({ period }) => period.slice(0, 7)).sort();
      const span = [...new Set([periods[0], periods.at(-1)])].join(' 至 ');
      const [first] = months;
      return `  ${pad(stateLabel, 10)}  ${openedOn} 立案  ${personName}（${first?.projectName ?? ''}）${span} 多发 ${yuanText(claimedFen)} 元，已追回 ${yuanText(recoveredFen)} 元，尚欠 ${yuanText(openFen)} 元`;
    },
  );
  const late = overdue.map(
    ({ personName, dueOn, overdueFen, daysLate }) =>
      `  逾期：${personName} ${dueOn} 到期的 ${yuanText(overdueFen)} 元未退，已逾 ${daysLate} 天`,
  );
  const { openedCount, openedFen, recoveredFen, returnedToLineFen, settledCount, openCount, openFen } =
    summary;
  return [
    ...lines,
    ...late,
    `  合计：立案 ${openedCount} 件 ${yuanText(openedFen)} 元，追回 ${yuanText(recoveredFen)} 元（退回指标 ${yuanText(returnedToLineFen)} 元），结清 ${settledCount} 件，未结 ${openCount} 件 ${yuanText(openFen)} 元`,
  ];
}

/** The year's internal control in the words in which it is published, with the rules that found most. */
export function controlLines({ rules, ...sums }: ControlSummary): string[] {
  const {
    ruleCount,
    runCount,
    personTimes,
    findingCount,
    checkedCount,
    confirmedCount,
    dismissedCount,
    openCount,
  } = sums;
  const most = rules
    .filter((rule) => rule.findingCount > 0)
    .toSorted((one, other) => other.findingCount - one.findingCount)
    .slice(0, 8)
    .map(({ title, findingCount }) => `${title} ${findingCount}`);
  return [
    `  ${ruleCount} 条规则筛查 ${runCount} 次、${personTimes} 人次，疑点 ${findingCount} 条：已核实 ${checkedCount}（查实 ${confirmedCount}，排除 ${dismissedCount}），待核实 ${openCount}`,
    ...wrap(`较多的：${most.join('，') || '无'}`, LINE_WIDTH - 2).map((line) => `  ${line}`),
  ];
}

/** What was attempted on purpose and what the product said. */
export function attemptLines(attempts: readonly Attempt[]): string[] {
  return attempts.flatMap(({ on, what, stopped, answer }) => {
    const [first = '', ...more] = wrap(answer, LINE_WIDTH - 14);
    return [
      `  ${stopped ? '✓' : '✗'} ${on}  ${what}`,
      `      → ${first}`,
      ...more.map((line) => `        ${line}`),
    ];
  });
}

/** A check line for each invariant. */
export function invariantLines(invariants: Report['invariants']): string[] {
  const width = Math.max(...invariants.map(({ name }) => displayWidth(name)));
  return invariants.map(
    ({ number, name, holds, checked }) =>
      `  ${holds ? '✓' : '✗'} ${String(number).padStart(2)}  ${pad(name, width)}  检查 ${String(checked).padStart(6)} 项  ${holds ? '成立' : '不成立'}`,
  );
}
