import type { Readable } from 'node:stream';
import { PROBLEM_COLUMN_TITLE, type TemplateColumn } from './find-header';
import type { TableRow } from './table-row';
import { STYLE } from './workbook-parts';
import { writeStyledXlsx, type OutputValue, type StyledValue } from './write-xlsx';

/** What is wrong with a cell, or with the row as a whole (column null). */
export interface CellProblem {
  /** Title of the template column. */
  column: string | null;
  /** A Chinese sentence. */
  message: string;
}

/**
 * A copy of uploaded rows for the user to correct and upload again: every cell with a problem is
 * red, the last column (错误说明) says what is wrong and where the row stood. The caller chooses
 * the rows, all or only those with problems. Everything is text, so the copy loses nothing more;
 * the reader ignores the last column when the file comes back.
 */
export function writeMarkedXlsx(
  columns: readonly TemplateColumn[],
  rows: Iterable<TableRow> | AsyncIterable<TableRow>,
  problems: ReadonlyMap<number, readonly CellProblem[]>,
): Readable {
  const titles = columns.map((column) => ({ title: column.title }));
  const output = [...titles, { title: PROBLEM_COLUMN_TITLE, width: 60 }];
  return writeStyledXlsx(output, markedRows(columns, rows, problems), PROBLEM_COLUMN_TITLE);
}

async function* markedRows(
  columns: readonly TemplateColumn[],
  rows: Iterable<TableRow> | AsyncIterable<TableRow>,
  problems: ReadonlyMap<number, readonly CellProblem[]>,
): AsyncGenerator<(OutputValue | StyledValue)[]> {
  for await (const row of rows) {
    const found = problems.get(row.rowNo) ?? [];
    const wrong = new Set(found.map((problem) => problem.column));
    const cells = columns.map((column, index) => {
      const text = row.cells[index]?.text ?? '';
      return wrong.has(column.title) ? { text, style: STYLE.marked } : text;
    });
    yield [...cells, explanation(row.rowNo, found)];
  }
}

function explanation(rowNo: number, problems: readonly CellProblem[]): StyledValue | null {
  if (problems.length === 0) return null;
  const sentences = problems.map(({ column, message }) =>
    column === null ? message : `${column}：${message}`,
  );
  return { text: `原第 ${rowNo} 行。${sentences.join('\n')}`, style: STYLE.problem };
}
