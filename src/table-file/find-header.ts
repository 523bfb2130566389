import { HEADER_SEARCH_ROWS } from './table-file.limits';
import { TableHeaderDiffers } from './table-file.errors';
import { EMPTY_CELL, columnLetters, type TableCell, type TableRow } from './table-row';

/** A column of a template. */
export interface TemplateColumn {
  /** Its title in the template. */
  title: string;
  /** Other titles it is known by, such as the indicator code `AAC002` (人社指标代码) for 公民身份号码. */
  aliases?: readonly string[];
  /** A file may end before it; only columns at the end of a template may be so. */
  optional?: boolean;
}

/** The last column of a marked copy, see write-marked-xlsx.ts; it is ignored when it comes back. */
export const PROBLEM_COLUMN_TITLE = '错误说明';

/** A filled cell in a column that has no title. */
export interface ExtraCell extends TableCell {
  /** Its column as the user sees it, such as `M`. */
  column: string;
}

/** A row below the header. */
export interface TableBodyRow extends TableRow {
  /** At least one cell per template column, in their order. */
  cells: TableCell[];
  /**
   * Filled cells right of the header. They belong to no column, often because a row has slipped by
   * one; an importer must report them, or their content would be lost without a word.
   */
  extraCells: ExtraCell[];
}

/** The table below its header. */
export interface TableBody {
  /** Row of the header as the user sees it. */
  headerRowNo: number;
  rows: AsyncIterable<TableBodyRow>;
}

/**
 * Finds the header among the first rows, past a merged title or a note, and compares it with the
 * template: same columns, same order; optional ones at the end may be missing. A second header row
 * right below it (codes and names one above the other) is passed over.
 * @throws TableHeaderDiffers with every difference at once
 */
export async function findHeader(
  rows: AsyncIterable<TableRow>,
  columns: readonly TemplateColumn[],
): Promise<TableBody> {
  const accepted = columns.map((column) => [column.title, ...(column.aliases ?? [])].map(titleKey));
  const needed = columns.findLastIndex((column) => !column.optional) + 1;
  const iterator = rows[Symbol.asyncIterator]();
  const seen: TableRow[] = [];
  while (seen.length < HEADER_SEARCH_ROWS) {
    const next = await iterator.next();
    if (next.done) break;
    seen.push(next.value);
    if (equalsTemplate(next.value, accepted, needed)) {
      const { rowNo, cells } = next.value;
      const body = { accepted, needed, known: titleKeys(next.value).length, width: cells.length };
      return { headerRowNo: rowNo, rows: bodyRows(iterator, body) };
    }
  }
  await iterator.return?.();
  throw headerDiffers(seen, columns, accepted);
}

/**
 * `known` is how many of the template's columns the header has, `width` how many it has itself: one more is the column
 * of problems.
 */
async function* bodyRows(
  iterator: AsyncIterator<TableRow>,
  header: { accepted: string[][]; needed: number; known: number; width: number },
): AsyncGenerator<TableBodyRow> {
  const { accepted, needed, known, width } = header;
  try {
    let isFirst = true;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      const row = next.value;
      if (isFirst && equalsTemplate(row, accepted, needed)) continue;
      isFirst = false;
      const cells = row.cells.slice(0, known);
      while (cells.length < accepted.length) cells.push(EMPTY_CELL);
      // Without a column of problems, what stands right of the header is the importer's to report.
      if (width === known) cells.push(...row.cells.slice(known));
      const extraCells = extraCellsOf(row, width);
      if (extraCells.length > 0 || cells.some(isFilled)) yield { ...row, cells, extraCells };
    }
  } finally {
    await iterator.return?.();
  }
}

function extraCellsOf(row: TableRow, width: number): ExtraCell[] {
  const beyond = row.cells.slice(width);
  return beyond.map((cell, index) => ({ ...cell, column: columnLetters(width + index) })).filter(isFilled);
}

function isFilled(cell: TableCell): boolean {
  return cell.text.trim() !== '';
}

/** Titles are compared without spaces, line breaks, a mark for required columns, and width of letters. */
function titleKey(title: string): string {
  return title
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/^\*|\*$/g, '')
    .toUpperCase();
}

function titleKeys(row: TableRow): string[] {
  const keys = row.cells.map((cell) => titleKey(cell.text));
  return keys.at(-1) === PROBLEM_COLUMN_TITLE ? keys.slice(0, -1) : keys;
}

function equalsTemplate(row: TableRow, accepted: string[][], needed: number): boolean {
  const keys = titleKeys(row);
  const isWhole = keys.length >= needed && keys.length <= accepted.length;
  return isWhole && keys.every((key, index) => accepted[index]?.includes(key));
}

function headerDiffers(
  seen: TableRow[],
  columns: readonly TemplateColumn[],
  accepted: string[][],
): TableHeaderDiffers {
  const known = new Set(accepted.flat());
  const knownTitles = (row: TableRow) => titleKeys(row).filter((key) => known.has(key)).length;
  const header = seen.reduce<TableRow | undefined>(
    (best, row) => (knownTitles(row) > (best ? knownTitles(best) : 0) ? row : best),
    undefined,
  );
  if (!header) {
    const titles = columns.map((column) => `“${column.title}”`).join('、');
    return new TableHeaderDiffers(null, [
      `在前 ${HEADER_SEARCH_ROWS} 行中找不到表头，应有的列依次为 ${titles}`,
    ]);
  }
  return new TableHeaderDiffers(header.rowNo, differences(header, columns, accepted));
}

function differences(header: TableRow, columns: readonly TemplateColumn[], accepted: string[][]): string[] {
  const keys = titleKeys(header);
  const problems: string[] = [];
  columns.forEach((column, index) => {
    const foundAt = keys.findIndex((key) => accepted[index]?.includes(key));
    const place = `第 ${header.rowNo} 行 ${columnLetters(index)} 列应为“${column.title}”`;
    if (foundAt < 0 && column.optional) return;
    if (foundAt < 0) problems.push(`${place}，表中没有这一列`);
    else if (foundAt !== index) problems.push(`${place}，它却在 ${columnLetters(foundAt)} 列`);
  });
  keys.forEach((key, index) => {
    const place = `${columnLetters(index)} 列“${header.cells[index]?.text.trim() ?? ''}”`;
    const expectedAt = accepted.findIndex((titles) => titles.includes(key));
    if (key === '') problems.push(`${columnLetters(index)} 列没有列名`);
    else if (expectedAt < 0) problems.push(`${place}不是模板中的列`);
    else if (keys.findIndex((other) => accepted[expectedAt]?.includes(other)) < index) {
      problems.push(`${place}重复出现`);
    }
  });
  return problems;
}
