import { printMonth, type Month } from '../calendar/month';
import { printYuan, type Fen } from '../calendar/money';
import { cellText, readDate, readMonth, readYuan } from '../file-import/cell-values';
import { RowProblems } from '../file-import/row-problems';
import type { StagedValue } from '../file-import/stage-rows';
import { maskCitizenId, readCitizenId, typedNumber } from '../person/citizen-id';
import { readPersonName, type PersonName } from '../person/person-name';
import type { TableRow } from '../table-file/table-row';
import type { Vault } from '../vault/vault';
import { readRosterAccount } from './roster-account';
import {
  ROSTER_COLUMNS,
  ROSTER_TITLES,
  benefitTitle,
  capIn,
  type RosterBenefit,
  type RosterCells,
} from './roster-template';

/** What a row is judged by beside itself. */
export interface RosterReading {
  readonly vault: Vault;
  /** The business date: nobody is born after it. */
  readonly today: string;
  /** Changes of amounts count from this month. */
  readonly effectiveMonth: Month;
  readonly benefits: readonly RosterBenefit[];
}

/** Ages at which somebody draws a benefit; outside of them the birth date deserves a look. */
const PLAUSIBLE_AGE = { from: 16, until: 110 };
const LONGEST_TEXT = 200;
const PHONE = /^(1\d{10}|0\d{2,3}-?\d{7,8}|\d{7,8})$/;

/** The columns of the staging table in the order of a staged row. */
export const ROSTER_STAGING_COLUMNS = [
  'row_no',
  'problems',
  'citizen_id',
  'citizen_id_index',
  'citizen_id_tail',
  'citizen_id_masked',
  'name',
  'name_key',
  'original_name',
  'sex',
  'born_on',
  'phone',
  'phone_index',
  'street',
  'community',
  'employer',
  'retired_on',
  'from_month',
  'until_month',
  'account',
  'account_index',
  'account_tail',
  'payee_name',
  'payee_name_key',
  'payee_relation',
  'payee_document',
  'bank_name',
  'bank_code',
  'amounts',
] as const;

type StagingColumn = (typeof ROSTER_STAGING_COLUMNS)[number];
type StagedFields = Partial<Record<StagingColumn, StagedValue>>;

/**
 * Reads one row of a roster into the values of the staging table. Everything that is wrong with it, or deserves a
 * look, is collected in `problems`; what could be read is staged even so, because repetitions are found among all rows.
 */
export function readRosterRow(row: TableRow, reading: RosterReading): StagedValue[] {
  const problems = new RowProblems();
  const indexOf = new Map(ROSTER_COLUMNS.map(({ field }, index) => [field, index]));
  const cells: RosterCells = (field) => row.cells[indexOf.get(field)!];
  refuseBrokenCells(row, reading.benefits, problems);
  const name = readName(cells, problems);
  const staged: StagedFields = {
    row_no: row.rowNo,
    ...readIdentity(cells, reading, problems),
    ...(name && { name: name.name, name_key: name.nameKey, original_name: name.originalName }),
    ...readContact(cells, reading, problems),
    ...readPeriod(cells, problems),
    ...readRosterAccount(cells, name, reading.vault, problems),
  };
  const fromMonth = staged.from_month as Month | undefined;
  staged.amounts = readAmounts(row, reading, fromMonth, problems);
  staged.problems = problems.found.length > 0 ? problems.found : null;
  return ROSTER_STAGING_COLUMNS.map((column) => staged[column] ?? null);
}

/** A formula that failed, and cells to the right of the template. */
function refuseBrokenCells(row: TableRow, benefits: readonly RosterBenefit[], problems: RowProblems): void {
  const titles = [...ROSTER_COLUMNS.map((column) => column.title), ...benefits.map(benefitTitle)];
  row.cells.forEach((cell, index) => {
    const title = titles[index];
    if (title === undefined) {
      if (cellText(cell) !== '') problems.error('', '', '模板以外的列中还有内容，请删除。');
    } else if (cell.kind === 'error') {
      problems.error(title, cell.text, '单元格是 Excel 的错误值，请改为正确的内容。');
    }
  });
}

