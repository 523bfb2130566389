import { join } from 'node:path';
import { sqlFile, sqlRows } from '../database/sql-file';
import type { Standing } from './standings';

const file = (name: string) => join(__dirname, 'sql', name);

/** How many persons stand how; together the five make everybody enrolled. */
export interface StandingCounts {
  readonly enrolledCount: number;
  /** 未认证 */
  readonly neverVerifiedCount: number;
  /** 已认证 */
  readonly verifiedCount: number;
  /** 即将到期 */
  readonly expiringCount: number;
  /** 已逾期 */
  readonly overdueCount: number;
  /** 认证不通过 */
  readonly failedCount: number;
}

/** Where a list is handed out: a street, or one community of it; null for everywhere. */
export type Place = { street: string | null; community: string | null };

/** One line of a work list; numbers still encrypted. */
export interface StandingRow {
  readonly personId: number;
  readonly citizenId: Buffer;
  readonly name: string;
  readonly phone: Buffer | null;
  readonly street: string;
  readonly community: string;
  readonly standing: Standing;
  readonly verifiedOn: string | null;
  readonly failedOn: string | null;
  /** The last day on which the proof counts, grace included. */
  readonly deadlineOn: string | null;
}

type OnDay = { agencyId: number; today: string; expiringDays: number };

export const countVerificationStates = sqlFile<OnDay & { projectId: number | null }, StandingCounts>(
  file('count-verification-states.sql'),
);

export const countStandingsByCommunity = sqlRows<
  OnDay & { projectId: number },
  StandingCounts & { street: string; community: string }
>(file('count-standings-by-community.sql'));

export const listStandings = sqlRows<
  OnDay & Place & { projectId: number; standing: Standing | null; after: number; limit: number },
  StandingRow
>(file('list-standings.sql'));
