import { Injectable } from '@nestjs/common';
import { In, MoreThan, Not, type EntityManager } from 'typeorm';
import { FourEyesRequired } from '../access/access.errors';
import type { Actor } from '../access/actor';
import { AuditService, type AuditedBy } from '../audit/audit.service';
import { Clock } from '../calendar/clock';
import { Database } from '../database/database';
import { NotFound } from '../errors/request.errors';
import { Queue } from '../queue/queue';
import { LifeEvent, type LifeEventKind } from './life-event.entity';
import { RetractionNotRetractable } from './life-event.errors';
import { refuseBrokenHistory, refuseContradiction, refuseImpossible } from './life-event.rules';
import { stateAfter, type LifeEventState } from './life-event.states';
import { lockPerson, namesOf } from './person.service';
import { lifeEventView, type LifeEventView } from './person.view';
import type { ProposalAction } from './proposal.states';

/** An event as a clerk records it: reported today and for all projects unless said otherwise. */
export interface LifeEventInput {
  readonly kind: LifeEventKind;
  readonly happenedOn: string;
  readonly reportedOn?: string;
  readonly projectId?: number;
  readonly note: string;
}

/** An event in the work list, with the name of the person it happened to. */
export interface ListedLifeEvent extends LifeEventView {
  readonly personName: string;
}

/** What happens to persons (人员变动): proposed by one user, confirmed by another. Invariant 3. */
@Injectable()
export class LifeEventService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly queue: Queue,
  ) {}

  /** Records an event for review. Throws the refusals of `life-event.errors.ts`; what waits for review counts as known. */
  async propose(actor: Actor, personId: number, input: LifeEventInput): Promise<LifeEventView> {
    const { agencyId } = actor;
    const { kind, happenedOn, note } = input;
    const today = this.clock.today();
    const event = { kind, happenedOn, projectId: input.projectId ?? null };
    const reportedOn = input.reportedOn ?? today;
    return this.database.transaction(agencyId, async (tx) => {
      const { bornOn } = await lockPerson(tx, agencyId, personId);
      refuseImpossible({ ...event, reportedOn }, { bornOn, today });
      const known = await history(tx, agencyId, personId, { states: ['PROPOSED', 'CONFIRMED'] });
      refuseContradiction(event, known);
      return this.insert(tx, actor, { ...event, personId, reportedOn, note, retractsId: null });
    });
  }

  /**
   * Proposes to take back a confirmed event that was wrong; both stay on record. Throws `RetractionNotRetractable`,
   * `ProposalDecided` for what is not in effect, `RetractionAlreadyProposed`, `RetractionLeavesContradiction`.
   */
  async proposeRetraction(actor: Actor, personId: number, id: number, note: string): Promise<LifeEventView> {
    const { agencyId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      await lockPerson(tx, agencyId, personId);
      const wrong = await findEvent(tx, agencyId, personId, id);
      if (wrong.kind === 'RETRACTION') throw new RetractionNotRetractable();
      stateAfter(wrong.state, 'retract');
      await refuseBroken(tx, wrong);
      const { projectId, happenedOn } = wrong;
      return this.insert(tx, actor, {
        kind: 'RETRACTION',
        personId,
        projectId,
        happenedOn,
        reportedOn: this.clock.today(),
        note,
        retractsId: id,
      });
    });
  }

  /** Lets an event take effect. Four eyes; refuses what contradicts the confirmed events. */
  confirm(actor: Actor, personId: number, id: number): Promise<LifeEventView> {
    return this.decide(actor, { personId, id, action: 'confirm' });
  }

  /** Sends an event back. Four eyes. */
  reject(actor: Actor, personId: number, id: number): Promise<LifeEventView> {
    return this.decide(actor, { personId, id, action: 'reject' });
  }

  /** Events of a state, oldest first, above the cursor `after`: what waits for the reviewer. */
  list(
    actor: Actor,
    { state, after, limit }: { state?: LifeEventState; after?: number; limit: number },
  ): Promise<ListedLifeEvent[]> {
    const { agencyId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      const events = await tx.find(LifeEvent, {
        where: { agencyId, ...(state && { state }), ...(after !== undefined && { id: MoreThan(after) }) },
        order: { id: 'ASC' },
        take: limit,
      });
      const names = await namesOf(
        tx,
        agencyId,
        events.map(({ personId }) => personId),
      );
      return events.map((event) => ({ ...lifeEventView(event), personName: names.get(event.personId)! }));
    });
  }

  private async decide(
    actor: Actor,
    { personId, id, action }: { personId: number; id: number; action: ProposalAction },
  ): Promise<LifeEventView> {
    const { agencyId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      await lockPerson(tx, agencyId, personId);
      return this.settle(tx, actor, await findEvent(tx, agencyId, personId, id), action);
    });
  }

  private async settle(
    tx: EntityManager,
    by: AuditedBy & { userId: number },
    event: LifeEvent,
    action: ProposalAction,
  ): Promise<LifeEventView> {
    const { agencyId, personId, id } = event;
    const state = stateAfter(event.state, action);
    if (event.proposedBy === by.userId) throw new FourEyesRequired('复核人员变动');
    if (action === 'confirm') await this.takeEffect(tx, event);
    await tx.update(
      LifeEvent,
      { agencyId, id },
      { state, confirmedBy: by.userId, confirmedAt: this.clock.now() },
    );
    // What was paid and is not due any more, or is due after all, is found by the module that claims it back.
    if (action === 'confirm') await this.queue.enqueue(tx, by, 'recovery.detect', personId, { personId });
    const decided = await findEvent(tx, agencyId, personId, id);
    await this.record(tx, by, `life-event.${action}`, decided);
    return lifeEventView(decided);
  }

  /** What an event must fit, or what its retraction undoes, at the moment a second user agrees. */
  private async takeEffect(tx: EntityManager, event: LifeEvent): Promise<void> {
    const { agencyId, personId, id, retractsId } = event;
    if (retractsId === null) {
      const known = await history(tx, agencyId, personId, { states: ['CONFIRMED'], except: id });
      refuseContradiction(event, known);
      return;
    }
    const wrong = await findEvent(tx, agencyId, personId, retractsId);
    const state = stateAfter(wrong.state, 'retract');
    await refuseBroken(tx, wrong);
    await tx.update(LifeEvent, { agencyId, id: retractsId }, { state });
  }

  private async insert(
    tx: EntityManager,
    by: AuditedBy & { userId: number },
    event: Omit<LifeEvent, 'agencyId' | 'id' | 'state' | `proposed${string}` | `confirmed${string}`>,
  ): Promise<LifeEventView> {
    const { agencyId, userId } = by;
    const inserted = await tx.insert(LifeEvent, {
      ...event,
      agencyId,
      state: 'PROPOSED',
      proposedBy: userId,
      proposedAt: this.clock.now(),
    });
    const { id } = inserted.identifiers[0] as { id: number };
    const proposed = await findEvent(tx, agencyId, event.personId, id);
    await this.record(tx, by, 'life-event.propose', proposed);
    return lifeEventView(proposed);
  }

  private record(tx: EntityManager, by: AuditedBy, act: string, event: LifeEvent): Promise<void> {
    const { id, personId, projectId, kind, happenedOn, reportedOn, retractsId } = event;
    const details = { personId, projectId, kind, happenedOn, reportedOn, ...(retractsId && { retractsId }) };
    return this.audit.record(tx, by, { act, subjectType: 'life-event', subjectId: id, details });
  }

  /**
   * Records an event that two users have agreed on elsewhere (数据比对), reported today, in the caller's transaction: as if
   * the one had proposed and the other confirmed it here. Throws the refusals of `life-event.errors.ts`.
   */
  async recordAgreed(
    tx: EntityManager,
    by: { agencyId: number; proposedBy: number; confirmedBy: number },
    event: Pick<LifeEvent, 'personId' | 'kind' | 'happenedOn' | 'note'>,
  ): Promise<LifeEventView> {
    const { agencyId, proposedBy, confirmedBy } = by;
    const { personId } = event;
    const today = this.clock.today();
    const full = { ...event, projectId: null, reportedOn: today, retractsId: null };
    const { bornOn } = await lockPerson(tx, agencyId, personId);
    refuseImpossible(full, { bornOn, today });
    refuseContradiction(full, await history(tx, agencyId, personId, { states: ['PROPOSED', 'CONFIRMED'] }));
    const { id } = await this.insert(tx, { agencyId, userId: proposedBy }, full);
    const proposed = await findEvent(tx, agencyId, personId, id);
    return this.settle(tx, { agencyId, userId: confirmedBy }, proposed, 'confirm');
  }
}

