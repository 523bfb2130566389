import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { TableFileTooManyRows } from './table-file.errors';
import { columnLetters } from './table-row';
import { SHEET_PATH, STYLE, WORKSHEET_START, XML_DECLARATION, escapeXml, fixedParts } from './workbook-parts';

/** A column of a table that goes out. */
export interface OutputColumn {
  title: string;
  /**
   * `text` (default) for everything that is read rather than added up, accounts and citizen IDs
   * first of all. `number` and `amount` (yuan, two decimals) take plain decimals like `120.50`.
   */
  format?: 'text' | 'number' | 'amount';
  /** In characters of the standard font; by default as wide as the title. */
  width?: number;
}

/** One value as text; null and '' leave the cell empty. */
export type OutputValue = string | null;

export type OutputRows = Iterable<readonly OutputValue[]> | AsyncIterable<readonly OutputValue[]>;

/** A value that stands out, for the marked copy of an upload. */
export interface StyledValue {
  text: string;
  style: number;
}

/** Excel has no more rows; the header takes one. */
const LAST_ROW = 1_048_576;
/** 64 KiB of XML are compressed at a time. */
const BLOCK_CHARACTERS = 64 * 1024;
/** The most characters Excel accepts in a cell. */
const LONGEST_TEXT = 32_767;
/** The first date the format knows, in any time zone: the same content gives the same bytes at any time. */
const FIXED_DATE = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true };
const PLAIN_DECIMAL = /^-?\d{1,15}(\.\d{1,4})?$/;

/**
 * A workbook with one sheet: bold header that stays in view, then the rows. The same rows give the
 * same bytes. Also the way a template is made: with no rows, its columns already are formatted.
 *
 * Text stands in string cells of text format, so Excel neither shortens a 19-digit account nor
 * runs a text that begins with `=`; unlike in csv no apostrophe is needed, which would be part of
 * the value for every other reader.
 * @throws TableFileTooManyRows (as an error of the stream) beyond Excel's last row
 */
export function writeXlsx(columns: readonly OutputColumn[], rows: OutputRows, sheetName = '数据'): Readable {
  return writeStyledXlsx(columns, rows, sheetName);
}

/** As {@link writeXlsx}, with single cells that bring a style of their own. */
export function writeStyledXlsx(
  columns: readonly OutputColumn[],
  rows:
    Iterable<readonly (OutputValue | StyledValue)[]> | AsyncIterable<readonly (OutputValue | StyledValue)[]>,
  sheetName: string,
): Readable {
  return Readable.from(zipped(sheetName, sheetBlocks(columns, rows)), { objectMode: false });
}

/** The archive in blocks; rows are asked for only as fast as its blocks are taken. */
async function* zipped(sheetName: string, sheetXml: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const zip = new ZipFile();
  for (const [path, xml] of fixedParts(sheetName)) {
    zip.addBuffer(Buffer.from(XML_DECLARATION + xml), path, FIXED_DATE);
  }
  const sheet = Readable.from(sheetXml, { objectMode: false });
  zip.addReadStream(sheet, SHEET_PATH, FIXED_DATE);
  zip.end();
  const output = zip.outputStream as Readable;
  // yazl ties the two lifetimes together in neither direction.
  sheet.once('error', (error) => output.destroy(error));
  try {
    for await (const block of output) yield block as Buffer;
  } finally {
    sheet.destroy();
  }
}

async function* sheetBlocks(
  columns: readonly OutputColumn[],
  rows:
    Iterable<readonly (OutputValue | StyledValue)[]> | AsyncIterable<readonly (OutputValue | StyledValue)[]>,
): AsyncGenerator<Buffer> {
  const letters = columns.map((_, index) => columnLetters(index));
  const header = columns.map((column, index) => textXml(`${letters[index]}1`, STYLE.header, column.title));
  let xml = `${sheetStart(columns)}<row r="1">${header.join('')}</row>`;
  let rowNo = 1;
  for await (const row of rows) {
    rowNo++;
    if (rowNo > LAST_ROW) throw new TableFileTooManyRows(LAST_ROW - 1);
    xml += `<row r="${rowNo}">`;
    for (const [index, column] of columns.entries()) {
      xml += cellXml(`${letters[index]}${rowNo}`, column, row[index] ?? null);
    }
    xml += '</row>';
    if (xml.length < BLOCK_CHARACTERS) continue;
    yield Buffer.from(xml);
    xml = '';
  }
  yield Buffer.from(`${xml}</sheetData></worksheet>`);
}

function sheetStart(columns: readonly OutputColumn[]): string {
  const list = columns.map((column, index) => {
    const width = column.width ?? Math.max(12, column.title.length * 2 + 2);
    // The style of the column is that of the cells still empty: of what a user will fill in.
    const place = `min="${index + 1}" max="${index + 1}"`;
    return `<col ${place} width="${width}" style="${styleOf(column)}" customWidth="1"/>`;
  });
  return (
    `${XML_DECLARATION}${WORKSHEET_START}<sheetViews><sheetView workbookViewId="0">` +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `<cols>${list.join('')}</cols><sheetData>`
  );
}

function styleOf(column: OutputColumn): number {
  if (column.format === 'amount') return STYLE.amount;
  return column.format === 'number' ? STYLE.general : STYLE.text;
}

function cellXml(reference: string, column: OutputColumn, value: OutputValue | StyledValue): string {
  if (value === null || value === '') return '';
  if (typeof value !== 'string') return textXml(reference, value.style, value.text);
  const style = styleOf(column);
  const isNumber = style !== STYLE.text && PLAIN_DECIMAL.test(value);
  if (isNumber) return `<c r="${reference}" s="${style}"><v>${value}</v></c>`;
  return textXml(reference, STYLE.text, value);
}

function textXml(reference: string, style: number, text: string): string {
  const kept = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT - 1)}…` : text;
  return (
    `<c r="${reference}" s="${style}" t="inlineStr"><is><t xml:space="preserve">` +
    `${escapeXml(kept)}</t></is></c>`
  );
}
