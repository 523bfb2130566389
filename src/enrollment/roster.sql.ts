import { join } from 'node:path';
import type { Month } from '../calendar/month';
import { sqlCommand, sqlFile, sqlRows } from '../database/sql-file';
import type { RosterBenefit } from './roster-template';

const file = (name: string) => join(__dirname, 'sql', name);

/** Which import a statement works on. */
export type OfImport = { readonly agencyId: number; readonly importId: number };

/** What a row of a roster does to the registry. */
export const ROSTER_ACTS = ['NEW', 'CHANGED', 'SAME', 'ENDED'] as const;
export type RosterAct = (typeof ROSTER_ACTS)[number];

/** A project as its roster needs it. */
export interface RosterProject {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly benefits: readonly RosterBenefit[];
}

/** A row of the preview; `citizenId` is encrypted. */
export interface RosterChangeRow {
  readonly rowNo: number;
  readonly act: RosterAct;
  readonly changedFields: readonly string[];
  readonly citizenId: Buffer;
  readonly name: string;
  readonly accountTail: string | null;
  readonly before: Readonly<Record<string, string | null>>;
  readonly after: Readonly<Record<string, string | null>>;
  /** Fen by benefit id. */
  readonly amounts: Readonly<Record<string, number>>;
  readonly amountsBefore: Readonly<Record<string, number>>;
}

/** An enrolment with its person and current account; `citizenId` is encrypted. Months are `2025-03`. */
export interface EnrollmentRow {
  readonly id: number;
  readonly personId: number;
  readonly citizenId: Buffer;
  readonly name: string;
  readonly fromMonth: Month;
  readonly untilMonth: Month | null;
  readonly employer: string;
  readonly retiredOn: string | null;
  readonly accountTail: string | null;
  readonly payeeName: string | null;
  readonly payeeRelation: string | null;
  readonly bankName: string | null;
}

export const readRosterProject = sqlRows<{ agencyId: number; projectId: number }, RosterProject>(
  file('read-roster-project.sql'),
);
export const createRosterStaging = sqlCommand<Record<string, never>>(file('create-roster-staging.sql'));
export const listRosterProblems = sqlFile<
  OfImport,
  { errorCount: number; warningCount: number; wrongRowCount: number }
>(file('list-roster-problems.sql'));
export const keepRosterRows = sqlFile<OfImport, { rowCount: number }>(file('keep-roster-rows.sql'));
export const compareRosterRows = sqlFile<
  OfImport,
  { newCount: number; changedCount: number; sameCount: number; endedCount: number; movedCount: number }
>(file('compare-roster-rows.sql'));
export const endMissingEnrollments = sqlFile<OfImport, { endedCount: number }>(
  file('end-missing-enrollments.sql'),
);
export const lockRosterPersons = sqlFile<OfImport, { personCount: number }>(file('lock-roster-persons.sql'));
export const insertRosterPersons = sqlFile<OfImport & { now: Date }, { personCount: number }>(
  file('insert-roster-persons.sql'),
);
export const updateRosterPersons = sqlFile<OfImport, { personCount: number }>(
  file('update-roster-persons.sql'),
);
export const insertRosterEnrollments = sqlFile<OfImport & { now: Date }, { enrollmentCount: number }>(
  file('insert-roster-enrollments.sql'),
);
export const updateRosterEnrollments = sqlFile<OfImport, { enrollmentCount: number; boundCount: number }>(
  file('update-roster-enrollments.sql'),
);
export const writeRosterAmounts = sqlFile<OfImport, { amountCount: number }>(
  file('write-roster-amounts.sql'),
);
export const closeReplacedAccounts = sqlFile<OfImport & { today: string }, { accountCount: number }>(
  file('close-replaced-accounts.sql'),
);
export const openRosterAccounts = sqlFile<OfImport & { today: string; now: Date }, { accountCount: number }>(
  file('open-roster-accounts.sql'),
);
export const deleteRosterRows = sqlFile<OfImport, { rowCount: number }>(file('delete-roster-rows.sql'));
export const listRosterChanges = sqlRows<
  OfImport & { acts: readonly string[]; afterRow: number; rowLimit: number },
  RosterChangeRow
>(file('list-roster-changes.sql'));
export const listEnrollments = sqlRows<
  { agencyId: number; projectId: number; after: number; nameKey: string | null; limit: number },
  EnrollmentRow
>(file('list-enrollments.sql'));
