import { addDays } from '../src/calendar/business-date';
import { addMonths, monthsBetween, printMonth } from '../src/calendar/month';
import type { ProjectExecution } from '../src/report/report.service';
import type { BatchKind } from '../src/batch/batch.entity';
import type { ReturnReceipt } from '../src/bank-exchange/bank-return.service';
import { Agenda } from './agenda';
import { Bank } from './bank';
import { compare, decide } from './data-comparison';
import { MonthSummary } from './month-summary';
import type { Office, OfficeProject } from './office';
import { openForYear } from './opening';
import { PayRun, reconcile } from './pay-run';
import {
  changeAccount,
  importProofs,
  recordFailure,
  recordProof,
  reportEvent,
  retractEvent,
} from './registry-work';
import { agree, order, repay } from './recovery';
import { planVisits, remind } from './reminders';
import { screen } from './screening';
import type { LateAnswer } from './story';
import { pad, percentText, yuanText } from './tables';
import type { DemoProject } from './project-seed';
import { planProofs, type PlannedProof } from './verification-plan';

/** Days of a payment run before the payout is due: sent; answered, accounts corrected and paid again; closed. */
const SENT_BEFORE = 7;
const ANSWERED_BEFORE = 3;
const CLOSED_BEFORE = 1;

/** The year of an agency, month by month. */
export class Year {
  private readonly bank: Bank;
  private readonly proofs: PlannedProof[];
  private readonly year: number;

  constructor(
    private readonly office: Office,
    private readonly print: (line: string) => void,
  ) {
    const { agency, book, story } = office;
    this.year = agency.projects[0]!.year;
    this.bank = new Bank(book, story);
    const asked = agency.projects.filter(({ project }) => project.verificationCycleMonths !== null);
    const persons = asked.flatMap(({ project }) => book.roster(project.code));
    this.proofs = planProofs(persons, story, this.year);
  }

  /** Opens the office on the second working day of the year and plays its twelve months. */
  async play(): Promise<void> {
    const { clock, agency } = this.office;
    clock.set(`${this.year}-01-02`);
    await openForYear(this.office);
    this.print('用户、发放项目、年初预算、银行文件方案已建立，花名册已导入并复核：');
    for (const seed of agency.projects) this.print(`         ${forecast(seed)}`);
    for (const month of monthsBetween(`${this.year}-01-01`, `${this.year}-12-01`)) {
      await this.playMonth(printMonth(month));
    }
    clock.set(`${this.year}-12-31`);
  }

  private async playMonth(name: string): Promise<void> {
    const month = new MonthSummary(name);
    const agenda = new Agenda();
    this.noteRegistryWork(agenda, month);
    for (const project of this.office.projects) this.notePayRuns(agenda, project, month);
    await agenda.workThrough(this.office.clock);
    if (isQuarterEnd(name)) {
      await screen(this.office, month);
      await planVisits(this.office, month);
    }
    for (const line of month.lines()) this.print(line);
    if (isQuarterEnd(name)) await this.printExecution(name);
  }

  /** Proofs, events and accounts; files come on the fifth, in January on the third and in December on the first. */
  private noteRegistryWork(agenda: Agenda, month: MonthSummary): void {
    const { office } = this;
    const { story, book } = office;
    const name = month.month;
    const day = name.endsWith('-01') ? '03' : name.endsWith('-12') ? '01' : '05';
    const fileDay = `${name}-${day}`;
    // Papers are entered together on that day; what comes later in the month, on its own.
    const entered = (date: string) => (date < fileDay ? fileDay : date);
    const inMonth = (date: string) => date.startsWith(name);
    const isFirst = name.endsWith('-01');
    const filed = this.proofs.filter(
      ({ byHand, verifiedOn }) => !byHand && (inMonth(verifiedOn) || (isFirst && verifiedOn < fileDay)),
    );
    agenda.at(fileDay, () => importProofs(office, filed, month));
    for (const proof of this.proofs.filter(({ byHand, verifiedOn }) => byHand && inMonth(verifiedOn))) {
      agenda.at(entered(proof.verifiedOn), () => recordProof(office, proof, month));
    }
    for (const event of story.lifeEvents.filter(({ reportedOn }) => inMonth(reportedOn))) {
      agenda.at(entered(event.reportedOn), () => reportEvent(office, event, month));
    }
    for (const failure of story.failures.filter(({ on }) => inMonth(on))) {
      agenda.at(entered(failure.on), () => recordFailure(office, failure, month));
    }
    for (const comparison of story.comparisons.filter(({ on }) => inMonth(on))) {
      agenda.at(entered(comparison.on), () => compare(office, comparison, month));
    }
    for (const decision of story.decisions.filter(({ on }) => inMonth(on))) {
      agenda.at(entered(decision.on), () => decide(office, decision, month));
    }
    for (const retraction of story.retractions.filter(({ on }) => inMonth(on))) {
      agenda.at(entered(retraction.on), () => retractEvent(office, retraction, month));
    }
    agenda.at(fileDay, () => remind(office, month));
    for (const recovery of story.recoveries) {
      const { orderedOn, agreedOn, repaid } = recovery;
      if (inMonth(orderedOn)) agenda.at(entered(orderedOn), () => order(office, recovery, month));
      if (inMonth(agreedOn)) agenda.at(entered(agreedOn), () => agree(office, recovery, month));
      for (const { on, amountFen } of repaid.filter((payment) => inMonth(payment.on)))
        agenda.at(entered(on), () => repay(office, recovery, amountFen, month));
    }
    for (const { who } of story.accountChanges.filter((change) => change.month === name)) {
      agenda.at(fileDay, async () => {
        await changeAccount(office, book.person(who));
        month.happened('账户变更', 1);
      });
    }
    for (const late of story.lateAnswers.filter(({ comesIn }) => comesIn === name)) {
      agenda.at(fileDay, () => this.takeLateAnswer(late, month));
    }
  }

