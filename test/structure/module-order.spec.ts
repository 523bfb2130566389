import { dirname } from 'node:path';
import ts from 'typescript';
import { filesUnder, importsOf, moduleOf, nodesOf, parse, sqlTexts, textOf } from './source-tree';
import { tablesOf, tablesUsed } from './sql-words';

/**
 * The order of the modules, the law of design 3: a module imports only from modules before it. What stands together
 * in a row is of one kind, yet the order holds within a row too, so there can be no cycle. A new folder of `src/` gets
 * its place here first. The entries (the files directly in `src/`) stand above all and are imported by nobody.
 */
const ORDER = [
  // what everything stands on; knows nothing of the office
  ['errors', 'calendar', 'config', 'logging', 'table-file', 'database', 'vault'],
  ['access', 'http', 'queue', 'file-store'],
  // who works here, and what is on record
  ['agency', 'audit', 'auth'],
  // whom and what the office pays
  ['person', 'project'],
  ['file-import', 'enrollment', 'verification', 'reminder', 'comparison', 'monthly-round'],
  // what is owed, what pays for it, and how it leaves
  ['funding', 'entitlement', 'batch'],
  ['bank-exchange', 'recovery', 'reconciliation', 'control', 'explanation', 'report'],
  // imported by nobody but the entries
  ['jobs'],
].flat();

/** Which module owns which table: its rows are written by that module alone and read by those above it. */
const OWNER_OF: Record<string, string> = {
  agency: 'agency',
  app_user: 'auth',
  password_history: 'auth',
  session: 'auth',
  idempotency_key: 'http',
  audit_entry: 'audit',
  audit_head: 'audit',
  job: 'queue',
  stored_file: 'file-store',
  stored_file_chunk: 'file-store',
  project: 'project',
  benefit: 'project',
  benefit_rate: 'project',
  payout: 'project',
  payout_benefit: 'project',
  person: 'person',
  bank_account: 'person',
  life_event: 'person',
  file_import: 'file-import',
  file_import_problem: 'file-import',
  roster_import_row: 'enrollment',
  enrollment: 'enrollment',
  enrollment_amount: 'enrollment',
  verification: 'verification',
  verification_status: 'verification',
  verification_import_row: 'verification',
  evidence_file: 'verification',
  reminder: 'reminder',
  reminder_dispatch: 'reminder',
  suspicion: 'comparison',
  comparison_hit: 'comparison',
  monthly_round: 'monthly-round',
  round_member: 'monthly-round',
  funding_line: 'funding',
  funding_document: 'funding',
  funding_balance: 'funding',
  ledger_entry: 'funding',
  entitlement: 'entitlement',
  // The lines of a batch and what banks say of them belong to who judges: one module decides what is paid.
  payment: 'entitlement',
  payment_outcome: 'entitlement',
  deduction: 'entitlement',
  overpayment_case: 'recovery',
  overpaid_month: 'recovery',
  deduction_consent: 'recovery',
  repayment_agreement: 'recovery',
  instalment: 'recovery',
  repayment: 'recovery',
  recovery_entry: 'recovery',
  payment_batch: 'batch',
  batch_version: 'batch',
  bank_profile: 'bank-exchange',
  bank_file: 'bank-exchange',
  bank_return: 'bank-exchange',
  return_discrepancy: 'bank-exchange',
  reconciliation: 'reconciliation',
  control_setting: 'control',
  control_run: 'control',
  control_finding: 'control',
  schema_migration: 'database',
};

/**
 * Writes to another module's table that are agreed, each with its reason. A list to be made shorter: one that no longer
 * happens fails the test too.
 */
const AGREED_WRITES: Record<string, string> = {
  'src/auth/setup.service.ts writes agency': 'founding an agency and its first administrator is one act',
  'src/auth/setup.service.ts writes audit_head': 'the same act begins the agency’s audit chain',
  'src/jobs/job-execution.ts writes Job': 'queue asks for jobs, jobs runs them: two halves of one table',
  // Each kind of file says in one statement what is wrong with its rows beside each other and the registry.
  'src/enrollment/sql/list-roster-problems.sql writes file_import_problem':
    'problems of rows only this module knows',
  'src/verification/sql/list-verification-import-problems.sql writes file_import_problem':
    'problems of rows only this module knows',
  'src/comparison/sql/list-comparison-problems.sql writes file_import_problem':
    'problems of rows only this module knows',
  // A roster is persons, accounts and enrolments in one line; a hundred thousand of them are written as sets.
  'src/enrollment/sql/insert-roster-persons.sql writes person': 'written as a set from roster_import_row',
  'src/enrollment/sql/update-roster-persons.sql writes person': 'written as a set from roster_import_row',
  'src/enrollment/sql/close-replaced-accounts.sql writes bank_account':
    'written as a set from roster_import_row',
  'src/enrollment/sql/open-roster-accounts.sql writes bank_account':
    'written as a set from roster_import_row',
};

const SOURCES = filesUnder('src', '.ts');
const SQL_FILES = filesUnder('src', '.sql');
const rankOf = (module: string): number => ORDER.indexOf(module);
const TABLES = new Set(tablesOf(textOf('schema.sql')));

