import { addMonthsToDate } from '../calendar/business-date';
import { cellText, readDate } from '../file-import/cell-values';
import { RowProblems } from '../file-import/row-problems';
import type { StagedValue } from '../file-import/stage-rows';
import { maskCitizenId, readCitizenId, typedNumber } from '../person/citizen-id';
import { readPersonName } from '../person/person-name';
import type { TableCell, TableRow } from '../table-file/table-row';
import type { Vault } from '../vault/vault';
import { COMPARISON_SOURCES, comparisonColumns, type ComparisonSource } from './comparison-sources';

/** The columns of the staging table in the order of a staged row. */
export const COMPARISON_STAGING_COLUMNS = [
  'row_no',
  'problems',
  'citizen_id_index',
  'citizen_id_masked',
  'is_legacy_id',
  'name',
  'name_key',
  'happened_on',
  'record_no',
] as const;

/** A sign of life older than the longest cycle decides nothing; the same limit holds for a verification. */
const OLDEST_SIGN_MONTHS = 60;
const LONGEST_RECORD_NO = 100;

/** What a row is read with: the vault for the blind index, the business date, and where the file comes from. */
export interface ComparisonReading {
  readonly vault: Vault;
  readonly today: string;
  readonly source: ComparisonSource;
}

/**
 * Reads one row of a comparison file into the values of the staging table; everything wrong with it is collected in
 * `problems`. The record number may be empty: not every office that keeps such a register numbers it.
 */
export function readComparisonRow(
  row: TableRow,
  { vault, today, source }: ComparisonReading,
): readonly StagedValue[] {
  const problems = new RowProblems();
  const [idTitle, nameTitle, dateTitle, recordTitle] = comparisonColumns(source).map(({ title }) => title);
  const [idCell, nameCell, dateCell, recordCell] = row.cells;
  const idText = cellText(idCell);
  const masked = maskCitizenId(typedNumber(idText));
  const identity = readCitizenId(idText, today);
  if ('problem' in identity) problems.error(idTitle!, masked, identity.problem);
  const name = readPersonName(nameCell?.text ?? '');
  if ('problem' in name) problems.error(nameTitle!, nameCell?.text ?? '', name.problem);
  const happenedOn = readHappenedOn(dateCell, dateTitle!, problems);
  if (happenedOn !== null) {
    const bornOn = 'problem' in identity ? null : identity.bornOn;
    for (const problem of impossibleDate(happenedOn, { bornOn, today, source })) {
      problems.error(dateTitle!, happenedOn, problem);
    }
  }
  const recordNo = cellText(recordCell);
  if (recordNo.length > LONGEST_RECORD_NO) {
    problems.error(recordTitle!, recordNo, `${recordTitle}不超过 ${LONGEST_RECORD_NO} 个字。`);
  }
  if (row.cells.slice(COLUMN_COUNT).some((cell) => cellText(cell) !== '')) {
    problems.error('', '', '模板以外的列中还有内容，请删除。');
  }
  return [
    row.rowNo,
    problems.found.length > 0 ? problems.found : null,
    'problem' in identity ? null : vault.index('citizen-id', identity.id),
    masked,
    'problem' in identity ? null : identity.originalId !== null,
    'problem' in name ? null : name.name,
    'problem' in name ? null : name.nameKey,
    happenedOn,
    recordNo,
  ];
}

const COLUMN_COUNT = 4;

function readHappenedOn(cell: TableCell | undefined, title: string, problems: RowProblems): string | null {
  const text = cellText(cell);
  const read = text === '' ? { problem: `${title}为空。` } : readDate(cell);
  if (typeof read === 'string') return read;
  problems.error(title, text, read.problem);
  return null;
}

function impossibleDate(
  happenedOn: string,
  { bornOn, today, source }: { bornOn: string | null; today: string; source: ComparisonSource },
): string[] {
  const { dateTitle, suspicion } = COMPARISON_SOURCES[source];
  const problems: string[] = [];
  if (happenedOn > today) problems.push(`${dateTitle}晚于今天。`);
  if (bornOn !== null && happenedOn < bornOn) problems.push(`${dateTitle}早于出生日期。`);
  if (suspicion === null && happenedOn < addMonthsToDate(today, -OLDEST_SIGN_MONTHS)) {
    problems.push(`${dateTitle}在五年以前，不能证明仍健在。`);
  }
  return problems;
}
