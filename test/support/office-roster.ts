import { createHash } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { rosterWorkbook, rosterCells, type RosterLine } from '../../demo/roster-workbook';
import { Database } from '../../src/database/database';
import { RosterImportService, type RosterUpload } from '../../src/enrollment/roster-import.service';
import { rosterColumns } from '../../src/enrollment/roster-template';
import {
  FileImportService,
  type ImportReceipt,
  type ImportView,
} from '../../src/file-import/file-import.service';
import type { ListedProblem } from '../../src/file-import/file-import.sql';
import type { ReceivedFile } from '../../src/file-store/file-store.service';
import { citizenIdCheckCharacter } from '../../src/person/citizen-id';
import { ProjectService } from '../../src/project/project.service';
import { readTable } from '../../src/table-file/read-table';
import { writeXlsx, type OutputValue } from '../../src/table-file/write-xlsx';
import type { Office } from './office';

/** The standard situation: one living allowance of 120 yuan a month, and one individual fee of at most 109. */
export const ROSTER_BENEFITS = [{ code: 'only-child-fee', name: '独生子女费' }];

/** Sets up a project with a standard benefit and one whose amounts are individual, capped at 109 yuan. */
export async function opensProject(office: Office, code = 'allowance'): Promise<number> {
  const benefit = (
    name: string,
    basis: 'STANDARD' | 'INDIVIDUAL',
    amountFen: number,
    benefitCode: string,
  ) => ({
    code: benefitCode,
    name,
    basis,
    frequency: 'MONTHLY' as const,
    rates: [{ amountFen, effectiveFrom: '2023-01' }],
  });
  const project = await office.get(ProjectService).create(office.actor('SUPERVISOR'), {
    code,
    name: `测试项目 ${code}`,
    policyBasis: '测试文件〔2025〕1号',
    fundNature: 'GENERAL_BUDGET',
    beneficiaries: '退休人员',
    verificationCycleMonths: 12,
    graceDays: 0,
    paysMonthOfDeath: true,
    exclusiveGroup: null,
    accountFailureLimit: 3,
    monthlyRound: false,
    backPayApprovalMonths: 12,
    funeralMonths: 0,
    benefits: [
      benefit('生活费', 'STANDARD', 12_000, 'living-allowance'),
      benefit('独生子女费', 'INDIVIDUAL', 10_900, 'only-child-fee'),
    ],
    payouts: [],
  });
  return project.id;
}

/** A made-up citizen ID of the unassigned region 659900; odd numbers are men. */
export function citizenIdOf(number: number, bornOn = '19450312'): string {
  const day = String((Math.floor(number / 1_000) % 28) + 1).padStart(2, '0');
  const year = String(Number(bornOn.slice(0, 4)) + Math.floor(number / 28_000));
  const first17 = `659900${year}${bornOn.slice(4, 6)}${day}${String(number % 1_000).padStart(3, '0')}`;
  return first17 + citizenIdCheckCharacter(first17);
}

/** A line of a roster without anything wrong; a test states only what differs. */
export function rosterLine(number: number, facts: Partial<RosterLine> = {}): RosterLine {
  const name = `张${String.fromCodePoint(0x4e00 + (number % 5_000))}`;
  return {
    citizenId: citizenIdOf(number),
    name,
    phone: `139${String(number).padStart(8, '0')}`,
    street: '延安北路街道',
    community: '南公园社区',
    employer: '州第一毛纺厂',
    retiredOn: '1994-03-01',
    fromMonth: '2011-01',
    accountNumber: `3012${String(number).padStart(13, '0')}`,
    bankName: '昌吉农村商业银行',
    bankCode: '402885000017',
    payeeName: name,
    payeeRelation: 'SELF',
    payeeDocumentNo: null,
    amounts: { 'only-child-fee': 10_900 },
    ...facts,
  };
}

/** The cells of a correct line with some replaced, by the title of their column. */
export function rosterRow(number: number, cells: Record<string, string | null> = {}): OutputValue[] {
  const titles = rosterColumns(ROSTER_BENEFITS).map((column) => column.title);
  const row = rosterCells(rosterLine(number), ROSTER_BENEFITS);
  for (const [title, value] of Object.entries(cells)) {
    const index = titles.indexOf(title);
    if (index < 0) throw new Error(`the roster has no column ${title}`);
    row[index] = value;
  }
  return row;
}

