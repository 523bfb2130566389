/** What one SQL text does to tables of the schema. */
export interface TableUse {
  readonly writes: readonly string[];
  readonly reads: readonly string[];
}

/** The text without comments and string literals, so that neither is taken for SQL. */
export function bareSql(text: string): string {
  return text
    .replace(/--.*$/gm, '')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/'(?:[^']|'')*'/g, `''`);
}

/**
 * Which of `tables` an SQL text writes (insert, update, delete, merge, truncate, copy in) and which it reads (from,
 * join, using, copy out). A name that the text itself defines with `with ... as (` is not a table.
 */
export function tablesUsed(text: string, tables: ReadonlySet<string>): TableUse {
  const sql = bareSql(text).toLowerCase();
  const own = new Set(
    [...sql.matchAll(/(\w+)\s*(?:\([^()]*\)\s*)?as\s+(?:not\s+)?(?:materialized\s*)?\(/g)].map(
      (hit) => hit[1]!,
    ),
  );
  const named = (pattern: RegExp) =>
    [...new Set([...sql.matchAll(pattern)].map((hit) => hit[1]!))]
      .filter((name) => tables.has(name) && !own.has(name))
      .sort();
  return {
    writes: named(
      /\b(?:insert\s+into|update|delete\s+from|merge\s+into|truncate(?:\s+table)?|copy)\s+(?:only\s+)?"?(\w+)/g,
    ),
    reads: named(/\b(?:from|join|using)\s+(?:only\s+|lateral\s+)?"?(\w+)/g),
  };
}

/** The tables of `schema.sql`, which the schema test holds equal to the migrations. */
export function tablesOf(schema: string): string[] {
  return [...schema.matchAll(/^create table (\w+) \(/gm)].map((hit) => hit[1]!);
}
