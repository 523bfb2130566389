import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditService } from '../audit/audit.service';
import type { BatchVersion, PaymentBatch } from '../batch/batch.entity';
import { BatchService } from '../batch/batch.service';
import { Clock } from '../calendar/clock';
import { planForSets } from '../database/plan-for-sets';
import { EntitlementService } from '../entitlement/entitlement.service';
import type { Settlement } from '../entitlement/entitlement.sql';
import { FileStore } from '../file-store/file-store.service';
import { FundingLine } from '../funding/funding.entity';
import { FundingService } from '../funding/funding.service';
import type { LedgerEvent } from '../funding/ledger-events';
import type { JobContext, RequestedBy } from '../queue/job-handler';
import type { JobResult } from '../queue/job.entity';
import { Queue } from '../queue/queue';
import { Vault } from '../vault/vault';
import { ReturnRefused } from './bank-exchange.errors';
import { createStated, matchReturnedLines, writeDiscrepancies, type MatchCounts } from './bank-exchange.sql';
import { expectationOf, refuseForeignReturn, refuseOtherCharset } from './return-checks';
import { definitionOf, findProfile, newestVersion } from './bank-profile.service';
import { BankReturn } from './bank-return.entity';
import { stateAfter } from './bank-return.states';
import { openScratchFile } from './scratch-file';
import { stageReturn, type StagedReturn } from './stage-return';

const READ_BYTES = 64 * 1024;
/** Some hundred lines tell a charset from another. */
const OPENING_BYTES = 64 * 1024;

/** What a bank's statement moves of the ledger, in an order in which no account can run dry. */
const MOVEMENTS: readonly (readonly [LedgerEvent, keyof Settlement])[] = [
  ['PAYMENT_SUCCEEDED', 'succeededFen'],
  ['PAYMENT_FAILED', 'failedFen'],
  ['PAYMENT_REVERSED', 'reversedFen'],
  ['PAYMENT_REVERSED_LATE', 'reversedLateFen'],
];

/** Enters what a bank says of a batch (回盘入账): lines to payments, outcomes to entitlements, money to the ledger. */
@Injectable()
export class SettleService {
  constructor(
    private readonly clock: Clock,
    private readonly vault: Vault,
    private readonly audit: AuditService,
    private readonly files: FileStore,
    private readonly batches: BatchService,
    private readonly entitlements: EntitlementService,
    private readonly funding: FundingService,
    private readonly queue: Queue,
  ) {}

  /**
   * The job of a received return, in its one transaction: every line ends as applied, repeated or in the work list; or the
   * whole file is refused, with the reason, and nothing of it is applied. A constant number of statements beside the
   * reading of the stored file. A return that was dealt with before changes nothing.
   */
  async settle({ tx, agencyId, job, requestedBy }: JobContext<'bank-exchange.settle'>): Promise<JobResult> {
    const { batchId } = await tx.findOneByOrFail(BankReturn, { agencyId, id: job.payload.returnId });
    const batch = await this.batches.lock(tx, agencyId, batchId, null);
    const received = await tx.findOneByOrFail(BankReturn, { agencyId, id: job.payload.returnId });
    if (received.state !== 'RECEIVED') return resultOf(received);
    const { version } = await this.batches.withVersion(tx, batch);
    try {
      const staged = await this.stage(tx, received, batch, version);
      const settled = await this.apply(tx, requestedBy, received, { batch, version, staged });
      return await this.close(tx, requestedBy, received, {
        state: stateAfter(received.state, 'apply'),
        lineCount: lineCountOf(staged),
        ...settled,
        problem: null,
        appliedAt: this.clock.now(),
      });
    } catch (error) {
      if (!(error instanceof ReturnRefused)) throw error;
      const { code, title, detail, facts } = error;
      return this.close(tx, requestedBy, received, {
        state: stateAfter(received.state, 'refuse'),
        problem: { code, title, detail, facts },
      });
    }
  }

