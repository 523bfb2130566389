import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan, type EntityManager } from 'typeorm';
import type { Actor } from '../access/actor';
import { AuditService } from '../audit/audit.service';
import { BatchService } from '../batch/batch.service';
import { BATCH_STATES, type BatchState } from '../batch/batch.states';
import { Clock } from '../calendar/clock';
import { Database } from '../database/database';
import { NotFound } from '../errors/request.errors';
import { FileStore, type ReceivedFile } from '../file-store/file-store.service';
import { Queue } from '../queue/queue';
import { DiscrepancyAlreadyResolved, ReturnNotExpected, ReturnOfAnotherBatch } from './bank-exchange.errors';
import { BankReturn, RETURN_STATES, ReturnDiscrepancy } from './bank-return.entity';
import { DISCREPANCY_KINDS } from './discrepancy-kinds';
import { stateAfter } from './bank-return.states';

/** What receiving a return answers; without a job there is nothing left to do. */
export interface ReturnReceipt {
  readonly returnId: number;
  readonly jobId: number | null;
  /** Whether the same content was handed in before. */
  readonly repeated: boolean;
}

/** A return as lists show it. */
export type ReturnView = Omit<BankReturn, 'agencyId' | 'sha256' | 'fileId'> & {
  stateLabel: string;
  sha256: string;
};

/** A line of the work list. */
export type DiscrepancyView = Omit<ReturnDiscrepancy, 'agencyId'> & { kindLabel: string };

/** A bank answers what it was sent; a late return (退汇) comes even after the batch was closed. */
const ANSWERABLE: readonly BatchState[] = [
  'FILE_SENT',
  'PARTLY_RETURNED',
  'RETURNED',
  'RECONCILED',
  'ARCHIVED',
];

