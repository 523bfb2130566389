import { Readable } from 'node:stream';
import { ZipFile, type EndOptions } from 'yazl';
import { readTable, type ReadTableOptions } from '../../src/table-file/read-table';
import type { TableRow } from '../../src/table-file/table-row';
import { fixedParts } from '../../src/table-file/workbook-parts';

const RELATIONS = 'xl/_rels/workbook.xml.rels';
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
  /** Content of `<sheetData>` of visible sheets behind the first one, by name. */
  furtherSheets?: Record<string, string>;
  /** Further parts, or other content for a part. */
  parts?: Record<string, string | Buffer>;
  /** Sizes and offsets in ZIP64 fields, as Java exporters write them even for small files. */
  isZip64?: boolean;
}

/** An xlsx file with exactly this XML in it. */
export function forgedWorkbook({
  rows,
  formats = [0],
  strings,
  countsFrom1904,
  furtherSheets = {},
  parts,
  isZip64 = false,
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
    insert(all, RELATIONS, '</Relationships>', relation('rId3', 'sharedStrings', '/xl/sharedStrings.xml'));
  }
  if (countsFrom1904) {
    insert(all, 'xl/workbook.xml', '<sheets>', '<workbookPr date1904="1"/>');
  }
  for (const [index, [name, content]] of Object.entries(furtherSheets).entries()) {
    const [id, path] = [`rId${10 + index}`, `worksheets/sheet${10 + index}.xml`];
    all.set(`xl/${path}`, sheetXml(content));
    insert(
      all,
      'xl/workbook.xml',
      '</sheets>',
      `<sheet name="${name}" sheetId="${10 + index}" r:id="${id}"/>`,
    );
    insert(all, RELATIONS, '</Relationships>', relation(id, 'worksheet', path));
  }
  for (const [path, content] of Object.entries(parts ?? {})) all.set(path, content);
  return zipOf(all, { forceZip64Format: isZip64 });
}

function insert(all: Map<string, string | Buffer>, path: string, before: string, xml: string): void {
  all.set(path, String(all.get(path)).replace(before, `${xml}${before}`));
}

function relation(id: string, kind: string, target: string): string {
  return `<Relationship Id="${id}" Type="x/${kind}" Target="${target}"/>`;
}

/** An archive of exactly these parts. */
export function zipOf(
  parts: Iterable<[path: string, content: string | Buffer]>,
  options: Partial<EndOptions> = {},
): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [path, content] of parts) zip.addBuffer(Buffer.from(content), path, options);
  zip.end({ forceZip64Format: false, comment: '', ...options });
  return bytesOf(zip.outputStream as Readable);
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
