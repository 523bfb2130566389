import { Injectable } from '@nestjs/common';
import type { EntityManager, QueryDeepPartialEntity } from 'typeorm';
import type { Actor } from '../access/actor';
import { AuditService } from '../audit/audit.service';
import { BatchService, type HeldBatch } from '../batch/batch.service';
import { stateAfter, type BatchState } from '../batch/batch.states';
import { Clock } from '../calendar/clock';
import { Database } from '../database/database';
import { EntitlementService } from '../entitlement/entitlement.service';
import { Reconciliation, type BatchFigures, type Difference } from './reconciliation.entity';
import { differencesOf } from './reconciliation.rules';
import { checkLedger, sumBatchFigures, type LedgerCheck } from './reconciliation.sql';

/** What a reconciliation answers; without balance the batch stays where it is. */
export interface Reconciled {
  readonly reconciliationId: number;
  readonly balanced: boolean;
  readonly figures: BatchFigures;
  readonly differences: readonly Difference[];
  readonly state: BatchState;
  readonly version: number;
}

/** Compares what each book says of a batch (对账), and of the funding lines. Invariant 5. */
@Injectable()
export class ReconciliationService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly batches: BatchService,
    private readonly entitlements: EntitlementService,
  ) {}

  /**
   * Compares batch, files, returns and ledger, keeps the result, and closes the batch if they agree. Differences are an
   * answer and not a refusal: the attempt stays on record. Throws `BatchMoveNotAllowed` before everything came back.
   */
  async reconcile(actor: Actor, batchId: number, version: number): Promise<Reconciled> {
    const { agencyId, userId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      const held = await this.batches.withVersion(
        tx,
        await this.batches.lock(tx, agencyId, batchId, version),
      );
      const { batch } = held;
      stateAfter(batch.state, 'reconcile');
      const figures = await this.figures(tx, held);
      const differences = differencesOf(figures);
      const balanced = differences.length === 0;
      const row = {
        agencyId,
        batchId,
        balanced,
        figures,
        differences,
        reconciledBy: userId,
        reconciledAt: this.clock.now(),
      };
      // TypeORM's type for partial rows does not know that a jsonb column is written whole.
      const inserted = await tx.insert(Reconciliation, row as QueryDeepPartialEntity<Reconciliation>);
      const { id: reconciliationId } = inserted.identifiers[0] as { id: number };
      const { state, version: now } = balanced
        ? await this.batches.move(tx, actor, batch, 'reconcile', {})
        : batch;
      await this.audit.record(tx, actor, {
        act: 'reconciliation.record',
        subjectType: 'batch',
        subjectId: batchId,
        details: { reconciliationId, balanced, differences },
      });
      return { reconciliationId, balanced, figures, differences, state, version: now };
    });
  }

  /** Every comparison of a batch, the newest first. */
  list({ agencyId }: Actor, batchId: number): Promise<Omit<Reconciliation, 'agencyId'>[]> {
    return this.database.transaction(agencyId, async (tx) => {
      const rows = await tx.find(Reconciliation, { where: { agencyId, batchId }, order: { id: 'DESC' } });
      return rows.map(({ agencyId: _agencyId, ...row }) => row);
    });
  }

  /** The balances of every funding line against its entries. */
  checkLedger({ agencyId }: Actor): Promise<LedgerCheck[]> {
    return this.database.transaction(agencyId, (tx) => checkLedger(tx, { agencyId }));
  }

  private async figures(tx: EntityManager, { batch, version }: HeldBatch): Promise<BatchFigures> {
    const { agencyId, id: batchId } = batch;
    const sums = await sumBatchFigures(tx, { agencyId, batchId });
    const { digest } = await this.entitlements.totals(tx, agencyId, version.id);
    return {
      ...sums,
      versionCount: version.paymentCount,
      versionFen: version.totalFen,
      unalteredDigest: version.digest?.equals(digest) ?? false,
    };
  }
}
