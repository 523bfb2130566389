import type { YearSummary } from '../src/recovery/recovery.sql';
import type { ControlSummary } from '../src/control/finding.service';
import type { Explanation } from '../src/explanation/explanation.service';
import { reportRecovery, type RecoveryReport } from './recovery';
import { reportControl } from './screening';
import type { BatchRow } from '../src/batch/batch.sql';
import type { InvariantResult, ProjectExecution } from '../src/report/report.service';
import type { ByReason } from '../src/report/report.sql';
import type { Office } from './office';

/** A batch in the report. */
export type ReportedBatch = Pick<
  BatchRow,
  'payoutName' | 'kind' | 'sequence' | 'state' | 'sentOn' | 'paymentCount' | 'totalFen'
>;

/** How a project stands at the end of its year, in fen; owed = paid + in transit + due + withheld + failed. */
export interface ReportedProject {
  code: string;
  name: string;
  /** Of the roster at the start. */
  headcount: number;
  /** The published figure. */
  initialBudgetFen: number;
  fullYearBudgetFen: number;
  owedFen: number;
  paidFen: number;
  inTransitFen: number;
  dueFen: number;
  withheldFen: number;
  failedFen: number;
  cancelledFen: number;
  /** Paid / full-year budget, four decimals. */
  executionRate: number;
  withheldByReason: ByReason;
  cancelledByReason: ByReason;
  batches: ReportedBatch[];
}

/** What stands in var/demo/report.json: the same at every run. */
export interface Report {
  agencies: { code: string; projects: ReportedProject[]; recovery: YearSummary; control: ControlSummary }[];
  invariants: { number: number; name: string; holds: boolean; checked: number }[];
}

/** Elapsed share of a project's execution window in basis points; printed, and no part of the report. */
export type ElapsedRates = ReadonlyMap<string, number>;

/** What an office answers for beside the money: recovery, internal control, and why somebody was (not) paid. */
export interface Duties {
  readonly recovery: RecoveryReport;
  readonly control: ControlSummary;
  readonly explained: readonly string[];
}

/** Asks for what is printed below the table of an agency. */
export async function collectDuties(office: Office): Promise<Duties> {
  const recovery = await reportRecovery(office);
  const explained: string[] = [];
  for (const { who, month } of office.story.explained) {
    const { id, name } = {
      id: await office.personId(office.book.person(who)),
      name: office.book.person(who).name,
    };
    const payout = office.project(who[0]).payouts.find(({ coversFrom }) => coversFrom === month)!;
    const path = `/persons/${id}/payouts/${payout.id}/explanation`;
    explained.push(`${name}：${(await office.as('supervisor').get<Explanation>(path)).answer}`);
  }
  return { recovery, control: await reportControl(office), explained };
}

/** Asks every office for its figures and invariants, and checks that what is owed adds up. */
export async function collectReport(
  offices: readonly Office[],
): Promise<{ report: Report; elapsed: ElapsedRates }> {
  const agencies: Report['agencies'] = [];
  const elapsed = new Map<string, number>();
  const results: InvariantResult[] = [];
  for (const office of offices) {
    const projects: ReportedProject[] = [];
    office.clock.set(`${office.agency.projects[0]!.year}-12-31`);
    const executions = await office
      .as('supervisor')
      .get<ProjectExecution[]>(`/reports/execution?fiscalYear=${office.agency.projects[0]!.year}`);
    for (const { seed, id } of office.projects) {
      const execution = executions.find(({ projectId }) => projectId === id)!;
      elapsed.set(seed.project.code, execution.fundingLines[0]?.elapsedRateBp ?? 0);
      projects.push(reportedProject(execution, seed.headcount, await batchesOf(office, id)));
    }
    const { summary: recovery } = await reportRecovery(office);
    const control = await reportControl(office);
    agencies.push({ code: office.agency.code, projects, recovery, control });
    results.push(...(await office.as('auditor').get<InvariantResult[]>('/reports/invariants')));
  }
  return { report: { agencies, invariants: combine(results) }, elapsed };
}

/** Puts the figures of one project into the report's shape. Throws when they do not add up. */
export function reportedProject(
  execution: Omit<ProjectExecution, 'fundingLines' | 'projectId' | 'enrolledCount' | 'personCount'>,
  headcount: number,
  batches: ReportedBatch[],
): ReportedProject {
  const { code, name, owedFen, paidFen, inTransitFen, dueFen, withheldFen, failedFen } = execution;
  const sumFen = paidFen + inTransitFen + dueFen + withheldFen + failedFen;
  if (sumFen !== owedFen) throw new Error(`${code}: owed ${owedFen} fen, but its parts are ${sumFen} fen`);
  const { initialBudgetFen, fullYearBudgetFen, cancelledFen, withheldByReason, cancelledByReason } =
    execution;
  return {
    code,
    name,
    headcount,
    initialBudgetFen,
    fullYearBudgetFen,
    owedFen,
    paidFen,
    inTransitFen,
    dueFen,
    withheldFen,
    failedFen,
    cancelledFen,
    executionRate: fullYearBudgetFen === 0 ? 0 : Math.round((paidFen * 10_000) / fullYearBudgetFen) / 10_000,
    withheldByReason: sorted(withheldByReason),
    cancelledByReason: sorted(cancelledByReason),
    batches,
  };
}

/** One line per invariant: it holds when it holds at every agency, and all that was checked is counted. */
export function combine(results: readonly InvariantResult[]): Report['invariants'] {
  const numbers = [...new Set(results.map(({ number }) => number))].sort((one, other) => one - other);
  return numbers.map((number) => {
    const same = results.filter((result) => result.number === number);
    return {
      number,
      name: same[0]!.name,
      holds: same.every(({ holds }) => holds),
      checked: same.reduce((sum, { checked }) => sum + checked, 0),
    };
  });
}

/** All batches of a project, the oldest first. */
async function batchesOf(office: Office, projectId: number): Promise<ReportedBatch[]> {
  const batches = await office.as('supervisor').get<BatchRow[]>(`/batches?projectId=${projectId}&limit=500`);
  return batches
    .toReversed()
    .map(({ payoutName, kind, sequence, state, sentOn, paymentCount, totalFen }) => ({
      payoutName,
      kind,
      sequence,
      state,
      sentOn,
      paymentCount,
      totalFen,
    }));
}

function sorted(byReason: ByReason): ByReason {
  return Object.fromEntries(Object.entries(byReason).sort(([one], [other]) => one.localeCompare(other)));
}
