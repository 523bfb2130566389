import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { FourEyesRequired } from '../access/access.errors';
import type { Actor } from '../access/actor';
import { AuditService } from '../audit/audit.service';
import { Clock } from '../calendar/clock';
import { monthOf } from '../calendar/month';
import { Database } from '../database/database';
import { EntitlementService } from '../entitlement/entitlement.service';
import { NotFound, VersionChanged } from '../errors/request.errors';
import { FundingService } from '../funding/funding.service';
import { refuseUnconfirmedRound } from '../monthly-round/monthly-round.service';
import { findPayout } from '../project/project.service';
import { Queue } from '../queue/queue';
import { BatchVersion, PaymentBatch, type BatchKind } from './batch.entity';
import { BatchAltered, BatchEmpty, FundingLineClosed, PayoutNotReady } from './batch.errors';
import { countLongBackPay } from './batch.sql';
import { FOUR_EYES, stateAfter, type BatchAct } from './batch.states';
import { SubmissionChecks } from './submission-checks';
import { suitableLine } from './suitable-line';

/** What is asked when a batch is opened; without a funding line the project's only suitable one is taken. */
export interface BatchInput {
  readonly payoutId: number;
  readonly kind: BatchKind;
  readonly fundingLineId?: number | undefined;
  readonly bankProfileId: number;
}

/** A batch and the compiled version a move is about. */
export interface HeldBatch {
  readonly batch: PaymentBatch;
  readonly version: BatchVersion;
}

/** What a state-changing request answers. */
export interface Moved {
  readonly id: number;
  readonly state: PaymentBatch['state'];
  readonly version: number;
}

