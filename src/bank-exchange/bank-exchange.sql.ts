import { join } from 'node:path';
import { sqlCommand, sqlFile, sqlRows } from '../database/sql-file';

type OfVersion = { agencyId: number; versionId: number };

const path = (name: string) => join(__dirname, 'sql', name);

/** Count and total (fen) of one file of a batch. */
export interface PartTotals {
  readonly partNo: number;
  readonly firstSerial: number;
  readonly lineCount: number;
  readonly totalFen: number;
}

export const sumFileParts = sqlRows<OfVersion & { linesPerFile: number }, PartTotals>(
  path('sum-file-parts.sql'),
);

export const createReturnedLines = sqlCommand<Record<string, never>>(path('create-returned-lines.sql'));

/** `repeatedCount`: lines of a serial that came before. */
export const matchReturnedLines = sqlCommand<OfVersion & { repeatedCount: number }>(
  path('match-returned-lines.sql'),
);

export const createStated = sqlCommand<Record<string, never>>(path('create-stated.sql'));

/** What became of the lines of a return. */
export type MatchCounts = {
  /** Lines whose statement is recorded. */
  appliedCount: number;
  repeatedCount: number;
  discrepancyCount: number;
  /** Payments sent whose result this return leaves open: not listed, or listed wrongly. */
  leftOpenCount: number;
  /** Lines that say paid and are yet out of the ordinary, and what they state. */
  apartCount: number;
  apartFen: number;
};

export const writeDiscrepancies = sqlFile<
  { agencyId: number; returnId: number; lineCount: number },
  MatchCounts
>(path('write-discrepancies.sql'));
