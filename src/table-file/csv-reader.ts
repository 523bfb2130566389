import { Readable, pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { decodeText, type TableCharset } from './table-charset';
import { TableFileNotATable } from './table-file.errors';
import { tableRow, textCell, type TableCell, type TableRow } from './table-row';

/** 1 Mi characters: 64 columns of 1,000 characters fit many times; an unclosed quote runs into it. */
const RECORD_CHARACTERS_LIMIT = 1024 * 1024;

/** What begins a formula in Excel; an export puts an apostrophe before it, see write-csv.ts. */
const ESCAPED_FORMULA = /^'(?=[=+\-@\t\r\n＝＋－＠])/;

/** `="0012"`, a known way to keep Excel from reading digits as a number. */
const DIGITS_AS_TEXT = /^="([^"]*)"$/;

/** The rows of a csv text with comma or tab between the cells. @throws TableFileRefused */
export async function* csvRows(
  name: string,
  bytes: Buffer,
  declared?: TableCharset,
): AsyncGenerator<TableRow> {
  const parser = parse({
    delimiter: delimiterOf(bytes),
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: RECORD_CHARACTERS_LIMIT,
  });
  // The callback only ties the two lifetimes together; the loop below is where an error surfaces.
  pipeline(Readable.from(decodeText(name, bytes, declared)), parser, () => undefined);
  let rowNo = 0;
  try {
    for await (const record of parser) {
      rowNo++;
      const row = tableRow(rowNo, null, (record as string[]).map(csvCell));
      if (row) yield row;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new TableFileNotATable(`文件“${name}”在第 ${rowNo + 1} 行附近引号不成对，无法分出各列。`, {
      name,
      rowNo: rowNo + 1,
    });
  }
}

function csvCell(raw: string): TableCell {
  const text = raw.replace(ESCAPED_FORMULA, '').replace(DIGITS_AS_TEXT, '$1');
  return textCell(text, raw);
}

/** 4 KiB hold the title rows, the header and the first rows of any table. */
const SAMPLE_BYTES = 4 * 1024;

/** The one that stands outside of quotes more often; both are one byte in every charset accepted. */
function delimiterOf(bytes: Buffer): ',' | '\t' {
  const sample = bytes.toString('latin1', 0, SAMPLE_BYTES).replace(/"[^"]*"/g, '');
  return sample.split('\t').length > sample.split(',').length ? '\t' : ',';
}
