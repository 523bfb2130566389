import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor';
import { AuditService } from '../audit/audit.service';
import { addMonthsToDate } from '../calendar/business-date';
import { Clock } from '../calendar/clock';
import { Database } from '../database/database';
import { diedOn } from '../person/life-event.service';
import { findPerson } from '../person/person.service';
import { missingEvidence } from './evidence-needs';
import { findEvidenceFile } from './evidence.service';
import {
  VERIFICATION_CHANNELS,
  Verification,
  type VerificationChannel,
  type VerificationResult,
} from './verification.entity';
import { EvidenceMissing, VerifiedAfterDeath, VerificationInvalid } from './verification.errors';
import { upsertVerificationStatus } from './verification.sql';
import { verificationView, type VerificationView } from './verification.view';

/** No cycle is longer than five years, so no proof older than that, or valid for longer, decides anything. */
const MAX_MONTHS = 60;
/** Forty years of a proof every month. */
const MAX_LISTED = 500;

/** A verification as a clerk records it; what a channel needs beside the text stands in `evidence-needs.ts`. */
export interface VerificationInput {
  readonly personId: number;
  readonly channel: VerificationChannel;
  readonly verifiedOn: string;
  /** Passed, unless said otherwise. */
  readonly result?: VerificationResult;
  readonly validUntil?: string;
  readonly evidence: string;
  readonly referenceNo?: string;
  readonly visitors?: string[];
  readonly evidenceFileId?: number;
}

/** Proofs of life (领取资格认证); the latest one drives payment. It suspends nobody: the entitlement statement asks it. */
@Injectable()
export class VerificationService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /**
   * Records a proof of life or a failed attempt, and moves the person's status when it is the latest. Throws
   * `EvidenceMissing`, `VerificationInvalid` naming every problem, `VerifiedAfterDeath`, `VerificationRecordedAlready`.
   */
  async record(actor: Actor, input: VerificationInput): Promise<VerificationView> {
    const { agencyId } = actor;
    const proof = completed(input);
    return this.database.transaction(agencyId, async (tx) => {
      const { bornOn } = await findPerson(tx, agencyId, proof.personId);
      refuseImpossible(proof, { bornOn, today: this.clock.today() });
      refuseUnproved(proof);
      if (proof.evidenceFileId !== null) await findEvidenceFile(tx, agencyId, proof.evidenceFileId);
      const death = await diedOn(tx, agencyId, proof.personId);
      if (proof.result === 'PASSED' && death !== null && death < proof.verifiedOn)
        throw new VerifiedAfterDeath(death, proof.verifiedOn);
      const inserted = await tx.insert(Verification, {
        ...proof,
        agencyId,
        importId: null,
        recordedBy: actor.userId,
        recordedAt: this.clock.now(),
      });
      const { id } = inserted.identifiers[0] as { id: number };
      await upsertVerificationStatus(tx, { agencyId, importId: null, verificationId: id });
      const { personId, channel, verifiedOn, result, evidenceFileId } = proof;
      await this.audit.record(tx, actor, {
        act: 'verification.record',
        subjectType: 'verification',
        subjectId: id,
        details: { personId, channel, verifiedOn, result, evidenceFileId },
      });
      return verificationView(await tx.findOneOrFail(Verification, { where: { agencyId, id } }));
    });
  }

  /** A person's proofs of life, the latest first. */
  list(actor: Actor, personId: number): Promise<VerificationView[]> {
    const { agencyId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      await findPerson(tx, agencyId, personId);
      const verifications = await tx.find(Verification, {
        where: { agencyId, personId },
        order: { verifiedOn: 'DESC', id: 'DESC' },
        take: MAX_LISTED,
      });
      return verifications.map((verification) => verificationView(verification));
    });
  }
}

type Proof = Omit<Verification, 'agencyId' | 'id' | 'importId' | 'recordedBy' | 'recordedAt'>;

function completed(input: VerificationInput): Proof {
  return {
    personId: input.personId,
    channel: input.channel,
    verifiedOn: input.verifiedOn,
    result: input.result ?? 'PASSED',
    validUntil: input.validUntil ?? null,
    evidence: input.evidence,
    referenceNo: input.referenceNo ?? null,
    visitors: input.visitors ?? null,
    evidenceFileId: input.evidenceFileId ?? null,
  };
}

function refuseUnproved({ channel, result, evidence, referenceNo, visitors, evidenceFileId }: Proof): void {
  const hasFile = evidenceFileId !== null;
  const missing = missingEvidence(channel, result, {
    evidence,
    referenceNo,
    visitors: visitors ?? [],
    hasFile,
  });
  if (missing.length > 0) {
    throw new EvidenceMissing(
      VERIFICATION_CHANNELS[channel],
      missing.map(({ need }) => need),
    );
  }
}

function refuseImpossible(
  { verifiedOn, validUntil, result }: Proof,
  { bornOn, today }: { bornOn: string; today: string },
): void {
  const problems: string[] = [];
  if (verifiedOn > today) problems.push('认证日期晚于今天');
  if (verifiedOn < bornOn) problems.push('认证日期早于出生日期');
  if (verifiedOn < addMonthsToDate(today, -MAX_MONTHS)) problems.push('认证日期在五年以前');
  if (validUntil !== null && result === 'FAILED') problems.push('认证不通过的没有有效期');
  if (validUntil !== null && validUntil < verifiedOn) problems.push('有效期止早于认证日期');
  if (validUntil !== null && validUntil > addMonthsToDate(verifiedOn, MAX_MONTHS)) {
    problems.push('有效期超过五年');
  }
  if (problems.length > 0) throw new VerificationInvalid(problems);
}
