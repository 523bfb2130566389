import { Client } from 'pg';
import { APP_LOGIN } from '../../src/database/migrate';
import { openTestDatabase, type TestDatabase } from '../support/test-database';
import { dumpSchema } from './schema-dump';
import { fillsEveryTable } from './fill-tables';
import { textOf } from './source-tree';

/** Tables that belong to no agency, with the reason. */
const WITHOUT_AGENCY: Record<string, string> = {
  agency: 'is the list of agencies',
  schema_migration: 'is the history of the schema; the application has no right to it at all',
};

/** The only rows the application may ever delete: prepared lines of an import that came to nothing. */
const DELETABLE = ['comparison_hit', 'file_import_problem', 'roster_import_row', 'verification_import_row'];

/** What is written once and never changed, so that nobody can rewrite it. */
const NEVER_UPDATED = [
  'audit_entry',
  'deduction_consent',
  'evidence_file',
  'instalment',
  'control_run',
  'ledger_entry',
  'password_history',
  'payment',
  'payment_outcome',
  'recovery_entry',
  'repayment',
  'stored_file',
  'stored_file_chunk',
];

describe('The schema the migrations make', () => {
  let db: TestDatabase;
  let owner: Client;

  beforeAll(async () => {
    db = await openTestDatabase();
    owner = new Client({ connectionString: db.ownerUrl });
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await db.close();
  });

  const ask = async (sql: string, params: unknown[] = []) =>
    (await owner.query<{ line: string }>(sql, params)).rows.map(({ line }) => line);
  const tables = () =>
    ask(
      `select relname as line from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1`,
    );

  it('is schema.sql, which shows the effect of every migration (after a new one: npm run schema)', async () => {
    expect(await dumpSchema(owner)).toBe(textOf('schema.sql'));
  });

  it('begins every primary key, unique constraint, foreign key and index with agency_id', async () => {
    const keys = await ask(
      `select conrelid::regclass || '.' || conname as line
       from pg_constraint
       join pg_attribute on attrelid = conrelid and attnum = conkey[1]
       where connamespace = 'public'::regnamespace and contype in ('p', 'u', 'f') and attname <> 'agency_id'
         and not conrelid::regclass::text = any($1)
       union
       select indrelid::regclass || '.' || indexrelid::regclass
       from pg_index
       join pg_class on pg_class.oid = indrelid and relnamespace = 'public'::regnamespace
       left join pg_attribute on attrelid = indrelid and attnum = indkey[0]
       where attname is distinct from 'agency_id' and not indrelid::regclass::text = any($1)`,
      [Object.keys(WITHOUT_AGENCY)],
    );

    expect(keys).toEqual([]);
  });

  it('points foreign keys at the agency’s own rows: agency_id refers to agency_id, or to the agency itself', async () => {
    const astray = await ask(
      `select conrelid::regclass || '.' || conname as line
       from pg_constraint
       join pg_attribute on attrelid = confrelid and attnum = confkey[1]
       where connamespace = 'public'::regnamespace and contype = 'f' and attname <> 'agency_id'
         and confrelid <> 'agency'::regclass`,
    );

    expect(astray).toEqual([]);
  });

  it('gives every table a primary key', async () => {
    const keyless = await ask(
      `select relname as line from pg_class
       where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
         and not exists (select from pg_constraint where conrelid = pg_class.oid and contype = 'p')`,
    );

    expect(keyless).toEqual([]);
  });

  it('counts money in whole fen: every column named so is a bigint, and no column is a fraction', async () => {
    const fractions = await ask(
      `select attrelid::regclass || '.' || attname as line
       from pg_attribute
       join pg_class on pg_class.oid = attrelid and relkind = 'r' and relnamespace = 'public'::regnamespace
       where attnum > 0 and (atttypid::regtype::text in ('numeric', 'real', 'double precision', 'money')
         or (attname like '%\\_fen' and atttypid <> 'bigint'::regtype))`,
    );

    expect(fractions).toEqual([]);
  });

  it('switches row-level security on for every table, with a policy that names the agency', async () => {
    const unguarded = await ask(
      `select relname as line from pg_class
       where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname <> 'schema_migration'
         and (not relrowsecurity or not exists (
           select from pg_policies where tablename = relname and cmd = 'ALL' and qual like '%current_agency_id()%'
         ))`,
    );

    expect(unguarded).toEqual([]);
  });

  it('lets the application delete prepared import lines and nothing else, and truncate nothing', async () => {
    const granted = await ask(
      `select relname || ' ' || privilege_type as line
       from pg_class, aclexplode(relacl)
       where relnamespace = 'public'::regnamespace and grantee <> relowner
         and privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'USAGE') order by 1`,
    );

    expect(granted).toEqual(DELETABLE.map((table) => `${table} DELETE`));
  });

  it('lets the application update no history', async () => {
    const fixed = await ask(
      `select relname as line from pg_class
       where relnamespace = 'public'::regnamespace and relkind = 'r' and not has_table_privilege($1, oid, 'UPDATE') order by 1`,
      [APP_LOGIN],
    );

    expect(fixed).toEqual([...NEVER_UPDATED, 'schema_migration'].sort());
  });

  it('gives the application a login that owns nothing and has no power of its own', async () => {
    const { rows } = await owner.query(
      `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
         (select count(*)::int from pg_shdepend where refobjid = pg_roles.oid and deptype = 'o') as owned,
         array(select roleid::regrole::text from pg_auth_members where member = pg_roles.oid) as memberships
       from pg_roles where rolname in ($1, 'zufa_app') order by rolname`,
      [APP_LOGIN],
    );

    const powerless = {
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolreplication: false,
      owned: 0,
    };
    expect(rows).toEqual([
      { ...powerless, memberships: [] },
      { ...powerless, memberships: ['zufa_app'] },
    ]);
  });

  it('has no function that runs with the owner’s rights', async () => {
    expect(
      await ask(
        `select proname as line from pg_proc where pronamespace = 'public'::regnamespace and prosecdef`,
      ),
    ).toEqual([]);
  });

  describe('when a query forgets its WHERE', () => {
    const [OURS, NEIGHBOUR, NOBODY] = [1, 2, 3];
    let named: string[];

    beforeAll(async () => {
      named = (await tables()).filter((table) => !(table in WITHOUT_AGENCY));
      await fillsEveryTable(owner, named, [OURS, NEIGHBOUR]);
    });

    it.each`
      scope                                    | agencyId     | seen
      ${'its own agency’s rows'}               | ${OURS}      | ${[OURS]}
      ${'the neighbour’s as the neighbour'}    | ${NEIGHBOUR} | ${[NEIGHBOUR]}
      ${'nothing as an agency without rows'}   | ${NOBODY}    | ${[]}
      ${'nothing outside of any agency scope'} | ${null}      | ${[]}
    `('it sees $scope, in every table', async ({ agencyId, seen }) => {
      for (const table of named) {
        const count = `select agency_id as agency, count(*)::int as rows from ${table} group by 1`;
        const rows: { agency: number; rows: number }[] =
          agencyId === null
            ? await db.database.dataSource.query(count)
            : await db.database.transaction(agencyId, (tx) => tx.query(count));
        expect({ table, rows }).toEqual({ table, rows: seen.map((agency: number) => ({ agency, rows: 1 })) });
      }
    });

    it('cannot write a row of another agency', async () => {
      await expect(
        db.database.transaction(OURS, (tx) =>
          tx.query(`insert into audit_head values ($1, 1, '\\x00')`, [NOBODY]),
        ),
      ).rejects.toThrow('row-level security');
    });

    it('cannot change another agency’s row', async () => {
      const [, changed] = (await db.database.transaction(OURS, (tx) =>
        tx.query('update audit_head set seq = seq where agency_id = $1', [NEIGHBOUR]),
      )) as [unknown, number];

      expect(changed).toBe(0);
    });
  });
});
