import type { Readable } from 'node:stream';
import { csvRows } from './csv-reader';
import { sheetRows } from './sheet-reader';
import type { TableCharset } from './table-charset';
import { USUAL_LIMITS, type TableLimits } from './table-file.limits';
import { TableFileNotATable, TableFileTooLarge, TableFileTooManyRows } from './table-file.errors';
import type { TableRow } from './table-row';
import { openWorkbook } from './workbook';
import { WorkbookArchive } from './workbook-archive';

/** What is known of an upload beside its bytes. */
export interface ReadTableOptions {
  /** The name the user gave the file; it is repeated in refusals. */
  name: string;
  /** How large the table may be; {@link USUAL_LIMITS} unless it is said. */
  limits?: TableLimits;
  /** Fewer rows than that, for tables that are small by nature. */
  sheetRowLimit?: number;
  /** The charset the sender declared for a csv file; a byte order mark in the file goes before it. */
  charset?: TableCharset;
}

const ZIP_MAGIC = Buffer.from('PK\x03\x04', 'latin1');
const OLE_MAGIC = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

/**
 * Reads an uploaded table, xlsx or csv by its content (a name proves nothing), row by row.
 *
 * The upload itself is held in memory, because the directory of an xlsx file stands at its end:
 * at most `limits.bytes`. Beyond that memory does not grow with the rows, hidden and
 * filtered ones included; blank rows are left out. Of a workbook the one visible sheet that holds
 * anything is read; several of them are refused.
 * @throws TableFileRefused in one of its classes, possibly after rows were handed on
 */
export async function* readTable(source: Readable, options: ReadTableOptions): AsyncGenerator<TableRow> {
  const limits = options.limits ?? USUAL_LIMITS;
  const bytes = await collect(source, options.name, limits.bytes);
  const rowLimit = Math.min(options.sheetRowLimit ?? limits.rows, limits.rows);
  let rowCount = 0;
  for await (const row of rowsOf(bytes, options)) {
    if (++rowCount > rowLimit) throw new TableFileTooManyRows(rowLimit);
    yield row;
  }
}

async function* rowsOf(bytes: Buffer, { name, charset }: ReadTableOptions): AsyncGenerator<TableRow> {
  if (bytes.length === 0) throw new TableFileNotATable(`文件“${name}”是空的。`, { name });
  if (bytes.subarray(0, 4).equals(OLE_MAGIC)) {
    throw new TableFileNotATable(
      `文件“${name}”是旧版 xls 工作簿，或设有打开密码；请在 Excel 中去掉密码，另存为“Excel 工作簿 (*.xlsx)”再上传。`,
      { name },
    );
  }
  if (!bytes.subarray(0, 4).equals(ZIP_MAGIC)) {
    yield* csvRows(name, bytes, charset);
    return;
  }
  const archive = await WorkbookArchive.open(bytes);
  const workbook = await openWorkbook(archive);
  yield* sheetRows(archive.read(workbook.sheetPath), workbook);
}

async function collect(source: Readable, name: string, limitBytes: number): Promise<Buffer> {
  const blocks: Buffer[] = [];
  let size = 0;
  for await (const block of source.iterator({ destroyOnReturn: false })) {
    size += (block as Buffer).length;
    if (size > limitBytes) break;
    blocks.push(block as Buffer);
  }
  if (size > limitBytes) {
    // The source runs dry instead of being destroyed: that would cut the connection over which
    // the sender is to learn why.
    source.resume();
    throw new TableFileTooLarge(name, limitBytes);
  }
  return Buffer.concat(blocks);
}
