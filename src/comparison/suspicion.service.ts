import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { FourEyesRequired } from '../access/access.errors';
import type { Actor } from '../access/actor';
import { AuditService } from '../audit/audit.service';
import { Clock } from '../calendar/clock';
import { Database } from '../database/database';
import { NotFound, VersionChanged } from '../errors/request.errors';
import { maskCitizenId } from '../person/citizen-id';
import { refuseImpossible } from '../person/life-event.rules';
import { LifeEventService } from '../person/life-event.service';
import { findPerson } from '../person/person.service';
import { Vault } from '../vault/vault';
import { COMPARISON_SOURCES, HIT_MATCHES } from './comparison-sources';
import {
  listSignsOfLife,
  listSuspicionHits,
  listSuspicions,
  type GroundRow,
  type SignOfLifeRow,
  type SuspicionRow,
} from './comparison.sql';
import { Suspicion } from './suspicion.entity';
import {
  SUSPICION_KINDS,
  SUSPICION_STATES,
  stateAfter,
  type SuspicionAct,
  type SuspicionKind,
  type SuspicionState,
} from './suspicion.states';

/** More grounds than anybody reads; cumulative files name the same fact once only. */
const MAX_GROUNDS = 100;

/** What a state-changing request answers. */
export interface MovedSuspicion {
  readonly id: number;
  readonly state: SuspicionState;
  readonly version: number;
}

/** A suspicion as lists show it: the citizen ID masked, words for the codes. */
export interface SuspicionView extends Omit<SuspicionRow, 'citizenId'> {
  readonly citizenId: string;
  readonly kindLabel: string;
  readonly stateLabel: string;
  /** A verification was passed after the suspected day: no proof against it, but a reason to look twice. */
  readonly seenAlive: boolean;
}

/** The same with its grounds and with what speaks against it. */
export interface SuspicionDetailView extends SuspicionView {
  readonly hits: (GroundRow & { sourceLabel: string; matchLabel: string })[];
  readonly signsOfLife: (SignOfLifeRow & { sourceLabel: string | null; matchLabel: string | null })[];
}

/** What a clerk proposes: to confirm, with the day it happened, or to clear. */
export type SuspicionProposal =
  | { readonly act: 'propose-to-confirm'; readonly happenedOn: string; readonly reason: string }
  | { readonly act: 'propose-to-clear'; readonly reason: string };

