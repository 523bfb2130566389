import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditService } from '../audit/audit.service';
import { Clock } from '../calendar/clock';
import type { Fen } from '../calendar/money';
import type { RequestedBy } from '../queue/job-handler';
import { EntitlementService } from '../entitlement/entitlement.service';
import { FundingLine } from '../funding/funding.entity';
import { BatchVersion, PaymentBatch } from './batch.entity';
import { stateAfter } from './batch.states';

/** What a compilation did. */
export interface Compilation {
  readonly versionNo: number;
  readonly paymentCount: number;
  readonly totalFen: Fen;
  readonly accruedCount: number;
  readonly rejudgedCount: number;
}

/** Compiles a batch (核算): a new version with what is owed and payable as of today. */
@Injectable()
export class CompileService {
  constructor(
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly entitlements: EntitlementService,
  ) {}

  /** Compiles in the caller's transaction, which the job runner owns; the batch row is locked until it ends. */
  async compile(tx: EntityManager, by: RequestedBy, batchId: number): Promise<Compilation> {
    const { agencyId } = by;
    const batch = await tx.findOneOrFail(PaymentBatch, {
      where: { agencyId, id: batchId },
      lock: { mode: 'pessimistic_write' },
    });
    const state = stateAfter(batch.state, 'compile');
    const version = await this.openVersion(tx, by, batch);
    if (batch.currentVersionId !== null)
      await this.entitlements.release(tx, agencyId, batch.currentVersionId);
    const line = await tx.findOneOrFail(FundingLine, { where: { agencyId, id: batch.fundingLineId } });
    const { digest, paymentCount, totalFen, accruedCount, rejudgedCount } = await this.entitlements.judge(
      tx,
      {
        agencyId,
        projectId: batch.projectId,
        payoutId: batch.payoutId,
        versionId: version.id,
        judgedOn: version.judgedOn,
        accruesEarlier: batch.kind === 'SUPPLEMENTARY',
        onlyFailed: batch.kind === 'REISSUE',
        financesFrom: line.mayFinanceFrom,
        financesUntil: line.mayFinanceUntil,
      },
    );
    await tx.update(BatchVersion, { agencyId, id: version.id }, { paymentCount, totalFen, digest });
    await tx.update(
      PaymentBatch,
      { agencyId, id: batchId },
      { state, version: batch.version + 1, preparedBy: version.compiledBy },
    );
    const compilation = { versionNo: version.versionNo, paymentCount, totalFen, accruedCount, rejudgedCount };
    await this.audit.record(tx, by, {
      act: 'batch.compile',
      subjectType: 'batch',
      subjectId: batchId,
      details: { ...compilation, digest: digest.toString('hex') },
    });
    return compilation;
  }

  private async openVersion(tx: EntityManager, by: RequestedBy, batch: PaymentBatch): Promise<BatchVersion> {
    const { agencyId } = by;
    const version = {
      agencyId,
      batchId: batch.id,
      versionNo: (await tx.count(BatchVersion, { where: { agencyId, batchId: batch.id } })) + 1,
      judgedOn: this.clock.today(),
      paymentCount: 0,
      totalFen: 0,
      digest: null,
      compiledBy: by.userId ?? batch.preparedBy,
      compiledAt: this.clock.now(),
    };
    const inserted = await tx.insert(BatchVersion, version);
    const { id } = inserted.identifiers[0] as { id: number };
    // The new version is the batch's current one first: only then may the old one's entitlements leave it.
    await tx.update(PaymentBatch, { agencyId, id: batch.id }, { currentVersionId: id });
    return { ...version, id };
  }
}