/** Return files (回盘文件) from their receipt to the last discrepancy; what they move is `SettleService`'s. */
@Injectable()
export class BankReturnService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly queue: Queue,
    private readonly files: FileStore,
    private readonly batches: BatchService,
  ) {}

  /**
   * Keeps a return file and asks for its settlement. The same content again is the return that is there already and
   * changes nothing, unless that one was refused: then it is tried again, for the profile may have been mended.
   * Throws `ReturnNotExpected` before the batch was sent, `ReturnOfAnotherBatch` for a file handed in for another one.
   */
  async receive(actor: Actor, batchId: number, file: ReceivedFile): Promise<ReturnReceipt> {
    const { agencyId, userId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      // A twin of this request waits here, and then finds the return.
      const batch = await this.batches.lock(tx, agencyId, batchId, null);
      if (!ANSWERABLE.includes(batch.state)) throw new ReturnNotExpected(BATCH_STATES[batch.state]);
      const known = await tx.findOneBy(BankReturn, { agencyId, sha256: file.sha256 });
      if (known && known.batchId !== batchId) throw new ReturnOfAnotherBatch(known.batchId);
      if (known) return this.repeated(tx, actor, known);
      const fileId = await this.files.keep(tx, actor, file);
      const inserted = await tx.insert(BankReturn, {
        agencyId,
        batchId,
        fileId,
        sha256: file.sha256,
        state: 'RECEIVED',
        lineCount: 0,
        appliedCount: 0,
        repeatedCount: 0,
        discrepancyCount: 0,
        receivedBy: userId,
        receivedAt: this.clock.now(),
      });
      const { id: returnId } = inserted.identifiers[0] as { id: number };
      const job = await this.queue.enqueue(tx, actor, 'bank-exchange.settle', returnId, { returnId });
      await this.audit.record(tx, actor, {
        act: 'bank-return.receive',
        subjectType: 'bank-return',
        subjectId: returnId,
        details: {
          batchId,
          fileId,
          name: file.name,
          sizeBytes: file.sizeBytes,
          sha256: file.sha256.toString('hex'),
        },
      });
      return { returnId, jobId: job.id, repeated: false };
    });
  }

  /** The returns of a batch in the order in which they came. */
  list({ agencyId }: Actor, batchId: number): Promise<ReturnView[]> {
    return this.database.transaction(agencyId, async (tx) => {
      const rows = await tx.find(BankReturn, { where: { agencyId, batchId }, order: { id: 'ASC' } });
      return rows.map(viewOf);
    });
  }

  /** One return. Throws `NotFound`. */
  find({ agencyId }: Actor, returnId: number): Promise<ReturnView> {
    return this.database.transaction(agencyId, async (tx) =>
      viewOf(await findReturn(tx, agencyId, returnId)),
    );
  }

  /** The work list of a return in the order of the file, after a line; only what nobody has dealt with if `open`. */
  discrepancies(
    { agencyId }: Actor,
    returnId: number,
    { open, after, limit }: { open: boolean; after: number; limit: number },
  ): Promise<DiscrepancyView[]> {
    return this.database.transaction(agencyId, async (tx) => {
      await findReturn(tx, agencyId, returnId);
      const rows = await tx.find(ReturnDiscrepancy, {
        where: { agencyId, returnId, lineNo: MoreThan(after), ...(open ? { resolvedAt: IsNull() } : {}) },
        order: { lineNo: 'ASC' },
        take: limit,
      });
      return rows.map(discrepancyView);
    });
  }

  /** Writes down what became of a discrepancy. Moves no money: that takes a corrected return from the bank. */
  async resolve(
    actor: Actor,
    returnId: number,
    lineNo: number,
    resolution: string,
  ): Promise<DiscrepancyView> {
    const { agencyId, userId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      const found = await tx.findOne(ReturnDiscrepancy, {
        where: { agencyId, returnId, lineNo },
        lock: { mode: 'pessimistic_write' },
      });
      if (!found) throw new NotFound('回盘差异', `${returnId} 第 ${lineNo} 行`);
      if (found.resolvedAt !== null) throw new DiscrepancyAlreadyResolved(lineNo);
      const change = { resolution, resolvedBy: userId, resolvedAt: this.clock.now() };
      await tx.update(ReturnDiscrepancy, { agencyId, returnId, lineNo, kind: found.kind }, change);
      await this.audit.record(tx, actor, {
        act: 'bank-return.resolve',
        subjectType: 'bank-return',
        subjectId: returnId,
        details: { lineNo, kind: found.kind, resolution },
      });
      return discrepancyView({ ...found, ...change });
    });
  }

  private async repeated(tx: EntityManager, actor: Actor, known: BankReturn): Promise<ReturnReceipt> {
    const { agencyId, id: returnId, state } = known;
    if (state === 'APPLIED') return { returnId, jobId: null, repeated: true };
    if (state === 'REFUSED') {
      await tx.update(
        BankReturn,
        { agencyId, id: returnId },
        { state: stateAfter(state, 'hand-in-again'), problem: null },
      );
      await this.audit.record(tx, actor, {
        act: 'bank-return.receive',
        subjectType: 'bank-return',
        subjectId: returnId,
        details: { batchId: known.batchId, refusedBefore: true },
      });
    }
    const job = await this.queue.enqueue(tx, actor, 'bank-exchange.settle', returnId, { returnId });
    return { returnId, jobId: job.id, repeated: true };
  }
}

async function findReturn(tx: EntityManager, agencyId: number, id: number): Promise<BankReturn> {
  const row = await tx.findOneBy(BankReturn, { agencyId, id });
  if (!row) throw new NotFound('回盘文件', id);
  return row;
}

function viewOf({ agencyId: _agencyId, fileId: _fileId, sha256, ...row }: BankReturn): ReturnView {
  return { ...row, sha256: sha256.toString('hex'), stateLabel: RETURN_STATES[row.state] };
}

function discrepancyView({ agencyId: _agencyId, ...row }: ReturnDiscrepancy): DiscrepancyView {
  return { ...row, kindLabel: DISCREPANCY_KINDS[row.kind] };
}