/** A workbook of these cells under the template's header. */
export function workbookOf(rows: readonly OutputValue[][]): Promise<Buffer> {
  return buffer(writeXlsx(rosterColumns(ROSTER_BENEFITS), rows));
}

/** Puts a file where an upload would leave it. */
export function receivedFile(content: Buffer, name = '花名册.xlsx'): ReceivedFile & { discard(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'zufa-test-'));
  const path = join(folder, 'content');
  writeFileSync(path, content);
  return {
    name,
    path,
    sha256: createHash('sha256').update(content).digest(),
    sizeBytes: content.length,
    discard: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The roster as the clerk's desk and the reviewer's see it: one verb per step, jobs run at once. */
export class RosterDesk {
  constructor(
    private readonly office: Office,
    private readonly projectId: number,
  ) {}

  private get rosters() {
    return this.office.get(RosterImportService);
  }

  private get imports() {
    return this.office.get(FileImportService);
  }

  /** The clerk hands a file in; nothing has been read yet. */
  async handsIn(
    content: Buffer,
    upload: RosterUpload = { mode: 'PARTIAL' },
    name?: string,
  ): Promise<ImportReceipt> {
    const file = receivedFile(content, name);
    try {
      return await this.rosters.upload(this.office.actor('CLERK'), this.projectId, upload, file);
    } finally {
      file.discard();
    }
  }

  checks(importId: number) {
    return this.inTransaction((tx) => this.rosters.check(tx, this.office.agencyId, importId, () => {}));
  }

  applies(importId: number) {
    return this.inTransaction((tx) => this.rosters.apply(tx, this.office.agencyId, importId, () => {}));
  }

  confirms(importId: number, version = 2, role: 'REVIEWER' | 'CLERK' = 'REVIEWER') {
    return this.imports.confirm(this.office.actor(role), 'ROSTER', importId, version);
  }

  withdraws(importId: number, version = 2, role: 'REVIEWER' | 'CLERK' = 'CLERK') {
    return this.rosters.withdraw(this.office.actor(role), importId, version);
  }

  shows(importId: number): Promise<ImportView> {
    return this.imports.show(this.office.actor('CLERK'), 'ROSTER', importId);
  }

  problems(importId: number): Promise<ListedProblem[]> {
    return this.imports.problems(this.office.actor('CLERK'), 'ROSTER', importId, { after: -1, limit: 200 });
  }

  changes(importId: number, act?: 'NEW' | 'CHANGED' | 'ENDED') {
    const page = { ...(act && { act }), after: 0, limit: 200 };
    return this.rosters.changes(this.office.actor('REVIEWER'), importId, page);
  }

  /** The texts of the workbook with the bad cells marked, header first. */
  async readsProblemFile(importId: number): Promise<string[][]> {
    const made = await this.rosters.problemFile(this.office.actor('CLERK'), importId);
    const rows: string[][] = [];
    for await (const { cells } of readTable(createReadStream(made.path), { name: 'problems.xlsx' })) {
      rows.push(cells.map((cell) => cell.text));
    }
    await made.discard();
    return rows;
  }

  /** Hands in, checks, and gives the import's id. */
  async proposes(content: Buffer, upload?: RosterUpload, name?: string): Promise<number> {
    const { importId } = await this.handsIn(content, upload, name);
    await this.checks(importId);
    return importId;
  }

  /** Hands in, checks, confirms and applies; gives the import's id. */
  async takesOver(content: Buffer, upload?: RosterUpload): Promise<number> {
    const importId = await this.proposes(content, upload);
    await this.confirms(importId);
    await this.applies(importId);
    return importId;
  }

  private inTransaction<T>(work: Parameters<typeof Database.prototype.transaction<T>>[1]): Promise<T> {
    return this.office.get(Database).transaction(this.office.agencyId, work);
  }
}

/** Registers and enrols persons through a roster of their project; gives the import's id. */
export async function uploadRoster(
  office: Office,
  projectId: number,
  rows: readonly RosterLine[],
  upload: RosterUpload = { mode: 'PARTIAL' },
): Promise<number> {
  const { benefits } = await office.get(ProjectService).find(office.actor('CLERK'), projectId);
  const individual = benefits.filter((benefit) => benefit.basis === 'INDIVIDUAL');
  return new RosterDesk(office, projectId).takesOver(await rosterWorkbook(rows, individual), upload);
}
