import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../access/actor';
import { AuditService } from '../audit/audit.service';
import { Clock } from '../calendar/clock';
import type { Fen } from '../calendar/money';
import { Database } from '../database/database';
import { FundsInsufficient } from '../funding/funding.errors';
import { FundingService } from '../funding/funding.service';
import type { RequestedBy } from '../queue/job-handler';
import { CaseService, type MovedCase } from './case.service';
import { Repayment } from './recovery.entity';
import { RecoveryDateWrong, RecoveryExceedsOpen, RecoveryMoveNotAllowed } from './recovery.errors';
import {
  enterReceived,
  enterRefund,
  lockEntering,
  undoDeductions,
  type RecoveryMovement,
} from './recovery.sql';
import { CASE_STATES, OPEN_STATES } from './recovery.states';

/** Money as finance records it: when it moved, how much, how, and by which document. */
export interface RepaymentInput {
  readonly version: number;
  readonly happenedOn: string;
  readonly amountFen: Fen;
  readonly channel: Repayment['channel'];
  readonly documentNo: string;
}

/** Which deductions a run enters: of one case, or of all; lines that cannot pay are left out. */
interface Run {
  readonly caseId: number | null;
  readonly exceptLineIds: readonly number[];
}

/**
 * How money of a case moves (退回、退还、抵扣入账): each movement spread over the months it stands for, and booked in the
 * ledger of the line that had paid them. Invariant 5.
 */
