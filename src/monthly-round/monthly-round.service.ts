import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { FourEyesRequired } from '../access/access.errors';
import type { Actor } from '../access/actor';
import { AuditService, type AuditedBy } from '../audit/audit.service';
import { Clock } from '../calendar/clock';
import { parseMonth, printMonth, type Month } from '../calendar/month';
import { Database } from '../database/database';
import { planForSets } from '../database/plan-for-sets';
import { NotFound, VersionChanged } from '../errors/request.errors';
import { findProject } from '../project/project.service';
import { Queue } from '../queue/queue';
import type { RequestedBy } from '../queue/job-handler';
import { MonthlyRound } from './monthly-round.entity';
import {
  MonthlyRoundOpen,
  NotOnWorkList,
  RoundHasOpenItems,
  RoundNotAsked,
  RoundNotRun,
} from './monthly-round.errors';
import { countRound, holdBackMembers, runRound, type RoundCounts } from './monthly-round.sql';
import { ROUND_STATES, stateAfter, type RoundAct, type RoundState } from './monthly-round.states';

/** What a state-changing request answers. */
export interface MovedRound {
  readonly id: number;
  readonly state: RoundState;
  readonly version: number;
}

/** The answer to what starts a run. */
export interface RoundReceipt extends MovedRound {
  readonly jobId: number;
}

/**
 * The monthly round (按月核实) of a project: everybody enrolled is compared, the work list is worked off, one user closes and
 * another confirms. Source: 社会保险经办条例 art. 26; design, domain, "Parameters per project".
 */