/** Suspicions (疑点) from the hit of a file to the decision of two users. Invariant 3: nobody is declared dead by a file. */
@Injectable()
export class SuspicionService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly vault: Vault,
    private readonly audit: AuditService,
    private readonly lifeEvents: LifeEventService,
  ) {}

  /** The work list, the oldest first. */
  list(
    { agencyId }: Actor,
    query: { state?: SuspicionState; kind?: SuspicionKind; after?: number; limit: number },
  ): Promise<SuspicionView[]> {
    const { state = null, kind = null, after = 0, limit } = query;
    return this.database.transaction(agencyId, async (tx) => {
      const rows = await listSuspicions(tx, { agencyId, suspicionId: null, state, kind, after, limit });
      return rows.map((row) => this.view(row));
    });
  }

  /** One suspicion with its grounds and the signs of life after it. */
  show({ agencyId }: Actor, id: number): Promise<SuspicionDetailView> {
    return this.database.transaction(agencyId, async (tx) => {
      const asked = { agencyId, suspicionId: id, state: null, kind: null, after: 0, limit: 1 };
      const [row] = await listSuspicions(tx, asked);
      if (!row) throw new NotFound('疑点', id);
      const page = { agencyId, suspicionId: id, limit: MAX_GROUNDS };
      const hits = await listSuspicionHits(tx, page);
      const signs = await listSignsOfLife(tx, page);
      return {
        ...this.view(row),
        hits: hits.map((hit) => ({
          ...hit,
          sourceLabel: COMPARISON_SOURCES[hit.source].label,
          matchLabel: HIT_MATCHES[hit.match],
        })),
        signsOfLife: signs.map((sign) => ({
          ...sign,
          sourceLabel: sign.source && COMPARISON_SOURCES[sign.source].label,
          matchLabel: sign.match && HIT_MATCHES[sign.match],
        })),
      };
    });
  }

  /**
   * A clerk proposes to confirm or to clear a suspicion; it goes on holding every payment. A day that cannot be is refused
   * here: after the proposal only the second user could send it back.
   */
  propose(actor: Actor, id: number, version: number, proposal: SuspicionProposal): Promise<MovedSuspicion> {
    const proposedOn = proposal.act === 'propose-to-confirm' ? proposal.happenedOn : null;
    return this.database.transaction(actor.agencyId, async (tx) => {
      const found = await this.lock(tx, actor.agencyId, id, version);
      const state = stateAfter(found.state, proposal.act);
      if (proposedOn !== null) await this.refuseDay(tx, found, proposedOn);
      return this.move(tx, actor, found, proposal.act, {
        state,
        proposedOn,
        reason: proposal.reason,
        proposedBy: actor.userId,
        proposedAt: this.clock.now(),
      });
    });
  }

  /**
   * A second user agrees. A confirmed suspicion becomes a life event in the same transaction; if the event contradicts
   * what is on record, its refusal refuses the whole decision.
   */
  agree(actor: Actor, id: number, version: number): Promise<MovedSuspicion> {
    return this.database.transaction(actor.agencyId, async (tx) => {
      const found = await this.lock(tx, actor.agencyId, id, version);
      const state = stateAfter(found.state, 'agree');
      refuseOwn(actor, found);
      const lifeEventId = state === 'CONFIRMED' ? await this.recordEvent(tx, actor, found) : null;
      const decided = { decidedBy: actor.userId, decidedAt: this.clock.now(), lifeEventId };
      return this.move(tx, actor, found, 'agree', { state, ...decided });
    });
  }

  /** A second user sends the proposal back with a reason; the suspicion is open again. */
  sendBack(actor: Actor, id: number, version: number, reason: string): Promise<MovedSuspicion> {
    return this.database.transaction(actor.agencyId, async (tx) => {
      const found = await this.lock(tx, actor.agencyId, id, version);
      const state = stateAfter(found.state, 'send-back');
      refuseOwn(actor, found);
      const nothing = { proposedOn: null, proposedBy: null, proposedAt: null };
      return this.move(tx, actor, found, 'send-back', { state, reason, ...nothing });
    });
  }

  private async refuseDay(
    tx: EntityManager,
    { agencyId, personId, kind }: Suspicion,
    happenedOn: string,
  ): Promise<void> {
    const { bornOn } = await findPerson(tx, agencyId, personId);
    const today = this.clock.today();
    refuseImpossible({ kind, happenedOn, projectId: null, reportedOn: today }, { bornOn, today });
  }

  private async recordEvent(tx: EntityManager, actor: Actor, found: Suspicion): Promise<number> {
    const by = { agencyId: actor.agencyId, proposedBy: found.proposedBy!, confirmedBy: actor.userId };
    const { id } = await this.lifeEvents.recordAgreed(tx, by, {
      personId: found.personId,
      kind: found.kind,
      happenedOn: found.proposedOn!,
      note: `数据比对（疑点 ${found.id}）：${found.reason}`,
    });
    return id;
  }

  private async lock(tx: EntityManager, agencyId: number, id: number, version: number): Promise<Suspicion> {
    const found = await tx.findOne(Suspicion, {
      where: { agencyId, id },
      lock: { mode: 'pessimistic_write' },
    });
    if (!found) throw new NotFound('疑点', id);
    if (found.version !== version) throw new VersionChanged('疑点', version, found.version);
    return found;
  }

  private async move(
    tx: EntityManager,
    actor: Actor,
    { agencyId, id, personId, kind, version }: Suspicion,
    act: SuspicionAct,
    change: Partial<Suspicion> & Pick<Suspicion, 'state'>,
  ): Promise<MovedSuspicion> {
    await tx.update(Suspicion, { agencyId, id }, { ...change, version: version + 1 });
    const { state, proposedOn, reason, lifeEventId } = change;
    await this.audit.record(tx, actor, {
      act: `suspicion.${act}`,
      subjectType: 'suspicion',
      subjectId: id,
      details: { personId, kind, state, proposedOn, reason, lifeEventId },
    });
    return { id, state, version: version + 1 };
  }

  private view({ citizenId, ...row }: SuspicionRow): SuspicionView {
    return {
      ...row,
      citizenId: maskCitizenId(this.vault.decrypt(citizenId)),
      kindLabel: SUSPICION_KINDS[row.kind],
      stateLabel: SUSPICION_STATES[row.state],
      seenAlive: row.lastVerifiedOn !== null && row.lastVerifiedOn > row.suspectedOn,
    };
  }
}

/** Invariant 3: the one who proposed is never the one who decides. */
function refuseOwn(actor: Actor, { proposedBy }: Suspicion): void {
  if (proposedBy === actor.userId) throw new FourEyesRequired('核实疑点');
}