/** The day of the person's confirmed death; null while none is confirmed. */
export async function diedOn(tx: EntityManager, agencyId: number, personId: number): Promise<string | null> {
  const death = await tx.findOne(LifeEvent, {
    where: { agencyId, personId, kind: 'DEATH', state: 'CONFIRMED' },
  });
  return death?.happenedOn ?? null;
}

/** Throws `RetractionLeavesContradiction` unless the person's other confirmed events make sense without the wrong one. */
async function refuseBroken(tx: EntityManager, { agencyId, personId, id }: LifeEvent): Promise<void> {
  refuseBrokenHistory(await history(tx, agencyId, personId, { states: ['CONFIRMED'], except: id }));
}

async function findEvent(
  tx: EntityManager,
  agencyId: number,
  personId: number,
  id: number,
): Promise<LifeEvent> {
  const event = await tx.findOne(LifeEvent, { where: { agencyId, personId, id } });
  if (!event) throw new NotFound('人员变动', id);
  return event;
}

/** The person's events in the order in which they happened. */
function history(
  tx: EntityManager,
  agencyId: number,
  personId: number,
  { states, except }: { states: LifeEventState[]; except?: number },
): Promise<LifeEvent[]> {
  return tx.find(LifeEvent, {
    where: { agencyId, personId, state: In(states), ...(except !== undefined && { id: Not(except) }) },
    order: { happenedOn: 'ASC', id: 'ASC' },
  });
}
