import type { Client } from 'pg';

/** A value of each type the schema uses, as SQL. A new type fails the test until it is listed. */
const SAMPLES: Record<string, string> = {
  bigint: '1',
  integer: '1',
  smallint: '1',
  text: `'x'`,
  boolean: 'true',
  bytea: `'\\x00'`,
  date: `'2025-01-01'`,
  jsonb: `'{}'`,
  'text[]': `'{}'`,
  'bigint[]': `'{}'`,
  'timestamp with time zone': `'2025-01-01'`,
};

/**
 * Puts one row per agency into every table, as the owner and with keys and triggers asleep: what the rows say does not
 * matter, only whose they are. For a database that is thrown away, because its check constraints go.
 */
export async function fillsEveryTable(
  owner: Client,
  tables: readonly string[],
  agencyIds: readonly number[],
): Promise<void> {
  await owner.query(`set session_replication_role = 'replica'`);
  for (const table of tables) {
    await dropsChecks(owner, table);
    const { rows } = await owner.query<{ name: string; type: string }>(
      `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
       where attrelid = $1::regclass and attnum > 0 and not attisdropped and attidentity = '' and attnotnull`,
      [table],
    );
    const columns = rows.map(({ name }) => name).join(', ');
    for (const agencyId of agencyIds) {
      const values = rows.map(({ name, type }) => (name === 'agency_id' ? agencyId : SAMPLES[type]));
      await owner.query(`insert into ${table} (${columns}) values (${values.join(', ')})`);
    }
  }
}

async function dropsChecks(owner: Client, table: string): Promise<void> {
  const { rows } = await owner.query<{ name: string }>(
    `select conname as name from pg_constraint where conrelid = $1::regclass and contype = 'c'`,
    [table],
  );
  for (const { name } of rows) await owner.query(`alter table ${table} drop constraint ${name}`);
}
