import { GENERAL_FORMAT, dateText, numberText } from './number-cell';
import { decodeExcelEscapes } from './shared-strings';
import { CELL_CHARACTER_LIMIT, COLUMN_LIMIT } from './table-file.limits';
import { TableFileCellTooLong, TableFileNotATable, TableFileTooManyColumns } from './table-file.errors';
import { EMPTY_CELL, columnLetters, tableRow, textCell, type TableCell, type TableRow } from './table-row';
import type { Workbook } from './workbook';
import { XmlReader, type XmlHandler } from './xml-reader';

/** The rows of a worksheet that hold anything, while the sheet is still being inflated. */
export async function* sheetRows(
  blocks: AsyncIterable<Buffer>,
  workbook: Workbook,
): AsyncGenerator<TableRow> {
  const reader = new SheetReader(workbook);
  const xml = new XmlReader(reader);
  for await (const block of blocks) {
    xml.push(block);
    yield* reader.takeRows();
  }
  xml.end();
}

/** Excel's last row; a larger number is a forged one. */
const LAST_ROW = 1_048_576;
/** The most characters Excel puts in a cell. */
const LONGEST_EXCEL_TEXT = 32_767;
/** `_x000D_`: the longest way to write one character. */
const ESCAPED_LENGTH = 7;
/** Shorter strings are copied by the engine anyway. */
const LONGEST_COPIED_SLICE = 12;

class SheetReader implements XmlHandler {
  private rows: TableRow[] = [];
  private rowNo = 0;
  private cells: TableCell[] = [];
  private column = 0;
  private type = '';
  private style = 0;
  private value = '';
  private inlineText = '';
  private isFormula = false;
  private inValue = false;
  private inInlineText = false;
  private inPhonetic = false;

  constructor(private readonly workbook: Workbook) {}

  takeRows(): TableRow[] {
    const rows = this.rows;
    this.rows = [];
    return rows;
  }

  open(name: string, attributes: Record<string, string>): void {
    if (name === 'v') this.inValue = true;
    else if (name === 'c') this.openCell(attributes);
    else if (name === 't') this.inInlineText = !this.inPhonetic;
    else if (name === 'f') this.isFormula = true;
    else if (name === 'row') this.openRow(attributes['r']);
    else if (name === 'rPh') this.inPhonetic = true;
  }

  close(name: string): void {
    if (name === 'v') this.inValue = false;
    else if (name === 't') this.inInlineText = false;
    else if (name === 'c') this.closeCell();
    else if (name === 'rPh') this.inPhonetic = false;
    else if (name === 'row') {
      const row = tableRow(this.rowNo, this.workbook.sheetName, this.cells);
      if (row) this.rows.push(row);
    }
  }

  text(text: string): void {
    if (this.inValue) this.value += text;
    else if (this.inInlineText) this.inlineText += text;
    // Checked while it grows: the pieces of a forged cell would otherwise add up to the whole part.
    if (this.value.length + this.inlineText.length > LONGEST_EXCEL_TEXT * ESCAPED_LENGTH) {
      throw new TableFileCellTooLong(this.rowNo, columnLetters(this.column), CELL_CHARACTER_LIMIT);
    }
  }

  private openRow(reference: string | undefined): void {
    this.rowNo = reference === undefined ? this.rowNo + 1 : Number(reference);
    if (!(this.rowNo >= 1 && this.rowNo <= LAST_ROW)) throw damaged();
    this.cells = [];
    this.column = -1;
  }

  private openCell({ r: reference, t: type = 'n', s: style = '0' }: Record<string, string>): void {
    this.column = reference === undefined ? this.column + 1 : columnIndex(reference);
    this.type = type;
    this.style = Number(style);
    this.value = '';
    this.inlineText = '';
    this.isFormula = false;
  }

  private closeCell(): void {
    const cell = this.cell();
    if (cell.text === '') return;
    if (this.column >= COLUMN_LIMIT) {
      if (cell.text.trim() === '') return;
      throw new TableFileTooManyColumns(this.rowNo, COLUMN_LIMIT);
    }
    while (this.cells.length < this.column) this.cells.push(EMPTY_CELL);
    this.cells[this.column] = this.isFormula ? { ...cell, kind: 'formula' } : cell;
  }

  /** Types of ECMA-376, 18.18.11. */
  private cell(): TableCell {
    const raw = detached(this.value);
    switch (this.type) {
      case 's':
        return raw === '' ? EMPTY_CELL : textCell(this.workbook.strings.at(Number(raw)));
      case 'inlineStr':
        return textCell(detached(decodeExcelEscapes(this.inlineText)));
      case 'str':
        return textCell(decodeExcelEscapes(raw));
      case 'b':
        if (raw === '') return EMPTY_CELL;
        return { text: raw === '1' ? 'TRUE' : 'FALSE', kind: 'boolean', raw, digitsLost: false };
      case 'e':
        return { text: raw, kind: 'error', raw, digitsLost: false };
      case 'd':
        return { text: raw.slice(0, 10), kind: 'date', raw, digitsLost: false };
      default:
        return this.numberCell(raw);
    }
  }

  private numberCell(raw: string): TableCell {
    if (raw === '') return EMPTY_CELL;
    const format = this.workbook.formats[this.style] ?? GENERAL_FORMAT;
    const date = format.isDate ? dateText(raw, this.workbook.countsFrom1904) : undefined;
    if (date !== undefined) return { text: date, kind: 'date', raw, digitsLost: false };
    return { ...numberText(raw, format), kind: 'number', raw };
  }
}

/** `AB12` is 27. */
function columnIndex(reference: string): number {
  let index = 0;
  let at = 0;
  for (; at < 3; at++) {
    const letter = reference.charCodeAt(at) - 64;
    if (!(letter >= 1 && letter <= 26)) break;
    index = index * 26 + letter;
  }
  const row = reference.charCodeAt(at);
  if (at === 0 || !(row >= 0x30 && row <= 0x39)) throw damaged();
  return index - 1;
}

/**
 * A copy that does not keep the whole block of XML alive it was cut from: a caller that remembers
 * 100,000 citizen IDs would otherwise remember the sheet.
 */
function detached(slice: string): string {
  return slice.length <= LONGEST_COPIED_SLICE ? slice : Buffer.from(slice, 'utf8').toString('utf8');
}

function damaged(): TableFileNotATable {
  return new TableFileNotATable('工作表的内容已损坏，请在 Excel 中打开后另存为新的 xlsx 文件再上传。');
}