  /** Reads the file into `returned_line`. Throws a `ReturnRefused` when it cannot be a return of this batch. */
  private async stage(
    tx: EntityManager,
    received: BankReturn,
    batch: PaymentBatch,
    version: BatchVersion,
  ): Promise<StagedReturn> {
    const { agencyId } = received;
    const sent = await findProfile(tx, agencyId, batch.bankProfileId);
    // The bank's way of answering is often learned from its first answer: the newest version reads it.
    const profile = definitionOf((await newestVersion(tx, agencyId, sent.code)) ?? sent);
    // On disk first: while COPY runs, the connection gives nothing else.
    const scratch = await openScratchFile();
    try {
      await this.files.hand(tx, agencyId, received.fileId, (chunk) => scratch.writeFile(chunk));
      const { buffer, bytesRead } = await scratch.read(Buffer.alloc(OPENING_BYTES), 0, OPENING_BYTES, 0);
      refuseOtherCharset(buffer.subarray(0, bytesRead), profile);
      const source = scratch.createReadStream({ start: 0, highWaterMark: READ_BYTES, autoClose: false });
      const staged = await stageReturn(
        tx,
        this.vault,
        { profile, paymentCount: version.paymentCount },
        source,
      );
      refuseForeignReturn(staged, profile, expectationOf({ batch, version }, sent, this.vault));
      return staged;
    } finally {
      await scratch.close();
    }
  }

  /** Matches the staged lines and lets everything follow from them. */
  private async apply(
    tx: EntityManager,
    by: RequestedBy,
    received: BankReturn,
    { batch, version, staged }: { batch: PaymentBatch; version: BatchVersion; staged: StagedReturn },
  ): Promise<Omit<MatchCounts, 'leftOpenCount' | 'apartCount' | 'apartFen'>> {
    const { agencyId, id: returnId } = received;
    await planForSets(tx);
    const { repeatedCount } = staged;
    await matchReturnedLines(tx, { agencyId, versionId: version.id, repeatedCount });
    await createStated(tx, {});
    const { leftOpenCount, apartCount, apartFen, ...counts } = await writeDiscrepancies(tx, {
      agencyId,
      returnId,
      lineCount: lineCountOf(staged),
    });
    if (counts.appliedCount + leftOpenCount === 0) return counts;
    const line = await tx.findOneByOrFail(FundingLine, { agencyId, id: batch.fundingLineId });
    const settled = await this.entitlements.settle(tx, {
      agencyId,
      versionId: version.id,
      paymentCount: version.paymentCount,
      returnId,
      plainCount: staged.paidCount - apartCount,
      plainFen: staged.paidFen - apartFen,
      fiscalYear: line.fiscalYear,
      bookedOn: this.clock.today(),
    });
    for (const [event, amount] of MOVEMENTS) {
      const cause = `return:${returnId}`;
      const movement = {
        fundingLineId: line.id,
        event,
        amountFen: settled[amount],
        cause,
        batchId: batch.id,
      };
      await this.funding.post(tx, agencyId, movement);
    }
    await this.batches.move(tx, by, batch, settled.unsettledCount === 0 ? 'settle-all' : 'settle-part', {});
    await this.queue.enqueue(tx, by, 'recovery.follow', returnId, { returnId });
    return counts;
  }

  private async close(
    tx: EntityManager,
    by: RequestedBy,
    received: BankReturn,
    change: Partial<BankReturn> & Pick<BankReturn, 'state' | 'problem'>,
  ): Promise<JobResult> {
    const { agencyId, id, batchId } = received;
    const { problem, ...plain } = change;
    // TypeORM's type for partial rows does not know that a jsonb column is written whole.
    await tx.update(BankReturn, { agencyId, id }, { ...plain, problem: problem as never });
    const result = resultOf({ ...received, ...change });
    await this.audit.record(tx, by, {
      act: 'bank-return.settle',
      subjectType: 'bank-return',
      subjectId: id,
      details: { batchId, ...result },
    });
    return result;
  }
}

function lineCountOf({ readableCount, malformedCount }: StagedReturn): number {
  return readableCount + malformedCount;
}

function resultOf({
  id,
  state,
  lineCount,
  appliedCount,
  repeatedCount,
  discrepancyCount,
  problem,
}: BankReturn): JobResult {
  const counts = { lineCount, appliedCount, repeatedCount, discrepancyCount };
  return { returnId: id, state, ...counts, ...(problem ? { problem: problem.code } : {}) };
}
