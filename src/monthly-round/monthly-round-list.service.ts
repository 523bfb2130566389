import { Injectable } from '@nestjs/common';
import { LessThan, type EntityManager } from 'typeorm';
import type { Actor } from '../access/actor';
import { printMonth } from '../calendar/month';
import { Database } from '../database/database';
import { NotFound } from '../errors/request.errors';
import { maskCitizenId } from '../person/citizen-id';
import { Vault } from '../vault/vault';
import { MonthlyRound } from './monthly-round.entity';
import {
  countRound,
  listRoundMembers,
  type MemberList,
  type MemberRow,
  type RoundCounts,
} from './monthly-round.sql';
import { ROUND_RESULTS, ROUND_STATES, type RoundResult } from './monthly-round.states';

/** A round as lists show it; the month is `2025-03`. */
export interface RoundView extends Omit<MonthlyRound, 'agencyId'> {
  readonly stateLabel: string;
}

/** A round with its counts. */
export interface RoundDetailView extends RoundView, RoundCounts {
  /** Verified of those who can be, in percent with two decimals; null while there is nobody. */
  readonly verifiedPercent: number | null;
}

/** A member as lists show one: the citizen ID masked. */
export interface MemberView extends Omit<MemberRow, 'citizenId'> {
  readonly citizenId: string;
  readonly resultLabel: string;
}

/** Which members are asked for. */
export interface MemberQuery {
  readonly list: MemberList;
  readonly result?: RoundResult;
  readonly street?: string;
  readonly community?: string;
  readonly after: number;
  readonly limit: number;
}

/** What is shown of monthly rounds: lists by cursor, counts, the work list. */
@Injectable()
export class MonthlyRoundListService {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  /** Rounds newest first, below the cursor `before`. */
  list(
    { agencyId }: Actor,
    { projectId, before, limit }: { projectId?: number; before?: number; limit: number },
  ): Promise<RoundView[]> {
    return this.database.transaction(agencyId, async (tx) => {
      const rounds = await tx.find(MonthlyRound, {
        where: {
          agencyId,
          ...(projectId !== undefined && { projectId }),
          ...(before !== undefined && { id: LessThan(before) }),
        },
        order: { id: 'DESC' },
        take: limit,
      });
      return rounds.map(viewOf);
    });
  }

  /** One round and how it stands. */
  show({ agencyId }: Actor, id: number): Promise<RoundDetailView> {
    return this.database.transaction(agencyId, async (tx) => {
      const round = await find(tx, agencyId, id);
      const counts = await countRound(tx, { agencyId, roundId: id });
      return { ...viewOf(round), ...counts, verifiedPercent: verifiedPercent(counts) };
    });
  }

  /** Members of a round, in the order of their enrolment. */
  members({ agencyId }: Actor, id: number, query: MemberQuery): Promise<MemberView[]> {
    // A field a request leaves out is there and undefined: a default by spreading would be overwritten.
    const { list, result = null, street = null, community = null, after, limit } = query;
    const asked = { agencyId, roundId: id, list, result, street, community, after, limit };
    return this.database.transaction(agencyId, async (tx) => {
      await find(tx, agencyId, id);
      const rows = await listRoundMembers(tx, asked);
      return rows.map(({ citizenId, ...member }) => ({
        ...member,
        citizenId: maskCitizenId(this.vault.decrypt(citizenId)),
        resultLabel: ROUND_RESULTS[member.result].label,
      }));
    });
  }
}

async function find(tx: EntityManager, agencyId: number, id: number): Promise<MonthlyRound> {
  const round = await tx.findOne(MonthlyRound, { where: { agencyId, id } });
  if (!round) throw new NotFound('按月核实', id);
  return round;
}

function viewOf({ agencyId: _, ...round }: MonthlyRound): RoundView {
  return { ...round, month: printMonth(round.month), stateLabel: ROUND_STATES[round.state] };
}

function verifiedPercent({ enrolledCount, excludedCount, silentCount, byHandCount }: RoundCounts) {
  const asked = enrolledCount - excludedCount;
  return asked === 0 ? null : Math.round(((silentCount + byHandCount) / asked) * 10_000) / 100;
}
