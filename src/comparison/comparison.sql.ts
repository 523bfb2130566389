import { join } from 'node:path';
import { sqlCommand, sqlFile, sqlRows } from '../database/sql-file';
import type { ComparisonSource, HitEffect, HitMatch } from './comparison-sources';
import type { SuspicionKind, SuspicionState } from './suspicion.states';

const file = (name: string) => join(__dirname, 'sql', name);

/** Which import a statement works on. */
export type OfImport = { readonly agencyId: number; readonly importId: number };

/** The person a hit or a suspicion is about; `citizenId` is encrypted. */
export interface PersonColumns {
  readonly personId: number;
  readonly citizenId: Buffer;
  readonly street: string;
  readonly community: string;
}

/** A hit of an import; `name` is that of the file. */
export interface HitRow extends PersonColumns {
  readonly rowNo: number;
  readonly match: HitMatch;
  readonly name: string;
  readonly registeredName: string;
  readonly happenedOn: string;
  readonly recordNo: string;
  /** Null until the file has taken effect. */
  readonly effect: HitEffect | null;
  readonly suspicionId: number | null;
}

/** A suspicion in the work list. */
export interface SuspicionRow extends PersonColumns {
  readonly id: number;
  readonly name: string;
  readonly kind: SuspicionKind;
  readonly state: SuspicionState;
  readonly suspectedOn: string;
  /** The day of the death or arrest as the clerk found it. */
  readonly proposedOn: string | null;
  readonly reason: string | null;
  readonly proposedBy: number | null;
  readonly decidedBy: number | null;
  readonly lifeEventId: number | null;
  readonly openedAt: Date;
  readonly version: number;
  readonly hitCount: number;
  readonly isWeak: boolean;
  readonly datesDiffer: boolean;
  readonly lastVerifiedOn: string | null;
}

/** A ground of a suspicion. */
export interface GroundRow {
  readonly importId: number;
  readonly rowNo: number;
  readonly source: ComparisonSource;
  readonly match: HitMatch;
  readonly name: string;
  readonly happenedOn: string;
  readonly recordNo: string;
}

/** What speaks against a suspicion: a verification (`channel`) or a weak sign of life (`source` and `match`). */
export interface SignOfLifeRow {
  readonly seenOn: string;
  readonly channel: string | null;
  readonly source: ComparisonSource | null;
  readonly match: HitMatch | null;
  readonly evidence: string;
}

export const createComparisonStaging = sqlCommand<Record<string, never>>(
  file('create-comparison-staging.sql'),
);
export const listComparisonProblems = sqlFile<
  OfImport,
  { errorCount: number; warningCount: number; wrongRowCount: number }
>(file('list-comparison-problems.sql'));
export const keepComparisonHits = sqlFile<
  OfImport & { source: ComparisonSource },
  { hitCount: number; exactCount: number; otherNameCount: number; legacyCount: number; noHitCount: number }
>(file('keep-comparison-hits.sql'));
export const deleteComparisonHits = sqlFile<OfImport, { rowCount: number }>(
  file('delete-comparison-hits.sql'),
);
export const raiseSuspicions = sqlFile<
  OfImport & { kind: SuspicionKind; now: Date },
  { suspicionCount: number; hitCount: number }
>(file('raise-suspicions.sql'));
export const settleSignsOfLife = sqlFile<OfImport, { verifiedCount: number; hitCount: number }>(
  file('settle-signs-of-life.sql'),
);
export const collectProofsOfLife = sqlFile<OfImport & { label: string }, { proofCount: number }>(
  file('collect-proofs-of-life.sql'),
);
export const listComparisonHits = sqlRows<
  OfImport & { effect: HitEffect | null; after: number; limit: number },
  HitRow
>(file('list-comparison-hits.sql'));
export const listSuspicions = sqlRows<
  {
    agencyId: number;
    suspicionId: number | null;
    state: SuspicionState | null;
    kind: SuspicionKind | null;
    after: number;
    limit: number;
  },
  SuspicionRow
>(file('list-suspicions.sql'));
export const listSuspicionHits = sqlRows<{ agencyId: number; suspicionId: number; limit: number }, GroundRow>(
  file('list-suspicion-hits.sql'),
);
export const listSignsOfLife = sqlRows<
  { agencyId: number; suspicionId: number; limit: number },
  SignOfLifeRow
>(file('list-signs-of-life.sql'));
