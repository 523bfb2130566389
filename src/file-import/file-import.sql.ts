import { join } from 'node:path';
import { sqlFile, sqlRows } from '../database/sql-file';

/** A problem as lists show it: where, what stood there (masked), what is wrong. */
export interface ListedProblem {
  readonly rowNo: number;
  readonly column: string;
  readonly value: string;
  readonly message: string;
  readonly isError: boolean;
}

export const listImportProblems = sqlRows<
  { agencyId: number; importId: number; afterRow: number; rowLimit: number },
  ListedProblem
>(join(__dirname, 'sql/list-import-problems.sql'));

export const writeImportProblems = sqlFile<
  { agencyId: number; importId: number; rowNo: number; messages: string[] },
  { problemCount: number }
>(join(__dirname, 'sql/write-import-problems.sql'));
