import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadedStatements } from '../src/database/sql-file';
import { ScreeningService } from '../src/control/screening.service';
import { compile, openDraft } from './compile-step';
import type { Laboratory } from './laboratory';
import type { Contest } from './measure';

/**
 * A registry as offices have it: telephones, ages, sexes that fit the ID, accounts that came with a roster a year ago, and
 * verifications. One in five hundred is odd, and one in five hundred has a new account.
 */
const REGISTRY = [
  `update person set phone_index = case when id % 500 = 1 then null else sha256(id::text::bytea) end,
    born_on = case when id % 500 = 2 then '1910-01-01' else '1925-01-01'::date + (id % 9000)::int end,
    citizen_id_tail = lpad((id % 1000)::text, 3, '0') || 'X',
    sex = case when (id % 2 = 1) <> (id % 500 = 3) then 'MALE' else 'FEMALE' end`,
  `update bank_account set import_id = case when id % 500 > 5 then 1 end,
    confirmed_at = case when id % 500 = 5 then '2025-01-04'::timestamptz else '2024-01-02' end`,
  `update enrollment set retired_on = case when id % 500 = 4 then '2024-06-01'::date else '1990-01-01' end`,
  `insert into verification (agency_id, person_id, channel, verified_on, evidence, import_id, recorded_by, recorded_at, result)
    select agency_id, person_id, case when person_id % 5 = 0 then 'COUNTER' else 'MOBILE' end, verified_on, '认证',
      case when person_id % 20 > 0 then 1 end, 1, verified_on + interval '2 hours' + person_id % 5000 * interval '3 seconds', 'PASSED'
    from verification_status where verified_on is not null`,
];

/**
 * A whole screening (内控筛查): all rules of everybody, compared with what is known and recorded. The floor is, for each
 * rule, one sequential read of each table its statement names, counting the rows and hashing one key of each: what a rule
 * must do at least, for it can judge nobody it has not read. The application reads without parallel workers, for its
 * statements write; so does the floor.
 */
export function screeningContest(laboratory: Laboratory): Contest {
  const { app, owner, actor, foundation } = laboratory;
  const { agencyId } = actor;
  let reads: readonly string[] = [];
  return {
    name: 'screening',
    bound: 5,
    warmUp: async () => {
      await openDraft(laboratory);
      await compile(laboratory);
      await owner.query('set session_replication_role = replica');
      await owner.query('truncate verification');
      for (const statement of REGISTRY) await owner.query(statement);
      await owner.query('set session_replication_role = origin');
      await owner.query('vacuum analyze');
      reads = await readsOfRules(laboratory);
    },
    prepare: async () => {
      await owner.query('truncate control_finding, control_run restart identity');
      await owner.query('checkpoint');
    },
    product: () =>
      foundation.database.transaction(agencyId, async (tx) => {
        const everybody = { kind: 'ON_DEMAND', projectId: null, batch: null } as const;
        await app.get(ScreeningService).run(tx, actor, everybody);
      }),
    floor: async () => {
      await owner.query('begin');
      await owner.query('set local max_parallel_workers_per_gather = 0');
      for (const statement of reads) await owner.query(statement, [agencyId]);
      await owner.query('commit');
    },
  };
}

/** One reading statement per rule and table that its SQL names. */
async function readsOfRules({ owner }: Laboratory): Promise<string[]> {
  const { rows } = await owner.query<{ name: string; key: string }>(
    `select relname as name, (
       select attname from pg_attribute
       where attrelid = pg_class.oid and attname <> 'agency_id' and atttypid = 'bigint'::regtype and attnum > 0 and attnotnull
       order by attnum limit 1
     ) as key
     from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
  );
  const keys = new Map(rows.map(({ name, key }) => [name, key]));
  const rules = loadedStatements().filter(({ path }) => path.includes(join('control', 'rules', 'sql')));
  return rules.flatMap(({ path }) => {
    const sql = readFileSync(path, 'utf8').replace(/--.*$/gm, '');
    const named = [...sql.matchAll(/\b(?:from|join)\s+(\w+)/g)].map((hit) => hit[1]!);
    return [...new Set(named)].flatMap((name) => {
      const key = keys.get(name);
      return key ? [`select count(*), bit_xor(hashint8(${key})) from ${name} where agency_id = $1`] : [];
    });
  });
}
