import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';

/** A migration that was edited after it had been applied, or is missing from this version of the program. */
export class MigrationsDiffer extends Error {}

const MIGRATIONS_DIR = join(__dirname, '..', '..', '..', 'migrations');
const SOURCE_MIGRATIONS_DIR = join(__dirname, '..', '..', 'migrations');
/** Two processes starting at once migrate one after the other. */
const MIGRATION_LOCK = 7_205_521;

/** The login the application uses; it owns nothing and is bound by row-level security. */
export const APP_LOGIN = 'zufa_app_login';

/**
 * Brings the schema up to date as its owner and makes sure the application's login exists.
 * Each migration is one transaction; an applied one is recognised by the hash of its text.
 */
export async function migrate(
  ownerUrl: string,
  appLogin: { name: string; password: string },
): Promise<string[]> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(
      'create table if not exists schema_migration (name text primary key, sha256 text not null, applied_at timestamptz not null)',
    );
    const applied = await applyMissing(client);
    await ensureLogin(client, appLogin);
    return applied;
  } finally {
    await client.end();
  }
}

async function applyMissing(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; sha256: string }>(
    'select name, sha256 from schema_migration',
  );
  const known = new Map(rows.map((row) => [row.name, row.sha256]));
  const applied: string[] = [];
  for (const { name, text, sha256 } of migrationFiles()) {
    const before = known.get(name);
    known.delete(name);
    if (before === sha256) continue;
    if (before !== undefined) throw new MigrationsDiffer(`迁移文件 ${name} 在执行之后被改动过。`);
    await client.query('begin');
    await client.query(text);
    await client.query('insert into schema_migration values ($1, $2, now())', [name, sha256]);
    await client.query('commit');
    applied.push(name);
  }
  const [unknown] = known.keys();
  if (unknown !== undefined)
    throw new MigrationsDiffer(`数据库由更新的版本建立（${unknown}），请使用新版程序。`);
  return applied;
}

function migrationFiles(): { name: string; text: string; sha256: string }[] {
  // Compiled code stands one folder deeper than its source.
  const folder = __dirname.includes(`${join('dist', 'src')}`) ? MIGRATIONS_DIR : SOURCE_MIGRATIONS_DIR;
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      return { name, text, sha256: createHash('sha256').update(text).digest('hex') };
    });
}

async function ensureLogin(client: Client, login: { name: string; password: string }): Promise<void> {
  const name = client.escapeIdentifier(login.name);
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [login.name]);
  if (rowCount === 0) await client.query(`create role ${name} login in role zufa_app`);
  await client.query(`alter role ${name} login password ${client.escapeLiteral(login.password)}`);
  const database = (await client.query<{ name: string }>('select current_database() as name')).rows[0]!.name;
  await client.query(`grant connect, temporary on database ${client.escapeIdentifier(database)} to zufa_app`);
}
