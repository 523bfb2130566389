import { join } from 'node:path';
import { sqlCommand, sqlFile } from '../database/sql-file';

const file = (name: string) => join(__dirname, 'sql', name);

/** Which import a statement works on. */
export type OfImport = { readonly agencyId: number; readonly importId: number };

export const createVerificationStaging = sqlCommand<Record<string, never>>(
  file('create-verification-staging.sql'),
);
export const listVerificationImportProblems = sqlFile<
  OfImport,
  { errorCount: number; warningCount: number; wrongRowCount: number }
>(file('list-verification-import-problems.sql'));
export const keepVerificationImportRows = sqlFile<OfImport, { newCount: number; sameCount: number }>(
  file('keep-verification-import-rows.sql'),
);
export const countImpossibleVerifications = sqlFile<OfImport, { rowCount: number }>(
  file('count-impossible-verifications.sql'),
);
export const insertImportVerifications = sqlFile<OfImport & { now: Date }, { addedCount: number }>(
  file('insert-import-verifications.sql'),
);
export const deleteVerificationImportRows = sqlFile<OfImport, { rowCount: number }>(
  file('delete-verification-import-rows.sql'),
);