  /** The runs of what is due this month, and of what a project's only payout had to leave out. */
  private notePayRuns(agenda: Agenda, project: OfficeProject, month: MonthSummary): void {
    const { payouts, seed } = project;
    for (const payout of payouts.filter(({ dueOn }) => dueOn.startsWith(month.month))) {
      this.notePayRun(agenda, this.payRun(project, payout, 'REGULAR', month), payout.dueOn);
    }
    const isSupplementary = this.office.story.supplementary.some(
      (run) => run.projectCode === seed.project.code && run.month === month.month,
    );
    if (isSupplementary) {
      const run = this.payRun(project, payouts[0]!, 'SUPPLEMENTARY', month);
      this.notePayRun(agenda, run, `${month.month}-25`);
    }
  }

  private payRun(
    project: OfficeProject,
    payout: OfficeProject['payouts'][number],
    kind: BatchKind,
    month: MonthSummary,
  ): PayRun {
    return new PayRun({ office: this.office, bank: this.bank, project, payout, kind, month });
  }

  private notePayRun(agenda: Agenda, run: PayRun, dueOn: string): void {
    agenda.at(addDays(dueOn, -SENT_BEFORE), () => run.release());
    agenda.at(addDays(dueOn, -ANSWERED_BEFORE), () => run.settle());
    agenda.at(addDays(dueOn, -ANSWERED_BEFORE), () => run.correct());
    agenda.at(addDays(dueOn, -CLOSED_BEFORE), () => run.close());
  }

  /** A second return of a batch: settles what was unknown, or brings money back that had been paid. */
  private async takeLateAnswer({ who, of, reply }: LateAnswer, month: MonthSummary): Promise<void> {
    const { office } = this;
    const finance = office.as('finance');
    const person = office.book.person(who);
    const { answer, batchId } = this.bank.answerAgain(person, of, reply, office.clock.today());
    const file = { name: '回盘（二）.txt', content: answer };
    const { jobId } = await finance.upload<ReturnReceipt>(`/batches/${batchId}/returns`, file);
    await finance.job(jobId);
    await reconcile(office, batchId);
    month.happened(reply.feedbackKind === '4' ? `${of} 退汇` : `${of} 不明转成功`, 1);
  }

  /** What a supervisor looks at every quarter. */
  private async printExecution(name: string): Promise<void> {
    this.office.clock.set(addDays(addMonths(`${name}-01`, 1), -1));
    const executions = await this.office
      .as('supervisor')
      .get<ProjectExecution[]>(`/reports/execution?fiscalYear=${this.year}`);
    for (const { name: project, executionRateBp, fundingLines } of executions) {
      const elapsed = percentText(fundingLines[0]?.elapsedRateBp ?? null);
      const rate = pad(percentText(executionRateBp), 7, 'right');
      this.print(`         执行率 ${rate}，序时进度 ${pad(elapsed, 7, 'right')}  ${project}`);
    }
  }
}

function isQuarterEnd(month: string): boolean {
  return ['03', '06', '09', '12'].includes(month.slice(5));
}

/** What a project needs for its whole roster and year by its standard, against what was appropriated. */
export function forecast({ project, headcount, funding }: DemoProject): string {
  const head = `${project.name} ${headcount} 人，年初预算 ${yuanText(funding.initialFen)} 元`;
  const [benefit] = project.benefits;
  if (!benefit || benefit.basis === 'INDIVIDUAL') return `${head}，金额按人核定`;
  const isMonthly = benefit.frequency === 'MONTHLY';
  const periodCount = project.payouts.reduce(
    (sum, { coversFrom, coversUntil }) =>
      sum + (isMonthly ? monthsBetween(`${coversFrom}-01`, `${coversUntil}-01`).length : 1),
    0,
  );
  const eachFen = headcount * benefit.rates.at(-1)!.amountFen;
  const neededFen = eachFen * periodCount;
  const needed = `${head}，按标准需 ${yuanText(neededFen)} 元`;
  if (neededFen <= funding.initialFen) return needed;
  const missing = `${needed}，缺 ${yuanText(neededFen - funding.initialFen)} 元`;
  return isMonthly ? `${missing}，只够 ${Math.floor(funding.initialFen / eachFen)} 个月` : missing;
}