@Injectable()
export class MonthlyRoundService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly queue: Queue,
    private readonly audit: AuditService,
  ) {}

  /** Opens the round of a month `2025-03`. Throws `RoundNotAsked`, `RoundAlreadyOpened`. */
  open(actor: Actor, input: { projectId: number; month: string }): Promise<MovedRound> {
    const { agencyId, userId } = actor;
    const month = parseMonth(input.month)!;
    return this.database.transaction(agencyId, async (tx) => {
      const project = await findProject(tx, agencyId, input.projectId);
      if (!project.monthlyRound) throw new RoundNotAsked(project.name);
      const inserted = await tx.insert(MonthlyRound, {
        agencyId,
        projectId: project.id,
        month,
        state: 'OPEN',
        openedBy: userId,
        openedAt: this.clock.now(),
        version: 1,
      });
      const { id } = inserted.identifiers[0] as { id: number };
      await this.record(tx, actor, 'open', id, { projectId: project.id, month: printMonth(month) });
      return { id, state: 'OPEN', version: 1 };
    });
  }

  /** Asks for the comparison; while the round is open it may be repeated as often as somebody was verified. */
  requestRun(actor: Actor, id: number, version: number): Promise<RoundReceipt> {
    return this.database.transaction(actor.agencyId, async (tx) => {
      const round = await lock(tx, actor.agencyId, id, version);
      const state = stateAfter(round.state, 'run');
      const job = await this.queue.enqueue(tx, actor, 'monthly-round.run', id, { roundId: id });
      return { id, state, version, jobId: job.id };
    });
  }

  /** Job `monthly-round.run`: compares everybody enrolled in the month as of today. */
  async run(
    tx: EntityManager,
    by: RequestedBy,
    roundId: number,
  ): Promise<RoundCounts & { changedCount: number }> {
    const { agencyId } = by;
    const round = await lock(tx, agencyId, roundId, null);
    const state = stateAfter(round.state, 'run');
    const runOn = this.clock.today();
    await planForSets(tx);
    const { changedCount } = await runRound(tx, { agencyId, roundId, runOn });
    const counts = await countRound(tx, { agencyId, roundId });
    await this.move(tx, by, round, 'run', { state, runOn }, { changedCount, ...counts });
    return { changedCount, ...counts };
  }

  /** Notes persons of the work list as not verified this month; the judge withholds them. Throws `NotOnWorkList`. */
  holdBack(
    actor: Actor,
    id: number,
    { version, enrollmentIds, reason }: { version: number; enrollmentIds: number[]; reason: string },
  ): Promise<MovedRound> {
    const { agencyId, userId } = actor;
    const chosen = [...new Set(enrollmentIds)];
    return this.database.transaction(agencyId, async (tx) => {
      const round = await lock(tx, agencyId, id, version);
      const state = stateAfter(round.state, 'hold-back');
      const noted = { agencyId, roundId: id, enrollmentIds: chosen, reason, userId };
      const { notedCount } = await holdBackMembers(tx, noted);
      if (notedCount < chosen.length) throw new NotOnWorkList(chosen.length - notedCount);
      return this.move(tx, actor, round, 'hold-back', { state }, { enrollmentIds: chosen, reason });
    });
  }

  /** Closes a round on whose work list nobody is open. Throws `RoundNotRun`, `RoundHasOpenItems`. */
  close(actor: Actor, id: number, version: number): Promise<MovedRound> {
    const { agencyId, userId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      const round = await lock(tx, agencyId, id, version);
      const state = stateAfter(round.state, 'close');
      if (round.runOn === null) throw new RoundNotRun();
      const counts = await countRound(tx, { agencyId, roundId: id });
      if (counts.openCount > 0) throw new RoundHasOpenItems(counts.openCount);
      const closed = { state, closedBy: userId, closedAt: this.clock.now(), reason: null };
      return this.move(tx, actor, round, 'close', closed, { ...counts });
    });
  }

  /** Another user lets the month be paid. */
  confirm(actor: Actor, id: number, version: number): Promise<MovedRound> {
    return this.database.transaction(actor.agencyId, async (tx) => {
      const round = await lock(tx, actor.agencyId, id, version);
      const state = stateAfter(round.state, 'confirm');
      refuseOwn(actor, round);
      const confirmed = { state, confirmedBy: actor.userId, confirmedAt: this.clock.now() };
      return this.move(tx, actor, round, 'confirm', confirmed, {});
    });
  }

  /** Another user opens a closed round again, with a reason. */
  sendBack(actor: Actor, id: number, version: number, reason: string): Promise<MovedRound> {
    return this.database.transaction(actor.agencyId, async (tx) => {
      const round = await lock(tx, actor.agencyId, id, version);
      const state = stateAfter(round.state, 'send-back');
      refuseOwn(actor, round);
      const opened = { state, reason, closedBy: null, closedAt: null };
      return this.move(tx, actor, round, 'send-back', opened, { reason });
    });
  }

  private async move(
    tx: EntityManager,
    by: AuditedBy,
    { agencyId, id, version }: MonthlyRound,
    act: RoundAct,
    change: Partial<MonthlyRound> & Pick<MonthlyRound, 'state'>,
    details: Record<string, unknown>,
  ): Promise<MovedRound> {
    await tx.update(MonthlyRound, { agencyId, id }, { ...change, version: version + 1 });
    await this.record(tx, by, act, id, details);
    return { id, state: change.state, version: version + 1 };
  }

  private record(
    tx: EntityManager,
    by: AuditedBy,
    act: RoundAct | 'open',
    id: number,
    details: Record<string, unknown>,
  ): Promise<void> {
    const subject = { subjectType: 'monthly-round', subjectId: id };
    return this.audit.record(tx, by, { act: `monthly-round.${act}`, ...subject, details });
  }
}

/**
 * Throws `MonthlyRoundOpen` unless the project is not verified month by month, or the round of that month is confirmed.
 * The row is locked against a change until the caller's transaction ends.
 */
export async function refuseUnconfirmedRound(
  tx: EntityManager,
  agencyId: number,
  { projectId, month }: { projectId: number; month: Month },
): Promise<void> {
  const project = await findProject(tx, agencyId, projectId);
  if (!project.monthlyRound) return;
  const round = await tx.findOne(MonthlyRound, {
    where: { agencyId, projectId, month },
    lock: { mode: 'pessimistic_read' },
  });
  if (round?.state === 'CONFIRMED') return;
  const state = round ? ROUND_STATES[round.state] : '尚未开启';
  throw new MonthlyRoundOpen({ projectName: project.name, month: printMonth(month), state });
}

async function lock(
  tx: EntityManager,
  agencyId: number,
  id: number,
  version: number | null,
): Promise<MonthlyRound> {
  const round = await tx.findOne(MonthlyRound, {
    where: { agencyId, id },
    lock: { mode: 'pessimistic_write' },
  });
  if (!round) throw new NotFound('按月核实', id);
  if (version !== null && round.version !== version)
    throw new VersionChanged('按月核实', version, round.version);
  return round;
}

/** Invariant 3: who closed a round never confirms it or sends it back. */
function refuseOwn(actor: Actor, { closedBy }: MonthlyRound): void {
  if (closedBy === actor.userId) throw new FourEyesRequired('确认按月核实');
}
