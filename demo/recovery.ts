import type { CaseDetail, CaseView } from '../src/recovery/recovery-list.service';
import type { OverdueRow, YearSummary } from '../src/recovery/recovery.sql';
import { addDays } from '../src/calendar/business-date';
import type { MonthSummary } from './month-summary';
import type { Office } from './office';
import type { StoryRecovery } from './story';
import { yuanText } from './tables';

/** The papers of the demonstration are made up. */
const PAPER = Buffer.from('%PDF-1.4\n% 抵扣同意书\n%%EOF\n');
/** The law gives no term; the letter of the demonstration gives a month. */
const REPAY_WITHIN_DAYS = 30;

/** Determines what a person was overpaid and orders it back, by two users; the letter is a Word document. */
export async function order(office: Office, { who, way }: StoryRecovery, month: MonthSummary): Promise<void> {
  // The product looks by itself when an event is confirmed, in the background; asked for the same, it gives that job.
  const personId = await office.personId(office.book.person(who));
  const { jobId } = await office
    .as('auditor')
    .post<{ jobId: number }>('/recovery-cases/detect', { personId });
  await office.as('auditor').job(jobId);
  const found = await caseOf(office, who);
  const repayBy = addDays(office.clock.today(), REPAY_WITHIN_DAYS);
  if (way === 'AT_ONCE') await determineWrongly(office, found, repayBy);
  const determined = {
    version: found.version,
    amountFen: found.claimedFen,
    repayBy,
    basis: '死亡次月起停发',
  };
  const { version } = await office
    .as('auditor')
    .post<{ version: number }>(`${found.path}/determine`, determined);
  await office.as('reviewer').post(`${found.path}/confirm`, { version });
  await takeLetter(office, `${found.path}/order-letter`);
  month.happened('责令退回', 1);
}

/** A sum that is not that of the months is refused. */
async function determineWrongly(office: Office, found: FoundCase, repayBy: string): Promise<void> {
  await office.refused('核定金额与多发明细不符', 'recovery_sum_differs', () =>
    office.as('auditor').post(`${found.path}/determine`, {
      version: found.version,
      amountFen: found.claimedFen + 100,
      repayBy,
      basis: '死亡次月起停发',
    }),
  );
}

/** Lets the money come back as the story says: at once, by instalments, or from another person's payments. */
export async function agree(office: Office, recovery: StoryRecovery, month: MonthSummary): Promise<void> {
  const { who, way } = recovery;
  const found = await caseOf(office, who);
  const today = office.clock.today();
  const paper = {
    version: found.version,
    documentNo: `协议〔${today.slice(0, 4)}〕${found.id}号`,
    signedOn: today,
  };
  if (way === 'AT_ONCE') {
    await repay(office, recovery, found.openFen, month);
  } else if (way === 'INSTALMENTS') {
    const third = Math.floor(found.openFen / 3);
    const instalments = [1, 2, 3].map((no) => ({
      dueOn: addDays(today, no * REPAY_WITHIN_DAYS),
      amountFen: no < 3 ? third : found.openFen - 2 * third,
    }));
    await office.as('auditor').post(`${found.path}/instalment-agreements`, { ...paper, instalments });
    await takeLetter(office, `${found.path}/instalment-letter`);
    month.happened('约定分期退回', 1);
  } else {
    await offset(office, recovery, { found, paper });
    month.happened('约定从他人待遇抵扣', 1);
  }
}

/** Finance enters money that came back. */
export async function repay(
  office: Office,
  { who }: StoryRecovery,
  amountFen: number,
  month: MonthSummary,
): Promise<void> {
  const { path, version, id } = await caseOf(office, who);
  const happenedOn = office.clock.today();
  const documentNo = `收款${happenedOn}-${id}`;
  await office
    .as('finance')
    .post(`${path}/repayments`, { version, happenedOn, amountFen, channel: 'BANK_TRANSFER', documentNo });
  month.happened(`退回多发 ${yuanText(amountFen)} 元`, 1);
}

async function offset(
  office: Office,
  { from }: StoryRecovery,
  { found, paper }: { found: FoundCase; paper: { version: number; documentNo: string; signedOn: string } },
): Promise<void> {
  const payer = office.book.person(from!);
  const personId = await office.personId(payer);
  const enrollmentId = await enrollmentOf(office, personId, payer);
  const terms = {
    ...paper,
    enrollmentId,
    perPaymentFen: 100_00,
    totalFen: found.openFen,
    keepsFen: 20_00,
    fromMonth: office.clock.today().slice(0, 7),
  };
  await office.refused('没有同意书即从他人待遇抵扣', 'consent_missing', () =>
    office.as('auditor').post(`${found.path}/deduction-agreements`, terms),
  );
  const fields = { personId: String(personId), documentNo: '同意书1号', signedOn: paper.signedOn };
  const file = { name: '抵扣同意书.pdf', content: PAPER };
  const { consentId } = await office
    .as('clerk')
    .upload<{ consentId: number }>(`${found.path}/consents`, file, fields);
  const { version } = await office.as('auditor').get<CaseView>(found.path);
  await office.as('auditor').post(`${found.path}/deduction-agreements`, { ...terms, version, consentId });
}

/** A letter to print, sign and seal: a Word document, which is a zip archive. */
async function takeLetter(office: Office, path: string): Promise<void> {
  const letter = await office.as('auditor').download(path);
  if (letter.subarray(0, 2).toString() !== 'PK') throw new Error(`${path} is no Word document`);
}

interface FoundCase extends CaseView {
  readonly path: string;
}

/** The person's case that is not closed. */
async function caseOf(office: Office, who: StoryRecovery['who']): Promise<FoundCase> {
  const personId = await office.personId(office.book.person(who));
  const cases = await office.as('auditor').get<CaseView[]>(`/recovery-cases?personId=${personId}`);
  const open = cases.find(({ closedOn }) => closedOn === null);
  if (!open) throw new Error('the product opened no case for what was overpaid');
  return { ...open, path: `/recovery-cases/${open.id}` };
}

async function enrollmentOf(
  office: Office,
  personId: number,
  { name, projectCode }: { name: string; projectCode: string },
): Promise<number> {
  const path = `/projects/${office.project(projectCode).id}/enrollments?name=${encodeURIComponent(name)}`;
  const rows = await office.as('clerk').get<{ id: number; personId: number }[]>(path);
  return rows.find((row) => row.personId === personId)!.id;
}

/** What a supervisor reads of the year's recovery: each case, and the sums. */
export interface RecoveryReport {
  readonly cases: readonly CaseDetail[];
  readonly overdue: readonly OverdueRow[];
  readonly summary: YearSummary;
}

/** Reads the cases of an office's year. */
export async function reportRecovery(office: Office): Promise<RecoveryReport> {
  const auditor = office.as('auditor');
  const listed = await auditor.get<CaseView[]>('/recovery-cases?limit=200');
  const cases: CaseDetail[] = [];
  for (const { id } of listed) cases.push(await auditor.get<CaseDetail>(`/recovery-cases/${id}`));
  const year = office.agency.projects[0]!.year;
  return {
    cases,
    overdue: await auditor.get<OverdueRow[]>('/recovery-cases/overdue'),
    summary: await auditor.get<YearSummary>(`/recovery-cases/summary?year=${year}`),
  };
}