describe('The order of the modules', () => {
  it('names every folder of src/', () => {
    const folders = new Set([...SOURCES, ...SQL_FILES].flatMap((path) => moduleOf(path) ?? []));

    expect([...folders].filter((folder) => rankOf(folder) < 0)).toEqual([]);
    expect(new Set(ORDER).size).toBe(ORDER.length);
  });

  it('lets a module import only from modules before it', () => {
    const upward = SOURCES.flatMap((path) => {
      const module = moduleOf(path);
      if (module === null) return [];
      return importsOf(path)
        .filter((imported) => {
          const other = moduleOf(imported.path);
          return other !== module && (other === null || rankOf(other) >= rankOf(module));
        })
        .map((imported) => `${path} imports ${imported.path}`);
    });

    expect(upward).toEqual([]);
  });

  it('keeps src/ to itself: nothing in it imports the tests, the demonstration or the bench', () => {
    const outward = SOURCES.flatMap((path) =>
      importsOf(path).flatMap((imported) =>
        imported.path.startsWith('src/') ? [] : [`${path} imports ${imported.path}`],
      ),
    );

    expect(outward).toEqual([]);
  });

  it('has no cycle of files either, types apart', () => {
    const next = new Map(
      SOURCES.map((path) => [path, importsOf(path).flatMap((one) => (one.onlyTypes ? [] : [one.path]))]),
    );

    expect(cyclesIn(next)).toEqual([]);
  });

  it('resolves no cycle by forwardRef', () => {
    expect(SOURCES.filter((path) => textOf(path).includes('forwardRef'))).toEqual([]);
  });
});

describe('The tables of the modules', () => {
  const uses = [
    ...SQL_FILES.map((path) => ({ path, place: path, text: textOf(path) })),
    ...SOURCES.flatMap((path) => sqlTexts(path).map((sql) => ({ path, ...sql }))),
  ].flatMap(({ path, place, text }) => {
    const module = moduleOf(path);
    return module === null ? [] : [{ module, path, place, ...tablesUsed(text, TABLES) }];
  });
  const agreedSeen: string[] = [];
  const notAgreed = (writes: readonly string[]) => writes.filter((write) => !(write in AGREED_WRITES));

  it('each have one owner', () => {
    expect(Object.keys(OWNER_OF).sort()).toEqual([...TABLES].sort());
    expect(Object.values(OWNER_OF).filter((module) => rankOf(module) < 0)).toEqual([]);
  });

  it('are written by SQL of their owner alone', () => {
    const foreign = uses.flatMap(({ module, path, writes }) =>
      writes.filter((table) => OWNER_OF[table] !== module).map((table) => `${path} writes ${table}`),
    );

    expect(notAgreed(foreign)).toEqual([]);
    agreedSeen.push(...foreign);
  });

  it('are written by entity of their owner alone', () => {
    const foreign = SOURCES.flatMap((path) => {
      const entities = new Map(
        importsOf(path)
          .filter((one) => one.path.endsWith('.entity.ts') && moduleOf(one.path) !== moduleOf(path))
          .flatMap((one) => one.names.map((name) => [name, one.path] as const)),
      );
      return nodesOf(parse(path), ts.isCallExpression).flatMap((call) => {
        const [target] = call.arguments;
        const isWrite =
          ts.isPropertyAccessExpression(call.expression) &&
          /^(insert|update|upsert|delete|softDelete|increment|decrement|save|remove|into)$/.test(
            call.expression.name.text,
          );
        return isWrite && target && ts.isIdentifier(target) && entities.has(target.text)
          ? [`${path} writes ${target.text}`]
          : [];
      });
    });

    expect(notAgreed(foreign)).toEqual([]);
    agreedSeen.push(...foreign);
  });

  it('need every agreement on a foreign write that is listed', () => {
    expect(Object.keys(AGREED_WRITES).filter((agreed) => !agreedSeen.includes(agreed))).toEqual([]);
  });

  it('are read by SQL of their owner and of the modules above it', () => {
    const upward = uses.flatMap(({ module, place, reads }) =>
      reads
        .filter((table) => rankOf(OWNER_OF[table]!) > rankOf(module))
        .map((table) => `${place} reads ${table} of ${OWNER_OF[table]}`),
    );

    expect(upward).toEqual([]);
  });

  it('are reached by a SQL file through its own module: nobody loads another module’s file', () => {
    const borrowed = SOURCES.filter((path) => path.endsWith('.sql.ts')).filter((path) =>
      /\.\.\/[\w-]+\/sql\//.test(textOf(path)),
    );

    expect(borrowed).toEqual([]);
    expect(SQL_FILES.filter((path) => !dirname(path).endsWith('/sql'))).toEqual([]);
  });
});

/** Every cycle of a graph as `a > b > a`, found by walking each node's followers once. */
function cyclesIn(next: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const cycles: string[] = [];
  const walk = (node: string, trail: readonly string[]): void => {
    if (trail.includes(node)) {
      cycles.push([...trail.slice(trail.indexOf(node)), node].join(' > '));
      return;
    }
    if (done.has(node)) return;
    for (const follower of next.get(node) ?? []) walk(follower, [...trail, node]);
    done.add(node);
  };
  for (const node of next.keys()) walk(node, []);
  return cycles;
}
