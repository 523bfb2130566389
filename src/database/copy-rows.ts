import { finished } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { EntityManager } from 'typeorm';
import { CopyRowReader, type CopyFields } from './copy-row-reader';

/**
 * The rows of `copy (select ...) to stdout (format binary)`, as many at a time as have come: no escapes to undo, no
 * hexadecimal to read, and back-pressure down to the server. COPY takes no bound parameters: the caller proves that what
 * it puts into the statement is a whole number. Until the last row the connection answers nothing else.
 */
export async function* copyRows<Row>(
  tx: EntityManager,
  statement: string,
  read: (fields: CopyFields) => Row,
): AsyncGenerator<Row[]> {
  if (!tx.queryRunner) throw new Error('COPY needs the manager of a transaction in progress');
  const client = (await tx.queryRunner.connect()) as PoolClient;
  const copy = client.query(copyTo(statement));
  const reader = new CopyRowReader(read);
  try {
    for await (const chunk of copy.iterator({ destroyOnReturn: false })) {
      const rows: Row[] = [];
      reader.take(chunk as Buffer, rows);
      if (rows.length > 0) yield rows;
    }
  } finally {
    // Not even the rollback is answered before the last byte has been read.
    if (!copy.readableEnded && !copy.errored) await finished(copy.resume());
  }
}

/** A number for the text of a statement. Throws for anything but a whole number. */
export function wholeNumber(value: number): string {
  if (!Number.isSafeInteger(value)) throw new RangeError('not a whole number');
  return String(value);
}
