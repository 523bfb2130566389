import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import { FourEyesRequired } from '../access/access.errors';
import type { Actor } from '../access/actor';
import { AuditService } from '../audit/audit.service';
import { Clock } from '../calendar/clock';
import type { Fen } from '../calendar/money';
import { monthOf, parseMonth } from '../calendar/month';
import { Database } from '../database/database';
import { Enrollment } from '../enrollment/enrollment.entity';
import { DeductionService } from '../entitlement/deduction.service';
import { NotFound, RequestInvalid } from '../errors/request.errors';
import { FileStore, type ReceivedFile } from '../file-store/file-store.service';
import { LifeEvent } from '../person/life-event.entity';
import { findPerson } from '../person/person.service';
import { CaseService, type MovedCase } from './case.service';
import { DeductionConsent, Instalment, OverpaymentCase, RepaymentAgreement } from './recovery.entity';
import {
  ConsentMissing,
  EnrollmentNotPaid,
  RecoveryDateWrong,
  RecoveryExceedsOpen,
  RecoverySumDiffers,
} from './recovery.errors';
import { stateAfter, type CaseAct } from './recovery.states';

/** What every agreement says of itself. */
export interface AgreementInput {
  readonly version: number;
  readonly documentNo: string;
  readonly signedOn: string;
}

/** Instalments in the order of their due dates; fen. */
export interface InstalmentsInput extends AgreementInput {
  readonly instalments: readonly { dueOn: string; amountFen: Fen }[];
}

/** What is deducted, from which enrolment, beginning with which month (`2025-03`); fen. */
export interface DeductionInput extends AgreementInput {
  readonly enrollmentId: number;
  readonly perPaymentFen: Fen;
  readonly totalFen: Fen;
  readonly keepsFen: Fen;
  readonly fromMonth: string;
  readonly consentId?: number;
}

/** A consent as it is recorded with its scan. */
export interface ConsentInput {
  readonly personId: number;
  readonly documentNo: string;
  readonly signedOn: string;
}

