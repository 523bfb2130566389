import { Readable } from 'node:stream';
import type { OutputColumn, OutputRows, OutputValue } from './write-xlsx';

/** Excel takes a text without this mark for GBK. */
const BYTE_ORDER_MARK = '\uFEFF';

/** 64 Ki characters go out at a time. */
const BLOCK_CHARACTERS = 64 * 1024;

/** What begins a formula in Excel or its kin, the fullwidth forms of Chinese input included. */
const BEGINS_FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

const PLAIN_DECIMAL = /^-?\d+(\.\d+)?$/;

/**
 * A csv text in UTF-8 with byte order mark, comma, CRLF.
 *
 * A text that begins like a formula gets a leading apostrophe: opened in Excel, a name such as
 * `=HYPERLINK(...)` would otherwise run on the reader's machine (CSV injection, OWASP). Our own
 * reader takes it off again. For people prefer xlsx: Excel shortens a long account in a csv.
 */
export function writeCsv(columns: readonly OutputColumn[], rows: OutputRows): Readable {
  return Readable.from(blocks(columns, rows), { objectMode: false });
}

async function* blocks(columns: readonly OutputColumn[], rows: OutputRows): AsyncGenerator<Buffer> {
  let text = `${BYTE_ORDER_MARK}${columns.map((column) => quoted(column.title)).join(',')}\r\n`;
  for await (const row of rows) {
    text += `${columns.map((column, index) => csvValue(column, row[index] ?? null)).join(',')}\r\n`;
    if (text.length < BLOCK_CHARACTERS) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(text);
}

function csvValue(column: OutputColumn, value: OutputValue): string {
  if (value === null) return '';
  // A negative amount begins with a minus and is no formula.
  const isNumber = (column.format ?? 'text') !== 'text' && PLAIN_DECIMAL.test(value);
  return isNumber ? value : quoted(BEGINS_FORMULA.test(value) ? `'${value}` : value);
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
