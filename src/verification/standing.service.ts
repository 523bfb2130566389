import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../access/actor';
import { Clock } from '../calendar/clock';
import { Database } from '../database/database';
import { planForSets } from '../database/plan-for-sets';
import { maskCitizenId } from '../person/citizen-id';
import { maskPhone } from '../person/person.view';
import { findProject } from '../project/project.service';
import { Vault } from '../vault/vault';
import {
  countStandingsByCommunity,
  countVerificationStates,
  listStandings,
  type Place,
  type StandingCounts,
  type StandingRow,
} from './standing.sql';
import { EXPIRING_DAYS, ratePercent, STANDINGS, TARGET_RATE_PERCENT, type Standing } from './standings';

/** How the proofs of life of a project, or of the whole agency, stand on one day. */
export interface VerificationOverview extends StandingCounts {
  readonly projectId: number | null;
  readonly today: string;
  /** 即将到期 means within this many days. */
  readonly expiringDays: number;
  /** 认证率: verified, soon to expire included, of everybody enrolled; null of nobody. */
  readonly ratePercent: number | null;
  readonly targetPercent: number;
}

/** A line of a work list: citizen ID and phone masked. */
export interface StandingView extends Omit<StandingRow, 'citizenId' | 'phone'> {
  readonly citizenId: string;
  readonly phone: string | null;
  readonly standingLabel: string;
}

/** Who has proved to be alive and who has not (认证状态): counts, rate, and lists for streets and communities. */
@Injectable()
export class StandingService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly vault: Vault,
  ) {}

  /** The counts of a project's persons, or of the whole agency's when no project is given, and the published rate. */
  overview(actor: Actor, projectId: number | null): Promise<VerificationOverview> {
    return this.ofProject(actor, projectId, async (tx, asked) => {
      await planForSets(tx);
      const counts = await countVerificationStates(tx, { ...asked, projectId });
      return {
        projectId,
        today: asked.today,
        expiringDays: asked.expiringDays,
        ...counts,
        ratePercent: ratePercent(counts.verifiedCount + counts.expiringCount, counts.enrolledCount),
        targetPercent: TARGET_RATE_PERCENT,
      };
    });
  }

  /** The same counts for each community of a project. */
  communities(actor: Actor, projectId: number) {
    return this.ofProject(actor, projectId, async (tx, asked) => {
      await planForSets(tx);
      return countStandingsByCommunity(tx, { ...asked, projectId });
    });
  }

  /** A project's persons above the cursor `after`, those of one standing or place if it is given. */
  list(
    actor: Actor,
    projectId: number,
    filter: Place & { standing: Standing | null; after: number; limit: number },
  ): Promise<StandingView[]> {
    return this.ofProject(actor, projectId, async (tx, asked) => {
      const rows = await listStandings(tx, { ...asked, projectId, ...filter });
      return rows.map((row) => ({
        ...row,
        citizenId: maskCitizenId(this.vault.decrypt(row.citizenId)),
        phone: row.phone && maskPhone(this.vault.decrypt(row.phone)),
        standingLabel: STANDINGS[row.standing],
      }));
    });
  }

  private ofProject<T>(
    { agencyId }: Actor,
    projectId: number | null,
    work: (tx: EntityManager, asked: { agencyId: number; today: string; expiringDays: number }) => Promise<T>,
  ): Promise<T> {
    return this.database.transaction(agencyId, async (tx) => {
      if (projectId !== null) await findProject(tx, agencyId, projectId);
      return work(tx, { agencyId, today: this.clock.today(), expiringDays: EXPIRING_DAYS });
    });
  }
}
