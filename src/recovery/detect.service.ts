import { Injectable } from '@nestjs/common';
import { In, IsNull, type EntityManager } from 'typeorm';
import type { Actor } from '../access/actor';
import { AuditService } from '../audit/audit.service';
import { BankReturn } from '../bank-exchange/bank-return.entity';
import { PaymentBatch } from '../batch/batch.entity';
import { Clock } from '../calendar/clock';
import { Database } from '../database/database';
import { planForSets } from '../database/plan-for-sets';
import { lockRosters } from '../enrollment/roster-import.service';
import { EntitlementService } from '../entitlement/entitlement.service';
import { findPerson, lockPerson } from '../person/person.service';
import type { JobContext, RequestedBy } from '../queue/job-handler';
import type { JobResult } from '../queue/job.entity';
import { Queue } from '../queue/queue';
import { CaseService } from './case.service';
import { OverpaymentCase } from './recovery.entity';
import {
  addMonths,
  createOverpaidFound,
  findOverpaidMonths,
  listEndedDeductions,
  listSuspects,
  lockDetection,
  lockCases,
  openCases,
  withdrawMonths,
} from './recovery.sql';
import { RepaymentService } from './repayment.service';

/** The subject of a detection over everybody. */
const EVERYBODY = 0;

/** What a detection did. */
export type Detection = {
  personCount: number;
  openedCount: number;
  addedCount: number;
  changedCount: number;
  endedDeductionCount: number;
};

/**
 * Finds what was paid and not due (多发), by the rules that decide what is paid: what an event that was reported late makes
 * undue opens a case, and what an event that was taken back makes due again leaves it. A constant number of statements per
 * project, whatever the number of persons.
 */
@Injectable()
export class DetectService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly queue: Queue,
    private readonly audit: AuditService,
    private readonly entitlements: EntitlementService,
    private readonly cases: CaseService,
    private readonly repayments: RepaymentService,
  ) {}

  /** Asks for a detection of one person, or of everybody; gives the job. */
  request(actor: Actor, personId: number | null): Promise<{ jobId: number }> {
    return this.database.transaction(actor.agencyId, async (tx) => {
      if (personId !== null) await findPerson(tx, actor.agencyId, personId);
      const { id } = await this.queue.enqueue(tx, actor, 'recovery.detect', personId ?? EVERYBODY, {
        personId,
      });
      return { jobId: id };
    });
  }

  /** The job: one person's projects, or those of everybody whose payments are in doubt. */
  async detect({ tx, requestedBy, job }: JobContext<'recovery.detect'>): Promise<JobResult> {
    const { personId } = job.payload;
    // An event confirmed, or a roster applied, while this runs waits for the lock, and asks for a detection of its own.
    if (personId !== null) await lockPerson(tx, requestedBy.agencyId, personId);
    else await lockRosters(tx, requestedBy.agencyId);
    return this.examine(tx, requestedBy, { personId, versionId: null }, []);
  }

  /**
   * The job after a bank's return: enters the deductions it confirmed, takes back those it sent back, and looks at the
   * payments it answered. What a line cannot pay for waits, and is reported.
   */
  async follow({ tx, agencyId, requestedBy, job }: JobContext<'recovery.follow'>): Promise<JobResult> {
    const { batchId } = await tx.findOneByOrFail(BankReturn, { agencyId, id: job.payload.returnId });
    const { currentVersionId } = await tx.findOneByOrFail(PaymentBatch, { agencyId, id: batchId });
    const { caseIds, ...entered } = await this.repayments.enterDeductions(tx, requestedBy);
    const found = await this.examine(
      tx,
      requestedBy,
      { personId: null, versionId: currentVersionId },
      caseIds,
    );
    return { ...entered, ...found };
  }

  /** `enteredIds` are cases that something was entered for just now; they are followed with those found. */
  private async examine(
    tx: EntityManager,
    by: RequestedBy,
    of: { personId: number | null; versionId: number | null },
    enteredIds: readonly number[],
  ): Promise<Detection> {
    const { agencyId } = by;
    await lockDetection(tx, { agencyId });
    if (of.personId === null) await planForSets(tx);
    const suspects = await listSuspects(tx, { agencyId, ...of });
    const personIds = [...new Set(suspects.flatMap((one) => one.personIds))];
    await createOverpaidFound(tx, {});
    for (const { projectId, personIds: suspected } of suspects) {
      const judgedOn = this.clock.today();
      const personId = of.personId ?? suspected;
      if (await this.entitlements.review(tx, { agencyId, projectId, personId, judgedOn }))
        await findOverpaidMonths(tx, { agencyId });
    }
    const { caseIds, ...counts } = await this.claim(tx, agencyId, personIds);
    await this.cases.follow(tx, by, [...new Set([...enteredIds, ...caseIds])]);
    const endedDeductionCount = await this.endDeductions(tx, by, personIds);
    if (caseIds.length > 0)
      await this.audit.record(tx, by, {
        act: 'recovery.detect',
        subjectType: 'overpayment-case',
        subjectId: caseIds.length === 1 ? caseIds[0]! : null,
        details: { ...counts, caseIds },
      });
    return { personCount: personIds.length, ...counts, endedDeductionCount };
  }

  /** Brings the cases of the persons examined into line with what was found. */
  private async claim(
    tx: EntityManager,
    agencyId: number,
    personIds: readonly number[],
  ): Promise<Omit<Detection, 'personCount' | 'endedDeductionCount'> & { caseIds: number[] }> {
    const today = this.clock.today();
    await lockCases(tx, { agencyId, personIds });
    const changed = await withdrawMonths(tx, { agencyId, personIds, today });
    const opened = await openCases(tx, { agencyId, state: 'PENDING', today, now: this.clock.now() });
    const added = await addMonths(tx, { agencyId, state: 'PENDING', today });
    const caseIds = [...new Set([...changed.caseIds, ...added.caseIds])];
    // What was determined of other months is determined anew.
    await tx.update(
      OverpaymentCase,
      { agencyId, id: In(caseIds), orderedOn: IsNull() },
      { determinedBy: null, determinedOn: null },
    );
    const { openedCount } = opened;
    return { openedCount, addedCount: added.addedCount, changedCount: changed.changedCount, caseIds };
  }

  private async endDeductions(
    tx: EntityManager,
    by: RequestedBy,
    personIds: readonly number[],
  ): Promise<number> {
    const ended = await listEndedDeductions(tx, {
      agencyId: by.agencyId,
      personIds,
      today: this.clock.today(),
    });
    const caseIds = ended.map(({ caseId }) => caseId);
    if (caseIds.length > 0)
      await this.cases.endDeductions(tx, by, caseIds, '抵扣所依据的待遇已终止，须另行约定');
    return caseIds.length;
  }
}
