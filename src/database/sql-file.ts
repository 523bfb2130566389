import { readFileSync } from 'node:fs';
import type { EntityManager } from 'typeorm';

/** Parameters of a statement, by the name that follows the colon in its file. */
export type SqlParams = Record<string, unknown>;

/** One statement read from a file: its text with `$n` in place of `:name`, and the names in order. */
export interface Statement {
  readonly path: string;
  readonly text: string;
  readonly names: readonly string[];
}

const LOADED: Statement[] = [];

/** Every statement loaded so far; a structure test prepares each of them. */
export function loadedStatements(): readonly Statement[] {
  return LOADED;
}

function load(path: string, around: (text: string) => string = (text) => text): Statement {
  const names: string[] = [];
  const text = around(readFileSync(path, 'utf8').replace(/--.*$/gm, '').trim()).replace(
    /(?<![:\w]):([a-z]\w*)/gi,
    (_, name: string) => {
      if (!names.includes(name)) names.push(name);
      return `$${names.indexOf(name) + 1}`;
    },
  );
  const statement = { path, text, names };
  LOADED.push(statement);
  return statement;
}

function bind({ path, names }: Statement, params: SqlParams): unknown[] {
  const unexpected = Object.keys(params).filter((name) => !names.includes(name));
  const missing = names.filter((name) => params[name] === undefined);
  if (missing.length + unexpected.length > 0) {
    throw new Error(`${path}: missing [${missing.join()}], unexpected [${unexpected.join()}]`);
  }
  return names.map((name) => params[name]);
}

/**
 * Loads one SQL statement that ends in a SELECT of exactly one row reporting what it did.
 *
 * Parameters are written `:name` in the file and bound by the driver, never spliced into the
 * text. Two limits: no ` :word` and no `--` inside a SQL string.
 */
export function sqlFile<Params extends SqlParams, Row>(path: string) {
  const statement = load(path);
  return async (tx: EntityManager, params: Params): Promise<Row> => {
    const rows: Row[] = await tx.query(statement.text, bind(statement, params));
    if (rows.length !== 1) throw new Error(`${path}: expected one summary row, got ${rows.length}`);
    return rows[0]!;
  };
}

/** Loads one SQL statement that returns any number of rows: lists and reports, always bounded by a limit. */
export function sqlRows<Params extends SqlParams, Row>(path: string) {
  const statement = load(path);
  return (tx: EntityManager, params: Params): Promise<Row[]> =>
    tx.query(statement.text, bind(statement, params));
}

/** Loads one utility statement (create a temporary table, copy) that reports nothing. */
export function sqlCommand<Params extends SqlParams>(path: string) {
  const statement = load(path);
  return async (tx: EntityManager, params: Params): Promise<void> => {
    await tx.query(statement.text, bind(statement, params));
  };
}

/**
 * Loads one SELECT whose rows go into a temporary table, each behind a label; for questions that are many and of one
 * shape, asked one by one and answered together.
 */
export function sqlInto<Params extends SqlParams>(path: string, table: string, label: string) {
  const statement = load(
    path,
    (text) => `insert into ${table} select :label::text, picked.* from (${text}) picked`,
  );
  return async (tx: EntityManager, params: Params): Promise<void> => {
    await tx.query(statement.text, bind(statement, { label, ...params }));
  };
}
