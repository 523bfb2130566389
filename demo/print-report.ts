import { REASONS, type Reason } from '../src/entitlement/reasons';
import type { Attempt } from './expected-refusals';
import type { Overpaid } from './overpaid';
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

/** What was paid for months after a death, and has to come back. */
export function overpaidLines(overpaid: readonly Overpaid[]): string[] {
  return overpaid.map(
    ({ name, projectName, diedOn, reportedOn, unowed, amountFen }) =>
      `  ${name}（${projectName}）：${diedOn} 死亡，${reportedOn} 报告；${[...new Set([unowed[0], unowed.at(-1)])].join(' 至 ')} 多发 ${yuanText(amountFen)} 元，待追回`,
  );
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
