import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { EntityManager } from 'typeorm';

/** What a staged column may hold; an object goes into a jsonb column. */
export type StagedValue = string | number | boolean | Buffer | null | object;

/** 64 Ki characters go to the server at a time. */
const BLOCK_CHARACTERS = 64 * 1024;

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/**
 * Streams rows by COPY into a temporary table of the caller's transaction, with constant memory; a table under
 * row-level security refuses COPY, hence the temporary one. Names of table and columns are constants of the caller.
 */
export async function stageRows(
  tx: EntityManager,
  table: string,
  columns: readonly string[],
  rows: AsyncIterable<readonly StagedValue[]>,
): Promise<void> {
  if (!tx.queryRunner) throw new Error('staging needs the manager of a transaction in progress');
  const client = (await tx.queryRunner.connect()) as PoolClient;
  const copy = client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`));
  await pipeline(Readable.from(blocks(rows), { objectMode: false }), copy);
  // Without statistics the planner takes a fresh table for a small one and joins it row by row.
  await tx.query(`analyze ${table}`);
}

async function* blocks(rows: AsyncIterable<readonly StagedValue[]>): AsyncGenerator<Buffer> {
  let text = '';
  for await (const row of rows) {
    text += `${row.map(field).join('\t')}\n`;
    if (text.length < BLOCK_CHARACTERS) continue;
    yield Buffer.from(text);
    text = '';
    // A file in memory and a socket that takes all never wait: without a turn nobody else is answered until the last row.
    await nextTurn();
  }
  if (text !== '') yield Buffer.from(text);
}

function field(value: StagedValue): string {
  if (value === null) return '\\N';
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString('hex')}`;
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character);
}
