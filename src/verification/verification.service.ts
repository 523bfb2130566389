import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor';
import { AuditService } from '../audit/audit.service';
import { addMonthsToDate } from '../calendar/business-date';
import { Clock } from '../calendar/clock';
import { Database } from '../database/database';
import { diedOn } from '../person/life-event.service';
import { findPerson } from '../person/person.service';
import { findProject } from '../project/project.service';
import { VERIFICATION_CHANNELS, Verification, type VerificationChannel } from './verification.entity';
import { VerifiedAfterDeath, VerificationInvalid } from './verification.errors';
import {
  countVerificationStates,
  upsertVerificationStatus,
  type VerificationCounts,
} from './verification.sql';

/** No cycle is longer than five years, so no proof older than that, or valid for longer, decides anything. */
const MAX_MONTHS = 60;
/** The last of the usual reminders is followed by payment stopping. Source: design, field facts, "Default parameters". */
const EXPIRING_DAYS = 30;
/** Forty years of a proof every month. */
const MAX_LISTED = 500;

/** A proof of life as a clerk records it. */
export interface VerificationInput {
  readonly personId: number;
  readonly channel: VerificationChannel;
  readonly verifiedOn: string;
  readonly validUntil?: string;
  readonly evidence: string;
}

/** A proof of life as users see it. */
export interface VerificationView extends Omit<Verification, 'agencyId'> {
  readonly channelLabel: string;
}

/** How the proofs of life of a project stand on one day. */
export interface VerificationOverview extends VerificationCounts {
  readonly projectId: number;
  readonly today: string;
  /** 即将到期 means within this many days. */
  readonly expiringDays: number;
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
   * Records a proof of life and moves the person's status when it is the latest. Throws `VerificationInvalid` naming
   * every problem, `VerifiedAfterDeath`, `VerificationRecordedAlready`.
   */
  async record(actor: Actor, { validUntil, ...input }: VerificationInput): Promise<VerificationView> {
    const { agencyId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      const { bornOn } = await findPerson(tx, agencyId, input.personId);
      const proof = { ...input, result: 'PASSED' as const, validUntil: validUntil ?? null };
      refuseImpossible(proof, { bornOn, today: this.clock.today() });
      const death = await diedOn(tx, agencyId, input.personId);
      if (death !== null && death < input.verifiedOn) throw new VerifiedAfterDeath(death, input.verifiedOn);
      const inserted = await tx.insert(Verification, {
        ...proof,
        agencyId,
        importId: null,
        recordedBy: actor.userId,
        recordedAt: this.clock.now(),
      });
      const { id } = inserted.identifiers[0] as { id: number };
      await upsertVerificationStatus(tx, { agencyId, importId: null, verificationId: id });
      await this.audit.record(tx, actor, {
        act: 'verification.record',
        subjectType: 'verification',
        subjectId: id,
        details: { personId: input.personId, channel: input.channel, verifiedOn: input.verifiedOn },
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

  /** How many of a project's persons are verified, soon to expire, overdue or never verified, as of today. */
  overview(actor: Actor, projectId: number): Promise<VerificationOverview> {
    const { agencyId } = actor;
    const today = this.clock.today();
    return this.database.transaction(agencyId, async (tx) => {
      await findProject(tx, agencyId, projectId);
      const asked = { agencyId, projectId, today, expiringDays: EXPIRING_DAYS };
      return { projectId, today, expiringDays: EXPIRING_DAYS, ...(await countVerificationStates(tx, asked)) };
    });
  }
}

function refuseImpossible(
  { verifiedOn, validUntil }: { verifiedOn: string; validUntil: string | null },
  { bornOn, today }: { bornOn: string; today: string },
): void {
  const problems: string[] = [];
  if (verifiedOn > today) problems.push('认证日期晚于今天');
  if (verifiedOn < bornOn) problems.push('认证日期早于出生日期');
  if (verifiedOn < addMonthsToDate(today, -MAX_MONTHS)) problems.push('认证日期在五年以前');
  if (validUntil !== null && validUntil < verifiedOn) problems.push('有效期止早于认证日期');
  if (validUntil !== null && validUntil > addMonthsToDate(verifiedOn, MAX_MONTHS)) {
    problems.push('有效期超过五年');
  }
  if (problems.length > 0) throw new VerificationInvalid(problems);
}

function verificationView(verification: Verification): VerificationView {
  const { id, personId, channel, verifiedOn, result, validUntil, evidence } = verification;
  const { importId, recordedBy, recordedAt } = verification;
  return {
    id,
    personId,
    channel,
    channelLabel: VERIFICATION_CHANNELS[channel],
    verifiedOn,
    result,
    validUntil,
    evidence,
    importId,
    recordedBy,
    recordedAt,
  };
}