function readIdentity(cells: RosterCells, reading: RosterReading, problems: RowProblems): StagedFields {
  const text = cellText(cells('citizenId'));
  const masked = maskCitizenId(typedNumber(text));
  const read = readCitizenId(text, reading.today);
  if ('problem' in read) {
    problems.error(ROSTER_TITLES.citizenId, masked, read.problem);
    return {};
  }
  const age = Number(reading.today.slice(0, 4)) - Number(read.bornOn.slice(0, 4));
  if (age < PLAUSIBLE_AGE.from || age > PLAUSIBLE_AGE.until) {
    problems.warning(ROSTER_TITLES.citizenId, masked, `按公民身份号码今年 ${age} 岁，请核对。`);
  }
  return {
    citizen_id: reading.vault.encrypt(read.id),
    citizen_id_index: reading.vault.index('citizen-id', read.id),
    citizen_id_tail: read.id.slice(-4),
    citizen_id_masked: maskCitizenId(read.id),
    sex: read.sex,
    born_on: read.bornOn,
  };
}

function readName(cells: RosterCells, problems: RowProblems): PersonName | null {
  const text = cells('name')?.text ?? '';
  const read = readPersonName(text);
  if (!('problem' in read)) return read;
  problems.error(ROSTER_TITLES.name, text, read.problem);
  return null;
}

function readContact(cells: RosterCells, { vault }: RosterReading, problems: RowProblems): StagedFields {
  const phone = typedNumber(cellText(cells('phone')));
  if (phone !== '' && !PHONE.test(phone)) {
    problems.warning(ROSTER_TITLES.phone, maskPhone(phone), '不像电话号码，请核对。');
  }
  const text = (field: 'street' | 'community' | 'employer'): string => {
    const given = cellText(cells(field));
    if (/\p{Cc}/u.test(given) || given.length > LONGEST_TEXT) {
      problems.error(ROSTER_TITLES[field], given, `不能有换行，且不超过 ${LONGEST_TEXT} 个字。`);
    }
    return given;
  };
  return {
    ...(phone !== '' && { phone: vault.encrypt(phone), phone_index: vault.index('phone', phone) }),
    street: text('street'),
    community: text('community'),
    employer: text('employer'),
  };
}

function maskPhone(phone: string): string {
  return '*'.repeat(Math.max(0, phone.length - 4)) + (phone.length > 4 ? phone.slice(-4) : '');
}

function readPeriod(cells: RosterCells, problems: RowProblems): StagedFields {
  const period: StagedFields = {};
  const read = (field: 'retiredOn' | 'fromMonth' | 'untilMonth'): string | null => {
    const text = cellText(cells(field));
    if (text === '') return null;
    const value = field === 'retiredOn' ? readDate(cells(field)) : readMonth(cells(field));
    if (typeof value === 'string') return value;
    problems.error(ROSTER_TITLES[field], text, value.problem);
    return null;
  };
  period.retired_on = read('retiredOn');
  period.from_month = read('fromMonth');
  period.until_month = read('untilMonth');
  if (cellText(cells('fromMonth')) === '') {
    problems.error(ROSTER_TITLES.fromMonth, '', '享受起始年月为空。');
  }
  const { from_month: from, until_month: until } = period as { from_month: Month; until_month: Month };
  if (from && until && from > until) {
    problems.error(
      ROSTER_TITLES.untilMonth,
      printMonth(until),
      `享受终止年月早于享受起始年月 ${printMonth(from)}。`,
    );
  }
  return period;
}

/** Amounts in fen by benefit id; an empty cell leaves the person's amount of that benefit as it is. */
function readAmounts(
  row: TableRow,
  { benefits, effectiveMonth }: RosterReading,
  fromMonth: Month | undefined,
  problems: RowProblems,
): Record<string, Fen> {
  const amounts: Record<string, Fen> = {};
  benefits.forEach((benefit, index) => {
    const cell = row.cells[ROSTER_COLUMNS.length + index];
    const text = cellText(cell);
    if (text === '') return;
    const title = benefitTitle(benefit);
    const amountFen = readYuan(cell);
    if (typeof amountFen !== 'number') {
      problems.error(title, text, amountFen.problem);
      return;
    }
    const from = fromMonth !== undefined && fromMonth > effectiveMonth ? fromMonth : effectiveMonth;
    const capFen = capIn(benefit.caps, from);
    if (capFen !== undefined && amountFen > capFen) {
      problems.error(title, text, `超过上限 ${printYuan(capFen)} 元（${printMonth(from)} 的标准）。`);
    }
    amounts[String(benefit.id)] = amountFen;
  });
  return amounts;
}
