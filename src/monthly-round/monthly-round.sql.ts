import { join } from 'node:path';
import { sqlFile, sqlRows } from '../database/sql-file';
import type { RoundResult } from './monthly-round.states';

const file = (name: string) => join(__dirname, 'sql', name);

/** Which round a statement works on. */
export type OfRound = { readonly agencyId: number; readonly roundId: number };

/** How a round stands; excluded, silent, by hand, held back and open make everybody enrolled. */
export interface RoundCounts {
  readonly enrolledCount: number;
  /** 不需核实：死亡、终止、服刑 */
  readonly excludedCount: number;
  /** 无感认证 */
  readonly silentCount: number;
  /** 人工核实 */
  readonly byHandCount: number;
  /** 本月未核实 */
  readonly heldBackCount: number;
  /** 待核实 */
  readonly openCount: number;
}

/** What a list of members shows: those still open, those held back, or all. */
export const MEMBER_LISTS = ['OPEN', 'HELD_BACK', 'ALL'] as const;
export type MemberList = (typeof MEMBER_LISTS)[number];

/** A member of a round; `citizenId` is encrypted. */
export interface MemberRow {
  readonly enrollmentId: number;
  readonly personId: number;
  readonly name: string;
  readonly citizenId: Buffer;
  readonly street: string;
  readonly community: string;
  readonly result: RoundResult;
  readonly wasListed: boolean;
  readonly heldBackReason: string | null;
  readonly heldBackBy: number | null;
  readonly lastVerifiedOn: string | null;
}

export const runRound = sqlFile<OfRound & { runOn: string }, { changedCount: number }>(file('run-round.sql'));
export const countRound = sqlFile<OfRound, RoundCounts>(file('count-round.sql'));
export const listRoundMembers = sqlRows<
  OfRound & {
    list: MemberList;
    result: RoundResult | null;
    street: string | null;
    community: string | null;
    after: number;
    limit: number;
  },
  MemberRow
>(file('list-round-members.sql'));
export const holdBackMembers = sqlFile<
  OfRound & { enrollmentIds: readonly number[]; reason: string; userId: number },
  { notedCount: number }
>(file('hold-back-members.sql'));
