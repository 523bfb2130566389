import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import type { TemplateColumn } from '../table-file/find-header';
import { writeCsv } from '../table-file/write-csv';
import { writeXlsx } from '../table-file/write-xlsx';
import type { MadeFile } from './import-reader';

const TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
} as const;

/** An empty table with the columns of a template, to be filled in. */
export function sendTemplate(
  columns: readonly TemplateColumn[],
  format: keyof typeof TYPES,
  name: string,
): StreamableFile {
  const content = format === 'xlsx' ? writeXlsx(columns, []) : writeCsv(columns, []);
  return new StreamableFile(content, {
    type: TYPES[format],
    disposition: attachment(`${name}.${format}`),
  });
}

/** A csv text on its way out; what begins like a formula is made harmless by whoever wrote it (`writeCsv`). */
export function sendCsv(content: Readable, name: string): StreamableFile {
  return new StreamableFile(content, { type: TYPES.csv, disposition: attachment(name) });
}

/** A workbook made in a temporary folder, which is removed once it has been sent or the user has gone. */
export function sendMadeFile({ path, discard }: MadeFile, name: string): StreamableFile {
  const content = createReadStream(path);
  content.once('close', () => void discard());
  return new StreamableFile(content, { type: TYPES.xlsx, disposition: attachment(name) });
}

/** Header values are Latin-1; the Chinese name goes into the encoded form (RFC 6266). */
export function attachment(name: string): string {
  return `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
}