@Injectable()
export class RepaymentService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly cases: CaseService,
    private readonly funding: FundingService,
  ) {}

  /** Records money that came in, never more than is open beside what is being deducted. The last fen settles the case. */
  repay(actor: Actor, caseId: number, input: RepaymentInput): Promise<MovedCase> {
    return this.record(actor, caseId, 'REPAYMENT', input, async (tx, repaymentId) => {
      const { claimedFen, recoveredFen, pendingFen } = await this.cases.sumsOf(tx, actor.agencyId, caseId);
      const openFen = claimedFen - recoveredFen - pendingFen;
      if (input.amountFen > openFen) throw new RecoveryExceedsOpen('退回', input.amountFen, openFen);
      return enterReceived(tx, { ...this.run(actor, { caseId, exceptLineIds: [] }), repaymentId });
    });
  }

  /** Records money given back, because a month turned out to be due after it had been repaid (退还当事人). */
  refund(actor: Actor, caseId: number, input: RepaymentInput): Promise<MovedCase> {
    return this.record(actor, caseId, 'REFUND', input, async (tx, repaymentId) => {
      const { owedBackFen } = await this.cases.sumsOf(tx, actor.agencyId, caseId);
      if (input.amountFen > owedBackFen) throw new RecoveryExceedsOpen('退还', input.amountFen, owedBackFen);
      return enterRefund(tx, { agencyId: actor.agencyId, repaymentId, now: this.clock.now() });
    });
  }

  /** Enters the confirmed deductions of a case that wait for money. Throws `FundsInsufficient` while there is none. */
  bookDeductions(actor: Actor, caseId: number, version: number): Promise<MovedCase> {
    const { agencyId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      await lockEntering(tx, { agencyId });
      await this.cases.lock(tx, agencyId, caseId, version);
      const run = { caseId, exceptLineIds: [] };
      const movements = await undoDeductions(tx, this.run(actor, run));
      await this.book(tx, agencyId, movements);
      const entered = await enterReceived(tx, { ...this.run(actor, run), repaymentId: null });
      await this.book(tx, agencyId, entered);
      await this.cases.follow(tx, actor, [caseId]);
      const { state, version: now } = await this.cases.lock(tx, agencyId, caseId, null);
      return { id: caseId, state, version: now };
    });
  }

  /**
   * Enters what banks confirmed and takes back what they sent back, in the transaction of the job. A line that cannot pay
   * its part is left out with what hangs on it, which waits for `bookDeductions` or the next return. The cases named are
   * still to be followed (`CaseService.follow`).
   */
  async enterDeductions(
    tx: EntityManager,
    by: RequestedBy,
  ): Promise<{ enteredFen: Fen; waitingLineIds: number[]; caseIds: number[] }> {
    await lockEntering(tx, { agencyId: by.agencyId });
    const undone = await this.enterWhatCan(tx, by, undoDeductions);
    const entered = await this.enterWhatCan(tx, by, (inner, run) =>
      enterReceived(inner, { ...run, repaymentId: null }),
    );
    const movements = [...undone.movements, ...entered.movements];
    const enteredFen = entered.movements
      .filter(({ event }) => event === 'DEDUCTION_PAID')
      .reduce((sum, { amountFen }) => sum + amountFen, 0);
    const waitingLineIds = [...undone.waitingLineIds, ...entered.waitingLineIds];
    return { enteredFen, waitingLineIds, caseIds: movements.flatMap(({ caseIds }) => caseIds) };
  }

  /** At most one try a funding line: each try that fails leaves out the line that could not pay. */
  private async enterWhatCan(
    tx: EntityManager,
    by: RequestedBy,
    enter: (inner: EntityManager, run: ReturnType<RepaymentService['run']>) => Promise<RecoveryMovement[]>,
  ): Promise<{ movements: RecoveryMovement[]; waitingLineIds: number[] }> {
    const waitingLineIds: number[] = [];
    for (;;) {
      try {
        const movements = await tx.transaction(async (inner) => {
          const made = await enter(inner, this.run(by, { caseId: null, exceptLineIds: waitingLineIds }));
          await this.book(inner, by.agencyId, made);
          return made;
        });
        return { movements, waitingLineIds };
      } catch (error) {
        if (!(error instanceof FundsInsufficient)) throw error;
        waitingLineIds.push(error.facts['fundingLineId'] as number);
      }
    }
  }

  private async record(
    actor: Actor,
    caseId: number,
    kind: Repayment['kind'],
    { version, ...input }: RepaymentInput,
    enter: (tx: EntityManager, repaymentId: number) => Promise<RecoveryMovement[]>,
  ): Promise<MovedCase> {
    const { agencyId, userId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      await lockEntering(tx, { agencyId });
      const held = await this.cases.lock(tx, agencyId, caseId, version);
      if (!OPEN_STATES.includes(held.state)) {
        const act = kind === 'REPAYMENT' ? '登记退回' : '登记退还';
        throw new RecoveryMoveNotAllowed(
          { state: held.state, label: CASE_STATES[held.state] },
          { act: kind, label: act },
        );
      }
      if (input.happenedOn > this.clock.today()) throw new RecoveryDateWrong(['收退日期在今天之后']);
      if (input.happenedOn < held.openedOn && kind === 'REFUND')
        throw new RecoveryDateWrong(['退还日期早于立案日期']);
      const inserted = await tx.insert(Repayment, {
        ...input,
        agencyId,
        caseId,
        kind,
        recordedBy: userId,
        recordedAt: this.clock.now(),
      });
      const { id: repaymentId } = inserted.identifiers[0] as { id: number };
      const movements = await enter(tx, repaymentId);
      const enteredFen = movements.reduce((sum, { amountFen }) => sum + amountFen, 0);
      // A deduction that waits to be undone still stands in its month: less may be open, month by month, than in sum.
      if (enteredFen < input.amountFen)
        throw new RecoveryExceedsOpen(kind === 'REPAYMENT' ? '退回' : '退还', input.amountFen, enteredFen);
      await this.book(tx, agencyId, movements);
      await this.cases.follow(tx, actor, [caseId]);
      await this.audit.record(tx, actor, {
        act: 'recovery.record-repayment',
        subjectType: 'overpayment-case',
        subjectId: caseId,
        details: { repaymentId, kind, ...input },
      });
      const { state, version: now } = await this.cases.lock(tx, agencyId, caseId, null);
      return { id: caseId, state, version: now };
    });
  }

  private async book(
    tx: EntityManager,
    agencyId: number,
    movements: readonly RecoveryMovement[],
  ): Promise<void> {
    for (const { fundingLineId, event, amountFen, firstEntryId } of movements) {
      const cause = `recovery:${firstEntryId}`;
      await this.funding.post(tx, agencyId, { fundingLineId, event, amountFen, cause, batchId: null });
    }
  }

  private run({ agencyId }: { agencyId: number }, { caseId, exceptLineIds }: Run) {
    return { agencyId, caseId, exceptLineIds, today: this.clock.today(), now: this.clock.now() };
  }
}