/** A batch from draft to archive (发放批次): who may move it when, and what money the move commits. */
@Injectable()
export class BatchService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly queue: Queue,
    private readonly entitlements: EntitlementService,
    private readonly funding: FundingService,
    private readonly checks: SubmissionChecks,
  ) {}

  /** Opens a draft. Refuses a second regular batch of a payout, and a second unsent batch of a project. */
  async open(actor: Actor, input: BatchInput): Promise<Moved> {
    const { agencyId, userId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      const payout = await findPayout(tx, agencyId, input.payoutId);
      if (payout.qualifyingOn !== null && payout.qualifyingOn > this.clock.today()) {
        throw new PayoutNotReady(`资格确认日 ${payout.qualifyingOn} 尚未到来，不能核算。`);
      }
      const line = await suitableLine(tx, payout, input.fundingLineId);
      const sequence = (await tx.count(PaymentBatch, { where: { agencyId, payoutId: payout.id } })) + 1;
      const inserted = await tx.insert(PaymentBatch, {
        agencyId,
        projectId: payout.projectId,
        payoutId: payout.id,
        kind: input.kind,
        sequence,
        state: 'DRAFT',
        version: 1,
        fundingLineId: line.id,
        bankProfileId: input.bankProfileId,
        preparedBy: userId,
        createdAt: this.clock.now(),
      });
      const { id } = inserted.identifiers[0] as { id: number };
      const details = { payoutId: payout.id, kind: input.kind, fundingLineId: line.id };
      await this.audit.record(tx, actor, { act: 'batch.open', subjectType: 'batch', subjectId: id, details });
      return { id, state: 'DRAFT', version: 1 };
    });
  }

  /** Asks for the compilation; the answer names the job to follow. */
  async requestCompile(actor: Actor, id: number, version: number): Promise<{ jobId: number }> {
    const { agencyId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      const batch = await this.lock(tx, agencyId, id, version);
      stateAfter(batch.state, 'compile');
      const job = await this.queue.enqueue(tx, actor, 'batch.compile', id, { batchId: id });
      return { jobId: job.id };
    });
  }

  /**
   * Freezes the compiled version. Refuses an empty one, one of a month whose round of verification is not confirmed, and
   * what another module's check refuses.
   */
  submit(actor: Actor, id: number, version: number): Promise<Moved> {
    return this.database.transaction(actor.agencyId, async (tx) => {
      const held = await this.hold(tx, actor, id, version);
      if (held.version.paymentCount === 0) throw new BatchEmpty();
      stateAfter(held.batch.state, 'submit');
      const { projectId, coversUntil, dueOn } = await findPayout(tx, actor.agencyId, held.batch.payoutId);
      // A payout may be paid ahead: nobody can be verified in a month that has not come.
      const dueMonth = monthOf(dueOn);
      const month = dueMonth < coversUntil ? dueMonth : coversUntil;
      await refuseUnconfirmedRound(tx, actor.agencyId, { projectId, month });
      await this.checks.run(tx, actor, held);
      return this.move(tx, actor, held.batch, 'submit', { submittedBy: actor.userId, reason: null });
    });
  }

  /** The second person's check. */
  review(actor: Actor, id: number, version: number): Promise<Moved> {
    return this.database.transaction(actor.agencyId, async (tx) => {
      const { batch } = await this.hold(tx, actor, id, version);
      return this.move(tx, actor, batch, 'review', { reviewedBy: actor.userId });
    });
  }

  /**
   * The third person's release: commits the money of the funding line, or refuses naming what is missing. Where somebody
   * is paid back more months than the project allows with one approval, it only endorses: a fourth person approves.
   */
  approve(actor: Actor, id: number, version: number): Promise<Moved> {
    return this.release(actor, id, version, async (tx, { batch, version: compiled }) => {
      const { longCount } = await countLongBackPay(tx, { agencyId: actor.agencyId, versionId: compiled.id });
      if (batch.state === 'REVIEWED' && longCount > 0)
        return this.move(tx, actor, batch, 'endorse', { endorsedBy: actor.userId });
      return this.move(tx, actor, batch, 'approve', { approvedBy: actor.userId });
    });
  }

  /** The second approval of long back-pay (长期补发再审批), by a fourth person. */
  approveBackPay(actor: Actor, id: number, version: number): Promise<Moved> {
    return this.release(actor, id, version, (tx, { batch }) =>
      this.move(tx, actor, batch, 'approve-back-pay', { approvedBy: actor.userId }),
    );
  }

  /** Gives the batch back to the preparer with a reason; the next compilation makes a new version. */
  sendBack(
    actor: Actor,
    id: number,
    version: number,
    act: 'send-back' | 'reject',
    reason: string,
  ): Promise<Moved> {
    return this.database.transaction(actor.agencyId, async (tx) => {
      const batch = await this.lock(tx, actor.agencyId, id, version);
      return this.move(tx, actor, batch, act, {
        reason,
        submittedBy: null,
        reviewedBy: null,
        endorsedBy: null,
      });
    });
  }

  /** Ends a batch before its file is sent: frees its entitlements and its committed money. */
  void(
    actor: Actor,
    id: number,
    version: number,
    act: 'void' | 'void-approved',
    reason: string,
  ): Promise<Moved> {
    const { agencyId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      const batch = await this.lock(tx, agencyId, id, version);
      if (act === 'void-approved') await this.funding.lock(tx, agencyId, batch.fundingLineId);
      const moved = await this.move(tx, actor, batch, act, { reason });
      if (batch.currentVersionId !== null) {
        await this.entitlements.release(tx, agencyId, batch.currentVersionId);
        if (act === 'void-approved') await this.book(tx, await this.withVersion(tx, batch), 'BATCH_VOIDED');
      }
      return moved;
    });
  }

  /** Closes a reconciled batch for good; only a late return opens it again. */
  archive(actor: Actor, id: number, version: number): Promise<Moved> {
    return this.database.transaction(actor.agencyId, async (tx) => {
      const batch = await this.lock(tx, actor.agencyId, id, version);
      return this.move(tx, actor, batch, 'archive', {});
    });
  }

  /**
   * The locked batch with its current version, its lines proved unaltered. Throws `VersionChanged` when the user saw an
   * older state, and `BatchAltered` when a line is not what was compiled.
   */
  async hold(
    tx: EntityManager,
    { agencyId }: { agencyId: number },
    id: number,
    version: number | null,
  ): Promise<HeldBatch> {
    const held = await this.withVersion(tx, await this.lock(tx, agencyId, id, version));
    const { digest } = await this.entitlements.totals(tx, agencyId, held.version.id);
    if (!held.version.digest?.equals(digest)) throw new BatchAltered(id);
    return held;
  }

  /** The batch with its current version, which every batch beyond its first draft has. */
  async withVersion(tx: EntityManager, batch: PaymentBatch): Promise<HeldBatch> {
    const { agencyId, currentVersionId } = batch;
    // A draft that was never compiled is refused by the state table before its version is missed.
    if (currentVersionId === null) stateAfter(batch.state, 'submit');
    return {
      batch,
      version: await tx.findOneByOrFail(BatchVersion, { agencyId, id: currentVersionId ?? 0 }),
    };
  }

  /** Locks the batch until the transaction ends; `version` null for moves that follow from a bank's file. */
  async lock(tx: EntityManager, agencyId: number, id: number, version: number | null): Promise<PaymentBatch> {
    const batch = await tx.findOne(PaymentBatch, {
      where: { agencyId, id },
      lock: { mode: 'pessimistic_write' },
    });
    if (!batch) throw new NotFound('发放批次', id);
    if (version !== null && batch.version !== version)
      throw new VersionChanged('批次', version, batch.version);
    return batch;
  }

  /** The one door for a batch's state: the table allows it, another person does it, it is on record. */
  async move(
    tx: EntityManager,
    by: { agencyId: number; userId: number | null },
    batch: PaymentBatch,
    act: BatchAct,
    change: Partial<PaymentBatch>,
  ): Promise<Moved> {
    const state = stateAfter(batch.state, act);
    const eyes = FOUR_EYES[act];
    if (eyes?.notBy.some((hand) => batch[hand] === by.userId)) throw new FourEyesRequired(eyes.step);
    const version = batch.version + 1;
    await tx.update(PaymentBatch, { agencyId: batch.agencyId, id: batch.id }, { ...change, state, version });
    await this.audit.record(tx, by, {
      act: `batch.${act}`,
      subjectType: 'batch',
      subjectId: batch.id,
      details: { from: batch.state, to: state, ...(change.reason ? { reason: change.reason } : {}) },
    });
    return { id: batch.id, state, version };
  }

  private release(
    actor: Actor,
    id: number,
    version: number,
    act: (tx: EntityManager, held: HeldBatch) => Promise<Moved>,
  ): Promise<Moved> {
    return this.database.transaction(actor.agencyId, async (tx) => {
      const held = await this.hold(tx, actor, id, version);
      // Batch, line, audit chain: everybody takes their locks in this order.
      const line = await this.funding.lock(tx, actor.agencyId, held.batch.fundingLineId);
      if (Number(this.clock.today().slice(0, 4)) > line.fiscalYear) throw new FundingLineClosed(line);
      const moved = await act(tx, held);
      if (moved.state === 'APPROVED') await this.book(tx, held, 'BATCH_APPROVED');
      return moved;
    });
  }

  private book(
    tx: EntityManager,
    { batch, version }: HeldBatch,
    event: 'BATCH_APPROVED' | 'BATCH_VOIDED',
  ): Promise<void> {
    const { agencyId, fundingLineId, id } = batch;
    return this.funding.post(tx, agencyId, {
      fundingLineId,
      event,
      amountFen: version.totalFen,
      cause: `version:${version.id}`,
      batchId: id,
    });
  }
}