/** How an ordered sum is to come back (分期还款、待遇抵扣). One agreement at a time: a new one ends the one before. */
@Injectable()
export class AgreementService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly files: FileStore,
    private readonly cases: CaseService,
    private readonly deductions: DeductionService,
  ) {}

  /** Agrees on instalments, which add up to what is open to the fen and fall due in order, after signing. */
  agreeInstalments(actor: Actor, caseId: number, input: InstalmentsInput): Promise<MovedCase> {
    const { instalments } = input;
    return this.agree(actor, caseId, 'agree-instalments', input, async (tx, held, openFen) => {
      const late = instalments.filter(
        ({ dueOn }, at) => dueOn <= (instalments[at - 1]?.dueOn ?? input.signedOn),
      );
      if (late.length > 0) throw new RecoveryDateWrong(['各期到期日须在签订日之后，且依次递增']);
      const sumFen = instalments.reduce((sum, { amountFen }) => sum + amountFen, 0);
      if (sumFen !== openFen) throw new RecoverySumDiffers('各期合计', sumFen, openFen);
      const agreementId = await this.insertAgreement(tx, actor, held, input, {
        kind: 'INSTALMENTS',
        totalFen: sumFen,
        deductionId: null,
        consentId: null,
      });
      const rows = instalments.map(({ dueOn, amountFen }, at) => ({
        agencyId: actor.agencyId,
        agreementId,
        seq: at + 1,
        dueOn,
        amountFen,
      }));
      await tx.insert(Instalment, rows);
    });
  }

  /**
   * Agrees on deductions from later payments of an enrolment, never more than is open. Of another person only with that
   * person's consent on paper, recorded by somebody else. Throws `EnrollmentNotPaid` when its person has died or left.
   */
  agreeDeduction(actor: Actor, caseId: number, input: DeductionInput): Promise<MovedCase> {
    const { agencyId } = actor;
    const { enrollmentId, perPaymentFen, totalFen, keepsFen } = input;
    const fromMonth = parseMonth(input.fromMonth);
    if (!fromMonth) throw new RequestInvalid(['抵扣起始月份应为 2025-01 的形式']);
    return this.agree(actor, caseId, 'agree-deduction', input, async (tx, held, openFen) => {
      if (totalFen > openFen) throw new RecoveryExceedsOpen('约定抵扣', totalFen, openFen);
      const enrollment = await tx.findOneBy(Enrollment, { agencyId, id: enrollmentId });
      if (!enrollment) throw new NotFound('享受资格', enrollmentId);
      const consentId = await this.refuseWithoutConsent(
        tx,
        actor,
        held,
        enrollment.personId,
        input.consentId,
      );
      await this.refuseUnpaid(tx, enrollment);
      const terms = { agencyId, caseId, enrollmentId, perPaymentFen, totalFen, keepsFen, fromMonth };
      const deductionId = await this.deductions.begin(tx, terms);
      await this.insertAgreement(tx, actor, held, input, {
        kind: 'DEDUCTION',
        totalFen,
        deductionId,
        consentId,
      });
    });
  }

  /** Keeps another person's consent to a deduction, with its scan. */
  recordConsent(
    actor: Actor,
    caseId: number,
    input: ConsentInput,
    file: ReceivedFile,
  ): Promise<{ consentId: number }> {
    const { agencyId, userId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      await this.cases.lock(tx, agencyId, caseId, null);
      await findPerson(tx, agencyId, input.personId);
      if (input.signedOn > this.clock.today()) throw new RecoveryDateWrong(['签署日期在今天之后']);
      const fileId = await this.files.keep(tx, actor, file);
      const row = { ...input, agencyId, caseId, fileId, recordedBy: userId, recordedAt: this.clock.now() };
      const inserted = await tx.insert(DeductionConsent, row);
      const { id: consentId } = inserted.identifiers[0] as { id: number };
      await this.audit.record(tx, actor, {
        act: 'recovery.record-consent',
        subjectType: 'overpayment-case',
        subjectId: caseId,
        details: { consentId, ...input, sha256: file.sha256.toString('hex') },
      });
      return { consentId };
    });
  }

  /** The scan of a consent; who looked at it stands in the audit log. */
  openConsent(actor: Actor, consentId: number): Promise<{ name: string; content: Buffer }> {
    const { agencyId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      const consent = await tx.findOneBy(DeductionConsent, { agencyId, id: consentId });
      if (!consent) throw new NotFound('抵扣同意书', consentId);
      const { name, content } = await this.files.open(tx, agencyId, consent.fileId);
      const chunks: Buffer[] = [];
      for await (const chunk of content) chunks.push(chunk as Buffer);
      await this.audit.record(tx, actor, {
        act: 'recovery.view-consent',
        subjectType: 'overpayment-case',
        subjectId: consent.caseId,
        details: { consentId },
      });
      return { name, content: Buffer.concat(chunks) };
    });
  }

  private agree(
    actor: Actor,
    caseId: number,
    act: CaseAct,
    { version, documentNo, signedOn }: AgreementInput,
    write: (tx: EntityManager, held: OverpaymentCase, openFen: Fen) => Promise<void>,
  ): Promise<MovedCase> {
    const { agencyId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      const held = await this.cases.lock(tx, agencyId, caseId, version);
      stateAfter(held.state, act);
      if (signedOn > this.clock.today()) throw new RecoveryDateWrong(['签订日期在今天之后']);
      await this.cases.endAgreements(tx, agencyId, [caseId]);
      const { claimedFen, recoveredFen, pendingFen } = await this.cases.sumsOf(tx, agencyId, caseId);
      await write(tx, held, claimedFen - recoveredFen - pendingFen);
      return this.cases.move(tx, actor, held, act, { reason: `${documentNo}（${signedOn}）` });
    });
  }

  private async insertAgreement(
    tx: EntityManager,
    { agencyId, userId }: Actor,
    held: OverpaymentCase,
    { documentNo, signedOn }: AgreementInput,
    kind: Pick<RepaymentAgreement, 'kind' | 'totalFen' | 'deductionId' | 'consentId'>,
  ): Promise<number> {
    const inserted = await tx.insert(RepaymentAgreement, {
      ...kind,
      agencyId,
      caseId: held.id,
      state: 'ACTIVE',
      documentNo,
      signedOn,
      recoveredBeforeFen: held.recoveredFen,
      agreedBy: userId,
      agreedAt: this.clock.now(),
    });
    return (inserted.identifiers[0] as { id: number }).id;
  }

  /** The consent a deduction rests on; null where who owes pays from the own payments. */
  private async refuseWithoutConsent(
    tx: EntityManager,
    { agencyId, userId }: Actor,
    { id: caseId, personId: debtorId }: OverpaymentCase,
    personId: number,
    consentId: number | undefined,
  ): Promise<number | null> {
    if (personId === debtorId) return null;
    if (consentId === undefined) throw new ConsentMissing();
    const consent = await tx.findOneBy(DeductionConsent, { agencyId, caseId, personId, id: consentId });
    if (!consent) throw new ConsentMissing();
    if (consent.recordedBy === userId) throw new FourEyesRequired('从他人待遇中抵扣');
    return consent.id;
  }

  private async refuseUnpaid(tx: EntityManager, enrollment: Enrollment): Promise<void> {
    const { agencyId, personId, projectId, untilMonth } = enrollment;
    const ends = await tx.findBy(LifeEvent, {
      agencyId,
      personId,
      state: 'CONFIRMED',
      kind: In(['DEATH', 'EMIGRATION', 'END_OF_ENTITLEMENT']),
    });
    const isEnded = ends.some((event) => event.projectId === null || event.projectId === projectId);
    if (isEnded || (untilMonth !== null && untilMonth < monthOf(this.clock.today())))
      throw new EnrollmentNotPaid();
  }
}
