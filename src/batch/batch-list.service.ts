import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor';
import { permits } from '../access/permissions';
import { Database } from '../database/database';
import { NotFound } from '../errors/request.errors';
import { REASONS, type Reason } from '../entitlement/reasons';
import { BATCH_STATES, movesFrom, type BatchAct } from './batch.states';
import {
  CONTROL_CHANGES,
  compareWithPrevious,
  controlList,
  listBatches,
  listControlChanges,
  listPayments,
  listUnpaid,
  sumUnpaid,
  type BatchRow,
  type ControlChange,
  type PaymentRow,
  type PaymentStatus,
  type UnpaidRow,
} from './batch.sql';

/** A batch with its state in words and the acts open to this user. */
export interface BatchView extends BatchRow {
  readonly stateLabel: string;
  readonly acts: readonly BatchAct[];
}

/** 上期 + 新增 + 恢复 - 暂停 - 终止 = 本期, for persons and for fen. */
export interface ControlList {
  readonly previous: { personCount: number; amountFen: number };
  readonly groups: readonly {
    change: ControlChange;
    label: string;
    personCount: number;
    previousFen: number;
    currentFen: number;
  }[];
  readonly current: { personCount: number; amountFen: number };
}

/** What is shown of batches: lists by cursor, the month-over-month control, who is not paid and why. */
@Injectable()
export class BatchListService {
  constructor(private readonly database: Database) {}

  /** Batches newest first. */
  list(actor: Actor, query: { projectId?: number; before?: number; limit: number }): Promise<BatchView[]> {
    const { agencyId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      const { projectId = null, before = null, limit } = query;
      const rows = await listBatches(tx, { agencyId, batchId: null, projectId, before, limit });
      return rows.map((row) => view(row, actor));
    });
  }

  /** One batch. */
  async find(actor: Actor, batchId: number): Promise<BatchView> {
    const { agencyId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      const [row] = await listBatches(tx, { agencyId, batchId, projectId: null, before: null, limit: 1 });
      if (!row) throw new NotFound('发放批次', batchId);
      return view(row, actor);
    });
  }

  /** Lines of a batch after a serial. */
  payments(
    { agencyId }: Actor,
    batchId: number,
    { after = 0, status = null, limit }: { after?: number; status?: PaymentStatus | null; limit: number },
  ): Promise<PaymentRow[]> {
    return this.database.transaction(agencyId, (tx) =>
      listPayments(tx, { agencyId, batchId, after, status, limit }),
    );
  }

  /** Who is not paid up to this batch's payout, month by month, with the reason in words. */
  async unpaid(
    { agencyId }: Actor,
    batchId: number,
    query: { reason?: Reason; afterEnrollment?: number; afterPeriod?: string; limit: number },
  ): Promise<(UnpaidRow & { reasonLabel: string | null })[]> {
    const { reason = null, afterEnrollment = 0, afterPeriod = '1900-01-01', limit } = query;
    return this.database.transaction(agencyId, async (tx) => {
      const rows = await listUnpaid(tx, { agencyId, batchId, reason, afterEnrollment, afterPeriod, limit });
      return rows.map((row) => ({ ...row, reasonLabel: row.reason && REASONS[row.reason].label }));
    });
  }

  /** The same by reason, with the rule behind each. */
  async unpaidByReason({ agencyId }: Actor, batchId: number) {
    return this.database.transaction(agencyId, async (tx) => {
      const rows = await sumUnpaid(tx, { agencyId, batchId });
      return rows.map((row) => ({
        ...row,
        ...(row.reason ? REASONS[row.reason] : { label: '待发', rule: '待列入批次。' }),
      }));
    });
  }

  /** The month-over-month control of a batch against the project's previous sent one. */
  async control({ agencyId }: Actor, batchId: number): Promise<ControlList> {
    return this.database.transaction(agencyId, async (tx) => {
      await compareWithPrevious(tx, { agencyId, batchId });
      const rows = await controlList(tx, {});
      const total = (wanted: readonly ControlChange[], amount: 'previousFen' | 'currentFen') => {
        const chosen = rows.filter(({ change }) => wanted.includes(change));
        return {
          personCount: chosen.reduce((sum, row) => sum + row.personCount, 0),
          amountFen: chosen.reduce((sum, row) => sum + row[amount], 0),
        };
      };
      return {
        previous: total(['KEPT', 'WITHHELD', 'ENDED'], 'previousFen'),
        groups: rows.map((row) => ({ ...row, label: CONTROL_CHANGES[row.change] })),
        current: total(['KEPT', 'ADDED', 'RESUMED'], 'currentFen'),
      };
    });
  }

  /** The names of one group of the control. */
  controlNames(
    { agencyId }: Actor,
    batchId: number,
    { change, after = 0, limit }: { change: ControlChange; after?: number; limit: number },
  ) {
    return this.database.transaction(agencyId, async (tx) => {
      await compareWithPrevious(tx, { agencyId, batchId });
      return listControlChanges(tx, { agencyId, change, after, limit });
    });
  }
}

function view(row: BatchRow, actor: Actor): BatchView {
  const acts = movesFrom(row.state)
    .filter(({ permission }) => permission !== 'system' && permits(actor.roles, permission))
    .map(({ act }) => act);
  return { ...row, stateLabel: BATCH_STATES[row.state], acts };
}
