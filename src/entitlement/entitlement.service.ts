import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { planForSets } from '../database/plan-for-sets';
import { RateMissing } from './entitlement.errors';
import {
  accrueEntitlements,
  addPayments,
  checkPayments,
  countUnratedMonths,
  deductAgreed,
  dropJudged,
  findLastPayout,
  judgeEntitlements,
  lockExclusiveGroup,
  recordOutcomes,
  rejudgeEntitlements,
  releaseEntitlements,
  reopenEntitlements,
  sumPayments,
  type PaymentTotals,
  type Settlement,
} from './entitlement.sql';

/** What is to be judged: a payout, as of a business date, for one version of a batch. Months and dates are text. */
export interface Judgement {
  readonly agencyId: number;
  readonly projectId: number;
  readonly payoutId: number;
  readonly versionId: number;
  readonly judgedOn: string;
  /** Whether months that the project's earlier payouts missed are accrued too (somebody enrolled late). */
  readonly accruesEarlier: boolean;
  /** Whether only what a bank refused before is payable. */
  readonly onlyFailed: boolean;
  /** The months the batch's funding line may finance. */
  readonly financesFrom: string;
  readonly financesUntil: string;
}

/** The version a bank's statement is about. */
export interface StatedVersion {
  readonly agencyId: number;
  readonly versionId: number;
  /** How many payments the version has. */
  readonly paymentCount: number;
  readonly returnId: number;
  /** The plain rows of `stated`, all of them first words that say paid, and their sum. */
  readonly plainCount: number;
  readonly plainFen: number;
  /** That of the funding line. */
  readonly fiscalYear: number;
  /** Dates a return without posting date. */
  readonly bookedOn: string;
}

/**
 * What is owed (应发明细) and how it is settled (发放明细 and what banks say of it): the only writer of the tables
 * entitlement, payment and payment_outcome. Every method is a constant number of statements in the caller's
 * transaction, whatever the number of persons. Invariants 1, 2 and 7.
 */
@Injectable()
export class EntitlementService {
  /**
   * Accrues, judges and pays: writes every verdict, and one payment per payable enrolment of the version.
   * Throws `RateMissing` when a month of the payout has no rate; throws when a payment differs from the sum of its entitlements, which nothing but a fault of this program can cause.
   */
  async judge(
    tx: EntityManager,
    judgement: Judgement,
  ): Promise<PaymentTotals & { accruedCount: number; rejudgedCount: number }> {
    const { agencyId, projectId, versionId, judgedOn, ...asked } = judgement;
    await this.refuseUnrated(tx, agencyId, asked.payoutId);
    await lockExclusiveGroup(tx, { agencyId, projectId });
    await planForSets(tx);
    await judgeEntitlements(tx, { agencyId, judgedOn, personIds: null, includesPaid: false, ...asked });
    await deductAgreed(tx, { agencyId });
    const { accruedCount } = await accrueEntitlements(tx, { agencyId, projectId, versionId, judgedOn });
    const { rejudgedCount } = await rejudgeEntitlements(tx, { agencyId, versionId, judgedOn });
    await addPayments(tx, { agencyId, versionId });
    await this.refuseFaults(tx, agencyId, versionId);
    return { accruedCount, rejudgedCount, ...(await sumPayments(tx, { agencyId, versionId })) };
  }

  /**
   * Judges a project up to a payout, its last one unless said otherwise, into the temporary table `judged`, what is in a
   * payment too, and writes nothing: by the rules that decide what is paid, what was paid and is not due shows. Of one
   * person or some, or of all when `personId` is null. Answers whether there was anything to judge.
   */
  async review(
    tx: EntityManager,
    of: {
      agencyId: number;
      projectId: number;
      personId: number | readonly number[] | null;
      judgedOn: string;
      payoutId?: number;
    },
  ): Promise<boolean> {
    const { agencyId, projectId, personId, judgedOn } = of;
    await dropJudged(tx, {});
    const payoutId = of.payoutId ?? (await findLastPayout(tx, { agencyId, projectId })).payoutId;
    if (payoutId === 0) return false;
    if (typeof personId !== 'number') await planForSets(tx);
    await judgeEntitlements(tx, {
      agencyId,
      payoutId,
      judgedOn,
      personIds: personId === null ? null : [personId].flat(),
      includesPaid: true,
      accruesEarlier: false,
      onlyFailed: false,
      financesFrom: '-infinity',
      financesUntil: 'infinity',
    });
    return true;
  }

  /** The control totals and digest of a version's payments, computed from the lines as they are now. */
  totals(tx: EntityManager, agencyId: number, versionId: number): Promise<PaymentTotals> {
    return sumPayments(tx, { agencyId, versionId });
  }

  /** Frees everything a version had taken, because the version will not be paid. */
  async release(tx: EntityManager, agencyId: number, versionId: number): Promise<number> {
    return (await releaseEntitlements(tx, { agencyId, versionId })).releasedCount;
  }

  /**
   * Records what a bank stated, from the relation `stated` that the caller filled, and makes owed again what it
   * refused or sent back.
   */
  async settle(tx: EntityManager, of: StatedVersion): Promise<Settlement> {
    const { agencyId, versionId } = of;
    const settlement = await recordOutcomes(tx, { ...of });
    await reopenEntitlements(tx, { agencyId, versionId });
    return settlement;
  }

  private async refuseUnrated(tx: EntityManager, agencyId: number, payoutId: number): Promise<void> {
    const { unratedCount, benefitName, firstMonth } = await countUnratedMonths(tx, { agencyId, payoutId });
    if (unratedCount > 0) throw new RateMissing(benefitName ?? '', firstMonth ?? '');
  }

  private async refuseFaults(tx: EntityManager, agencyId: number, versionId: number): Promise<void> {
    const { faultCount } = await checkPayments(tx, { agencyId, versionId });
    if (faultCount > 0)
      throw new Error(`version ${versionId}: ${faultCount} payments differ from their entitlements`);
  }
}
