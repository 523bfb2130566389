import { printMonth } from '../src/calendar/month';
import type { BankProfileView } from '../src/bank-exchange/bank-profile.service';
import type { ImportReceipt, ImportView } from '../src/file-import/file-import.service';
import type { ListedProblem } from '../src/file-import/file-import.sql';
import type { FundingLineView } from '../src/funding/funding.sql';
import type { PersonDetailView } from '../src/person/person.view';
import type { ProjectDetailView } from '../src/project/project.view';
import { passwordOf } from './office-client';
import { DEMO_USERS, type Office } from './office';
import type { DemoProject, FundingSeed } from './project-seed';
import { fitRules } from './screening';
import { rosterWorkbook, type RosterLine } from './roster-workbook';

/** Sets an office up from nothing: users, projects, the published budget, bank profiles, rosters. */
export async function openForYear(office: Office): Promise<void> {
  await hireUsers(office);
  await agreeWithBank(office);
  for (const seed of office.agency.projects) {
    await openProject(office, seed);
    if (office.story.wrongFirst === seed.project.code) await handInBadRoster(office, seed);
    await importRoster(office, seed);
  }
  await fitRules(office);
}

async function hireUsers(office: Office): Promise<void> {
  const admin = office.as('admin');
  for (const user of DEMO_USERS) {
    if (user.username === 'admin') continue;
    await admin.post('/users', { ...user, password: passwordOf(1) });
  }
  await office.refused('同一人兼任经办与财务', 'roles_incompatible', () =>
    admin.post('/users', {
      username: 'two-posts',
      displayName: '一人两岗',
      password: passwordOf(1),
      roles: ['CLERK', 'FINANCE'],
    }),
  );
}

/** One profile per format; unit and account numbers are made up. */
async function agreeWithBank(office: Office): Promise<void> {
  for (const format of ['P1', 'P2'] as const) {
    const profile = await office.as('finance').post<BankProfileView>('/bank-profiles', {
      code: format,
      builtIn: format,
      name: format === 'P1' ? '代发 P1（GBK）' : '代发 P2（GB18030）',
      payerUnitNo: `U${office.agency.code.slice(-6)}`,
      payerAccount: '3011000000000001',
    });
    office.profileIds.set(format, profile.id);
  }
}

async function openProject(office: Office, seed: DemoProject): Promise<void> {
  const { id, payouts } = await office.as('supervisor').post<ProjectDetailView>('/projects', seed.project);
  const line = await office
    .as('finance')
    .post<FundingLineView>('/funding-lines', fundingLine(id, seed.funding));
  const format = office.story.paidByP1.includes(seed.project.code) ? 'P1' : 'P2';
  office.projects.push({ seed, id, payouts, fundingLineId: line.id, format });
}

/** The published amount, recorded as the line's initial appropriation. */
function fundingLine(projectId: number, { initialFen, documentNo, ...line }: FundingSeed): object {
  const initial = { amountFen: initialFen, documentNo, issuedOn: `${line.fiscalYear}-01-02` };
  return { ...line, projectId, initial };
}

/** Hands the roster in as an xlsx file and lets the reviewer confirm what it changes. */
async function importRoster(office: Office, seed: DemoProject): Promise<void> {
  const roster = office.book.roster(seed.project.code);
  const receipt = await handIn(office, seed, roster, '花名册.xlsx');
  const checked = await office.as('reviewer').get<ImportView>(`/roster-imports/${receipt.importId}`);
  if (checked.state !== 'CHECKED') throw new Error(`the roster of ${seed.project.code} is ${checked.state}`);
  await confirmImport(office, `/roster-imports/${receipt.importId}`, checked.version);
  const wrongDot = roster.find(({ name }) => name.includes('\u2022'));
  if (wrongDot) await showNormalisedName(office, await office.personId(wrongDot));
}

/** Confirms a checked import as the reviewer and waits until it is in the registry. */
export async function confirmImport(office: Office, path: string, version: number): Promise<void> {
  const reviewer = office.as('reviewer');
  const { jobId } = await reviewer.post<ImportReceipt>(`${path}/confirm`, { version });
  await reviewer.job(jobId);
}

/** A roster with three bad cells: all three are named at once, and nothing of the file is taken over. */
async function handInBadRoster(office: Office, seed: DemoProject): Promise<void> {
  const rows: RosterLine[] = office.book.roster(seed.project.code).map((person, row) => {
    if (row === 3) return { ...person, accountNumber: '6.21E+18' };
    if (row === 8) return { ...person, name: '买买提?吐尔逊', payeeName: '买买提?吐尔逊' };
    if (row === 15)
      return { ...person, citizenId: `${person.citizenId.slice(0, 17)}${wrongCheck(person.citizenId)}` };
    return person;
  });
  const { importId } = await handIn(office, seed, rows, '花名册（初稿）.xlsx');
  const clerk = office.as('clerk');
  const { stateLabel, errorCount = 0 } = await clerk.get<ImportView>(`/roster-imports/${importId}`);
  const problems = await clerk.get<ListedProblem[]>(`/roster-imports/${importId}/problems`);
  const errors = problems.filter(({ isError }) => isError);
  office.note(
    '导入有错误单元格的花名册',
    stateLabel === '未通过' && errors.length >= 3 && errors.length === errorCount,
    `${stateLabel}，一次列出 ${errors.length} 处错误：${errors
      .map(({ rowNo, column, message }) => `第 ${rowNo} 行“${column}”${message}`)
      .join('')}`,
  );
}

function wrongCheck(citizenId: string): string {
  return citizenId.endsWith('1') ? '2' : '1';
}

async function handIn(
  office: Office,
  { project, year }: DemoProject,
  rows: readonly RosterLine[],
  name: string,
): Promise<ImportReceipt> {
  const clerk = office.as('clerk');
  const content = await rosterWorkbook(
    rows,
    project.benefits.filter(({ basis }) => basis === 'INDIVIDUAL'),
  );
  const path = `/projects/${office.project(project.code).id}/roster-imports`;
  const fields = { mode: 'FULL', effectiveMonth: printMonth(`${year}-01-01`) };
  const receipt = await clerk.upload<ImportReceipt>(path, { name, content }, fields);
  await clerk.job(receipt.jobId);
  return receipt;
}

/** A careless input method's dot is mended at import; the text as it came is kept. */
async function showNormalisedName(office: Office, personId: number): Promise<void> {
  const { name, originalName } = await office.as('clerk').get<PersonDetailView>(`/persons/${personId}`);
  office.note(
    '姓名中的间隔号录成了“•”（U+2022）',
    name.includes('\u00b7') && originalName !== null,
    `“${originalName}”已规范为“${name}”（U+00B7），原文留存。`,
  );
}
