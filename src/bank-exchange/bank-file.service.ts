import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../access/actor';
import { AuditService } from '../audit/audit.service';
import { BatchService } from '../batch/batch.service';
import { stateAfter } from '../batch/batch.states';
import { Clock } from '../calendar/clock';
import { Database } from '../database/database';
import { NotFound } from '../errors/request.errors';
import { FundingService } from '../funding/funding.service';
import type { JobContext } from '../queue/job-handler';
import type { JobResult } from '../queue/job.entity';
import { Queue } from '../queue/queue';
import { Vault } from '../vault/vault';
import { BankFileAltered, BankFileUnwritable } from './bank-exchange.errors';
import { BankFile } from './bank-file.entity';
import { findBatch, orderOf } from './bank-file-order';
import { LineUnreadable } from './payment-line-stream';
import { FileNameRefused, fileNameOf } from './profile/file-name';
import type { LineProblem } from './profile/payment-lines';
import { openScratchFile } from './scratch-file';
import { renderBankFile, writeBankFile, type BankFileOrder, type WrittenPart } from './write-bank-file';

/** A sent file as lists show it. */
export type BankFileView = Omit<BankFile, 'agencyId' | 'sha256'> & { sha256: string };

/** A file generated again and proved to be the one that was sent; whoever reads it closes it. */
export interface OpenBankFile {
  readonly name: string;
  readonly sizeBytes: number;
  readonly content: FileHandle;
}

