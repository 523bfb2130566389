import { Readable } from 'node:stream';
import { readTable, type ReadTableOptions } from '../../src/table-file/read-table';
import type { TableRow } from '../../src/table-file/table-row';
import { fixedParts } from '../../src/table-file/workbook-parts';
import { zipStream } from '../../src/table-file/zip-stream';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/** What a test forges of a workbook; the rest is what our own writer makes. */
export interface Forgery {
  /** Content of `<sheetData>`. */
  rows: string;
  /** Number formats by style number: a built-in id, or a code. */
  formats?: (number | string)[];
  /** Content of `<sst>`. */
  strings?: string;
  countsFrom1904?: boolean;
  /** Further parts, or other content for a part. */
  parts?: Record<string, string | Buffer>;
}

/** An xlsx file with exactly this XML in it. */
export function forgedWorkbook({
  rows,
  formats = [0],
  strings,
  countsFrom1904,
  parts,
}: Forgery): Promise<Buffer> {
  const codes = formats.map((format, index) =>
    typeof format === 'string'
      ? `<numFmt numFmtId="${200 + index}" formatCode="${format.replaceAll('"', '&quot;')}"/>`
      : '',
  );
  const xfs = formats.map(
    (format, index) => `<xf numFmtId="${typeof format === 'string' ? 200 + index : format}"/>`,
  );
  const all = new Map<string, string | Buffer>(fixedParts('花名册'));
  all.set(
    'xl/worksheets/sheet1.xml',
    `<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData></worksheet>`,
  );
  all.set(
    'xl/styles.xml',
    `<styleSheet xmlns="${MAIN}"><numFmts>${codes.join('')}</numFmts>` +
      `<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${xfs.join('')}</cellXfs><dxfs/></styleSheet>`,
  );
  if (strings !== undefined) {
    all.set('xl/sharedStrings.xml', `<sst xmlns="${MAIN}">${strings}</sst>`);
    all.set(
      'xl/_rels/workbook.xml.rels',
      String(all.get('xl/_rels/workbook.xml.rels')).replace(
        '</Relationships>',
        '<Relationship Id="rId3" Type="x/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>',
      ),
    );
  }
  if (countsFrom1904) {
    all.set(
      'xl/workbook.xml',
      String(all.get('xl/workbook.xml')).replace('<sheets>', '<workbookPr date1904="1"/><sheets>'),
    );
  }
  for (const [path, content] of Object.entries(parts ?? {})) all.set(path, content);
  return bytesOf(
    Readable.from(zipStream([...all].map(([path, content]) => ({ path, content: [Buffer.from(content)] })))),
  );
}

/** The sheet of a forged workbook. */
export function sheetXml(rows: string): string {
  return `<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData></worksheet>`;
}

/** All bytes of a stream. */
export async function bytesOf(stream: Readable): Promise<Buffer> {
  const blocks: Buffer[] = [];
  for await (const block of stream) blocks.push(block as Buffer);
  return Buffer.concat(blocks);
}

/** Reads an upload to its end. */
export function rowsOf(bytes: Buffer, options: Partial<ReadTableOptions> = {}): Promise<TableRow[]> {
  return allOf(readTable(uploadOf(bytes), { name: '花名册', ...options }));
}

/** Everything an iteration yields. */
export async function allOf<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const all: Value[] = [];
  for await (const value of values) all.push(value);
  return all;
}

/** The bytes as an upload brings them: in blocks. */
export function uploadOf(bytes: Buffer): Readable {
  const blocks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 64 * 1024) blocks.push(bytes.subarray(at, at + 64 * 1024));
  return Readable.from(blocks);
}

/** The texts of every row. */
export function textsOf(rows: TableRow[]): string[][] {
  return rows.map((row) => row.cells.map((cell) => cell.text));
}
