import { CELL_CHARACTER_LIMIT, COLUMN_LIMIT } from './table-file.limits';
import { TableFileCellTooLong, TableFileTooManyColumns } from './table-file.errors';

/** What stood in a cell, as far as the file tells. Everything in a csv file is text. */
export type TableCellKind = 'empty' | 'text' | 'number' | 'date' | 'boolean' | 'error' | 'formula';

/** One cell of an uploaded table. */
export interface TableCell {
  /**
   * What a rule reads. Text as it came, leading zeros kept. A number with the 15 significant
   * digits Excel keeps, so hidden decimals show (`120.005`); from 1E15 on in scientific notation,
   * because its last digits cannot be trusted. A date as `2025-03-10`. A formula's last result.
   */
  text: string;
  kind: TableCellKind;
  /** The value as the file stores it (a date's serial number, a number's 17 digits). */
  raw: string;
  /** True for a number of more than 15 digits: Excel has replaced the rest with zeros. */
  digitsLost: boolean;
}

/** One row that holds anything; blank rows are not reported. */
export interface TableRow {
  /** 1-based, as the user sees it in Excel; in a csv file the n-th record. */
  rowNo: number;
  /** The sheet it stands on, null for csv. */
  sheetName: string | null;
  /** From column A to the last filled one. */
  cells: TableCell[];
}

export const EMPTY_CELL: TableCell = Object.freeze({ text: '', kind: 'empty', raw: '', digitsLost: false });

/** A cell of plain text; blank text is an empty cell. */
export function textCell(text: string, raw = text): TableCell {
  return text === '' ? EMPTY_CELL : { text, kind: 'text', raw, digitsLost: false };
}

/** `A` for 0, `Z` for 25, `AA` for 26: columns as the user sees them. */
export function columnLetters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnLetters(Math.floor(index / 26) - 1) + last;
}

/**
 * The row made of these cells without its blank end, null when nothing is left.
 * @throws TableFileTooManyColumns, TableFileCellTooLong
 */
export function tableRow(rowNo: number, sheetName: string | null, cells: TableCell[]): TableRow | null {
  let filled = cells.length;
  while (filled > 0 && cells[filled - 1]?.text.trim() === '') filled--;
  if (filled === 0) return null;
  if (filled > COLUMN_LIMIT) throw new TableFileTooManyColumns(rowNo, COLUMN_LIMIT);
  const kept = cells.slice(0, filled);
  const tooLong = kept.findIndex((cell) => cell.text.length > CELL_CHARACTER_LIMIT);
  if (tooLong >= 0) throw new TableFileCellTooLong(rowNo, columnLetters(tooLong), CELL_CHARACTER_LIMIT);
  return { rowNo, sheetName, cells: kept };
}
