import { dirname, relative, sep } from 'node:path';
import { Client } from 'pg';
import { loadedStatements, type Statement } from '../../src/database/sql-file';
import { openTestDatabase, type TestDatabase } from '../support/test-database';
import { filesUnder, lineCount, ROOT, sqlTexts, textOf } from './source-tree';
import { bareSql } from './sql-words';

/** A reader keeps a statement of this many lines in view; a longer one is two rules. */
/** The judging statement is the longest: it is one on purpose, for one reader of all the rules. */
const MAX_LINES = 250;

const SQL_FILES = filesUnder('src', '.sql');

/** The functions of the loading modules; loading them reads their statements. */
const FUNCTIONS = filesUnder('src', '.sql.ts').flatMap((loader) =>
  Object.entries(jest.requireActual<Record<string, unknown>>(`${ROOT}/${loader}`))
    .filter(([, exported]) => typeof exported === 'function')
    .map(([name]) => ({ loader, name })),
);
const STATEMENTS = new Map(
  loadedStatements().map((statement) => [relative(ROOT, statement.path).split(sep).join('/'), statement]),
);

describe('The SQL files', () => {
  it.each(SQL_FILES)('%s begins by saying what it is for', (path) => {
    expect(textOf(path)).toMatch(/^-- [A-Z].{20}/);
  });

  it.each(SQL_FILES)(`%s is one statement of at most ${MAX_LINES} lines`, (path) => {
    expect(bareSql(textOf(path))).not.toContain(';');
    expect(lineCount(path)).toBeLessThanOrEqual(MAX_LINES);
  });

  it.each(SQL_FILES)('%s is loaded when the program starts', (path) => {
    expect(STATEMENTS.has(path)).toBe(true);
  });

  it.each(FUNCTIONS)('$loader: $name has the name of its file', ({ loader, name }) => {
    const file = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

    expect(SQL_FILES).toContain(`${dirname(loader)}/sql/${file}.sql`);
  });

  it('hold no -- and no :word in a text, which the loader would take for a comment and a parameter', () => {
    const taken = SQL_FILES.filter((path) =>
      [
        ...textOf(path)
          .replace(/^\s*--.*$/gm, '')
          .matchAll(/'[^'\n]*'/g),
      ].some(([literal]) => /--|(?<![:\w]):[a-z]/i.test(literal)),
    );

    expect(taken).toEqual([]);
  });

  it('are the only files that are loaded', () => {
    expect([...STATEMENTS.keys()].filter((path) => !SQL_FILES.includes(path))).toEqual([]);
  });

  it('have no colon parameter that differs in case alone', () => {
    const confusing = [...STATEMENTS].filter(
      ([, { names }]) => new Set(names.map((name) => name.toLowerCase())).size < names.length,
    );

    expect(confusing.map(([path]) => path)).toEqual([]);
  });
});

describe('Each statement, asked of the migrated database by the application’s own login', () => {
  let db: TestDatabase;
  let client: Client;
  let left: { path: string; problem: string }[];

  beforeAll(async () => {
    db = await openTestDatabase();
    client = new Client({ connectionString: db.appUrl });
    await client.connect();
    await client.query('begin');
    await client.query(`select set_config('zufa.agency_id', '1', true)`);
    left = await createsTemporaryTables();
  });
  afterAll(async () => {
    await client.end();
    await db.close();
  });

  /**
   * Tries one statement and takes back what it did, unless it is to stay. Parameters are null: types are what
   * matters. Gives PostgreSQL's complaint, or null.
   */
  const complaintAbout = async (
    text: string,
    names: readonly string[],
    stays = false,
  ): Promise<string | null> => {
    await client.query('savepoint before');
    try {
      await client.query(
        text,
        names.map(() => null),
      );
      if (!stays) await client.query('rollback to before');
      return null;
    } catch (error) {
      await client.query('rollback to before');
      return (error as Error).message;
    }
  };

  /** Runs every statement that makes a temporary table, until no more succeeds: one may need another's table. */
  const createsTemporaryTables = async () => {
    let waiting = [...STATEMENTS]
      .map(([path, { text, names }]) => ({ path, text, names }))
      .concat(
        filesUnder('src', '.ts').flatMap((path) =>
          sqlTexts(path).map(({ place, text }) => ({ path: place, text, names: [] as readonly string[] })),
        ),
      )
      .filter(({ text }) => isCreation(text))
      .map((statement) => ({ ...statement, problem: '' }));
    for (let before = Infinity; waiting.length < before;) {
      before = waiting.length;
      const failed: typeof waiting = [];
      for (const statement of waiting) {
        const problem = await complaintAbout(statement.text, statement.names, true);
        if (problem !== null) failed.push({ ...statement, problem });
      }
      waiting = failed;
    }
    return waiting.map(({ path, problem }) => ({ path, problem }));
  };

  it('makes its temporary tables', () => {
    expect(left).toEqual([]);
  });

  it.each(SQL_FILES.filter((path) => !isCreation(STATEMENTS.get(path)?.text ?? '')))(
    '%s fits the schema and is within the application’s rights',
    async (path) => {
      const { text, names } = STATEMENTS.get(path) as Statement;

      // A plan is made, and rights are checked, exactly as for the statement itself; nothing is done.
      const explained = /^(select|insert|update|delete|with|merge|values)\b/i.test(text)
        ? `explain ${text}`
        : text;
      expect(await complaintAbout(explained, names)).toBeNull();
    },
  );
});

function isCreation(text: string): boolean {
  return /^\s*create\s+temp/i.test(text);
}
