import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { FileStore } from '../file-store/file-store.service';
import { findHeader, type TemplateColumn } from '../table-file/find-header';
import { readTable } from '../table-file/read-table';
import { USUAL_LIMITS, type TableLimits } from '../table-file/table-file.limits';
import { TableFileNotATable, TableFileRefused } from '../table-file/table-file.errors';
import type { TableRow } from '../table-file/table-row';
import { writeMarkedXlsx, type CellProblem } from '../table-file/write-marked-xlsx';
import type { FileImport } from './file-import.entity';
import { listImportProblems, type ListedProblem } from './file-import.sql';
import { stageRows, type StagedValue } from './stage-rows';

/** How the rows of one kind of file are read into its staging table. */
export interface StagingPlan {
  readonly columns: readonly TemplateColumn[];
  /** How large the file may be, where that is more than usual. */
  readonly limits?: TableLimits;
  readonly table: string;
  readonly tableColumns: readonly string[];
  /** Creates the temporary table in the transaction. */
  create(tx: EntityManager): Promise<void>;
  /** One row's values in the order of `tableColumns`; what is wrong with the row is one of them. */
  read(row: TableRow): readonly StagedValue[];
}

/** What reading a file came to; a refusal is of the file as a whole. */
export interface StagedFile {
  readonly rowCount: number;
  readonly sheetName: string | null;
  readonly refusal: TableFileRefused | null;
}

/** A file made for download; `discard` removes it when it has been sent. */
export interface MadeFile {
  readonly path: string;
  discard(): Promise<void>;
}

/** Rows with problems are fetched this many at a time while the marked copy is written. */
const PROBLEM_PAGE_ROWS = 500;

/** Reads the stored file of an import, for its check and for the copy with the bad cells marked. */
@Injectable()
export class ImportReader {
  constructor(private readonly files: FileStore) {}

  /**
   * Reads every row into the plan's temporary table, with constant memory beyond the file itself. A file that is
   * refused, be it in its last row, is reported and not thrown: the transaction goes on to record it.
   */
  async stage(
    tx: EntityManager,
    found: FileImport,
    plan: StagingPlan,
    onRow: (rowCount: number) => void,
  ): Promise<StagedFile> {
    let rowCount = 0;
    let sheetName: string | null = null;
    let refusal: TableFileRefused | null = null;
    async function* values(rows: AsyncIterable<TableRow>): AsyncGenerator<readonly StagedValue[]> {
      try {
        for await (const row of rows) {
          rowCount += 1;
          sheetName = row.sheetName;
          onRow(rowCount);
          yield plan.read(row);
        }
      } catch (error) {
        if (!(error instanceof TableFileRefused)) throw error;
        refusal = error;
      }
    }
    try {
      const body = await this.body(tx, found, plan.columns, plan.limits);
      await plan.create(tx);
      await stageRows(tx, plan.table, plan.tableColumns, values(body.rows));
      if (rowCount === 0) refusal ??= new TableFileNotATable('表头下面没有数据行。');
    } catch (error) {
      if (!(error instanceof TableFileRefused)) throw error;
      refusal = error;
    }
    return { rowCount, sheetName, refusal };
  }

  /** Writes the rows that have problems into a workbook, bad cells marked, for the uploader to correct. */
  async writeProblemFile(
    tx: EntityManager,
    found: FileImport,
    columns: readonly TemplateColumn[],
    limits?: TableLimits,
  ): Promise<MadeFile> {
    const folder = await mkdtemp(join(tmpdir(), 'zufa-problems-'));
    const discard = () => rm(folder, { recursive: true, force: true });
    const path = join(folder, 'problems.xlsx');
    try {
      // Rows and problems come in the same order, so only one row's problems are held at a time.
      const current = new Map<number, CellProblem[]>();
      const body = await this.body(tx, found, columns, limits);
      const rows = this.rowsWithProblems(tx, found, body.rows, current);
      await pipeline(writeMarkedXlsx(columns, rows, current), createWriteStream(path));
      return { path, discard };
    } catch (error) {
      await discard();
      throw error;
    }
  }

  private async *rowsWithProblems(
    tx: EntityManager,
    found: FileImport,
    rows: AsyncIterable<TableRow>,
    current: Map<number, CellProblem[]>,
  ): AsyncGenerator<TableRow> {
    const problems = this.problemsByRow(tx, found);
    let next = await problems.next();
    for await (const row of rows) {
      while (!next.done && next.value.rowNo < row.rowNo) next = await problems.next();
      if (next.done) return;
      if (next.value.rowNo > row.rowNo) continue;
      current.clear();
      current.set(row.rowNo, next.value.problems);
      yield row;
    }
  }

  private async *problemsByRow(
    tx: EntityManager,
    { agencyId, id }: FileImport,
  ): AsyncGenerator<{ rowNo: number; problems: CellProblem[] }> {
    for (let afterRow = 0; ;) {
      const page = await listImportProblems(tx, {
        agencyId,
        importId: id,
        afterRow,
        rowLimit: PROBLEM_PAGE_ROWS,
      });
      if (page.length === 0) return;
      for (const rowNo of new Set(page.map((problem) => problem.rowNo))) {
        afterRow = rowNo;
        yield { rowNo, problems: page.filter((problem) => problem.rowNo === rowNo).map(cellProblem) };
      }
    }
  }

  private async body(
    tx: EntityManager,
    found: FileImport,
    columns: readonly TemplateColumn[],
    limits: TableLimits = USUAL_LIMITS,
  ) {
    const { name, content } = await this.files.open(tx, found.agencyId, found.fileId);
    return findHeader(readTable(content, { name, limits }), columns);
  }
}

function cellProblem({ column, message, isError }: ListedProblem): CellProblem {
  return { column: column === '' ? null : column, message: isError ? message : `（提示）${message}` };
}