/** The payment files (报盘文件) of a batch: what cannot be written, what was sent, and the same bytes again. Invariant 4. */
@Injectable()
export class BankFileService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly vault: Vault,
    private readonly audit: AuditService,
    private readonly queue: Queue,
    private readonly batches: BatchService,
    private readonly funding: FundingService,
  ) {}

  /** Every line the bank's charset or columns cannot carry, before the batch is submitted; the first 500 are listed. */
  async problems(
    { agencyId }: Actor,
    batchId: number,
  ): Promise<{ problemCount: number; problems: LineProblem[] }> {
    return this.database.transaction(agencyId, async (tx) => {
      const batch = await findBatch(tx, agencyId, batchId);
      const held = await this.batches.withVersion(tx, batch);
      if (held.version.paymentCount === 0) return { problemCount: 0, problems: [] };
      const { order } = await orderOf(tx, this.vault, held, this.clock.today());
      const { problems, problemCount } = await renderBankFile(tx, this.vault, order, () => undefined);
      return { problemCount, problems };
    });
  }

  /** Asks for the file of an approved batch; the answer names the job to follow. */
  async requestSend(actor: Actor, batchId: number, version: number): Promise<{ jobId: number }> {
    const { agencyId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      const batch = await this.batches.lock(tx, agencyId, batchId, version);
      stateAfter(batch.state, 'send');
      const job = await this.queue.enqueue(tx, actor, 'bank-exchange.send', batchId, { batchId });
      return { jobId: job.id };
    });
  }

  /**
   * The job: proves the lines unaltered, writes the file once for its hash and size, puts the money in transit. Throws
   * `BankFileUnwritable` with every line that cannot be written; then nothing is sent at all.
   */
  async send({ tx, agencyId, job, requestedBy }: JobContext<'bank-exchange.send'>): Promise<JobResult> {
    const { batchId } = job.payload;
    const held = await this.batches.hold(tx, { agencyId }, batchId, null);
    const { batch, version } = held;
    stateAfter(batch.state, 'send');
    const producedOn = this.clock.today();
    const { order, profileId } = await orderOf(tx, this.vault, held, producedOn);
    const names = fileNamesOf(order);
    const written = await writeBankFile(tx, this.vault, order, () => undefined);
    const files = written.map((part, index) => ({
      ...fileRow(order, index, part),
      fileName: names[index]!,
      batchId,
      profileId,
      producedOn,
      createdBy: senderOf(requestedBy.userId),
      createdAt: this.clock.now(),
    }));
    await tx.insert(BankFile, files);
    const { fundingLineId } = batch;
    const cause = `version:${version.id}`;
    const amountFen = version.totalFen;
    await this.funding.post(tx, agencyId, { fundingLineId, event: 'FILE_SENT', amountFen, cause, batchId });
    await this.batches.move(tx, requestedBy, batch, 'send', {
      sentBy: requestedBy.userId,
      sentOn: producedOn,
    });
    const sent = files.map(({ fileName, sha256, lineCount, totalFen }) => ({
      fileName,
      sha256: sha256.toString('hex'),
      lineCount,
      totalFen,
    }));
    await this.audit.record(tx, requestedBy, {
      act: 'bank-file.send',
      subjectType: 'batch',
      subjectId: batchId,
      details: { versionNo: version.versionNo, profileId, files: sent },
    });
    return { batchId, files: sent };
  }

  /** The files of a batch by part. */
  list({ agencyId }: Actor, batchId: number): Promise<BankFileView[]> {
    return this.database.transaction(agencyId, async (tx) => {
      const rows = await tx.find(BankFile, { where: { agencyId, batchId }, order: { partNo: 'ASC' } });
      return rows.map(({ agencyId: _agencyId, sha256, ...row }) => ({
        ...row,
        sha256: sha256.toString('hex'),
      }));
    });
  }

  /**
   * Generates a sent file again for download, and leaves a trace of who asked. It is whole, and proved to be what was sent,
   * before its first byte leaves. Throws `BankFileAltered`.
   */
  async open(actor: Actor, fileId: number): Promise<OpenBankFile> {
    const { agencyId } = actor;
    const content = await openScratchFile();
    try {
      return await this.database.transaction(agencyId, async (tx) => {
        const file = await tx.findOneBy(BankFile, { agencyId, id: fileId });
        if (!file) throw new NotFound('报盘文件', fileId);
        await content.truncate(0);
        await this.regenerate(tx, file, content);
        const { fileName: name, sizeBytes, batchId } = file;
        await this.audit.record(tx, actor, {
          act: 'bank-file.download',
          subjectType: 'bank-file',
          subjectId: fileId,
          details: { batchId, fileName: name },
        });
        return { name, sizeBytes, content };
      });
    } catch (error) {
      await content.close();
      throw error;
    }
  }

  private async regenerate(tx: EntityManager, file: BankFile, into: FileHandle): Promise<void> {
    const { agencyId, id, batchId, versionId, partNo, producedOn, sha256 } = file;
    const batch = await findBatch(tx, agencyId, batchId);
    // A sent batch is never compiled again, so its current version is the one that was sent.
    const { order } = await orderOf(tx, this.vault, await this.batches.withVersion(tx, batch), producedOn);
    const parts = order.parts.filter((part) => part.totals.partNo === partNo);
    if (order.versionId !== versionId || parts.length === 0) throw new BankFileAltered(id);
    const hash = createHash('sha256');
    let position = 0;
    try {
      await writeBankFile(tx, this.vault, { ...order, parts }, async (bytes) => {
        hash.update(bytes);
        await into.write(bytes, 0, bytes.length, position);
        position += bytes.length;
      });
    } catch (error) {
      // What was written once can be written again, unless its lines are others now.
      if (error instanceof BankFileUnwritable || error instanceof LineUnreadable)
        throw new BankFileAltered(id);
      throw error;
    }
    if (!hash.digest().equals(sha256)) throw new BankFileAltered(id);
  }
}

/** Throws `BankFileUnwritable` for a name that cannot be a file's. */
function fileNamesOf(order: BankFileOrder): string[] {
  try {
    return order.parts.map((part) => fileNameOf(order.profile, part.totals));
  } catch (error) {
    if (!(error instanceof FileNameRefused)) throw error;
    throw new BankFileUnwritable([{ serial: null, field: 'fileName', message: error.message }], 1);
  }
}

function fileRow(
  { agencyId, versionId, parts }: BankFileOrder,
  index: number,
  { sha256, sizeBytes }: WrittenPart,
) {
  const { firstSerial, totals } = parts[index]!;
  const { partNo, lineCount, totalFen } = totals;
  return { agencyId, versionId, partNo, firstSerial, lineCount, totalFen, sha256, sizeBytes };
}

/** Only a person sends; the permission of the request saw to it. */
function senderOf(userId: number | null): number {
  if (userId === null) throw new Error('a bank file is sent on behalf of a user');
  return userId;
}
