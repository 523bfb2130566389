import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import type { Actor } from '../access/actor';
import { FourEyesRequired } from '../access/access.errors';
import { AuditService } from '../audit/audit.service';
import { Clock } from '../calendar/clock';
import type { Fen } from '../calendar/money';
import { Database } from '../database/database';
import { DeductionService } from '../entitlement/deduction.service';
import { NotFound, VersionChanged } from '../errors/request.errors';
import type { RequestedBy } from '../queue/job-handler';
import { OverpaymentCase, RepaymentAgreement } from './recovery.entity';
import { RecoveryDateWrong, RecoveryNotDetermined, RecoverySumDiffers } from './recovery.errors';
import { sumCases, writeCaseSums, type SummedCase } from './recovery.sql';
import { actOf, agreementAfter, stateAfter, type CaseAct, type CaseState } from './recovery.states';

/** What an act on a case answers. */
export interface MovedCase {
  readonly id: number;
  readonly state: CaseState;
  readonly version: number;
}

/** Cases of one state that one act moves together. */
interface Moves {
  readonly from: CaseState;
  readonly act: CaseAct;
  readonly caseIds: readonly number[];
}

type CaseChange = Partial<
  Omit<OverpaymentCase, 'agencyId' | 'id' | 'personId' | 'state' | 'version' | 'createdAt'>
>;

/**
 * Overpayment cases (多发追回): determined by one user, confirmed by another, and closed by their sums alone. The one door
 * to a case's state. Source: 社会保险经办条例 art. 46.
 */
@Injectable()
export class CaseService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly deductions: DeductionService,
  ) {}

  /** Determines what is to be repaid (核定): the sum must be that of the months, the day to repay by not passed. */
  determine(
    actor: Actor,
    id: number,
    asked: { version: number; amountFen: Fen; repayBy: string; basis: string },
  ): Promise<MovedCase> {
    return this.act(actor, id, asked.version, async (tx, held) => {
      if (asked.repayBy <= this.clock.today()) throw new RecoveryDateWrong(['退回期限须在今天之后']);
      stateAfter(held.state, 'determine');
      if (asked.amountFen !== held.claimedFen)
        throw new RecoverySumDiffers('核定金额', asked.amountFen, held.claimedFen);
      return this.move(tx, actor, held, 'determine', {
        basis: asked.basis,
        repayBy: asked.repayBy,
        determinedBy: actor.userId,
        determinedOn: this.clock.today(),
        reason: null,
      });
    });
  }

  /** Confirms what another determined, and so orders the repayment (责令退回). */
  confirm(actor: Actor, id: number, version: number): Promise<MovedCase> {
    return this.act(actor, id, version, async (tx, held) => {
      stateAfter(held.state, 'confirm');
      if (held.determinedBy === null) throw new RecoveryNotDetermined();
      if (held.determinedBy === actor.userId) throw new FourEyesRequired('确认多发追回');
      return this.move(tx, actor, held, 'confirm', {
        confirmedBy: actor.userId,
        orderedOn: this.clock.today(),
        orderedFen: held.claimedFen,
      });
    });
  }

  /** Gives the case back to be determined anew, with a reason. */
  sendBack(
    actor: Actor,
    id: number,
    { version, reason }: { version: number; reason: string },
  ): Promise<MovedCase> {
    return this.act(actor, id, version, (tx, held) =>
      this.move(tx, actor, held, 'send-back', { determinedBy: null, determinedOn: null, reason }),
    );
  }

  /**
   * Hands the case over to whoever can enforce it (移交处理), by another user than who determined it: budget money is not the
   * office's to forgive. What still comes in is recorded as before.
   */
  transfer(
    actor: Actor,
    id: number,
    { version, reason, transferredTo }: { version: number; reason: string; transferredTo: string },
  ): Promise<MovedCase> {
    return this.act(actor, id, version, async (tx, held) => {
      stateAfter(held.state, 'transfer');
      if (held.determinedBy === actor.userId) throw new FourEyesRequired('移交多发追回');
      await this.endAgreements(tx, actor.agencyId, [id]);
      return this.move(tx, actor, held, 'transfer', { reason, transferredTo, transferredBy: actor.userId });
    });
  }

  /** Ends the running agreement with a reason, so that another way can be agreed. */
  endAgreement(
    actor: Actor,
    id: number,
    { version, reason }: { version: number; reason: string },
  ): Promise<MovedCase> {
    return this.act(actor, id, version, async (tx, held) => {
      const moved = await this.move(tx, actor, held, 'end-agreement', { reason });
      await this.endAgreements(tx, actor.agencyId, [id]);
      return moved;
    });
  }

  /** The case, locked until the transaction ends. Throws `NotFound`, and `VersionChanged` unless `version` is null. */
  async lock(
    tx: EntityManager,
    agencyId: number,
    id: number,
    version: number | null,
  ): Promise<OverpaymentCase> {
    const held = await tx.findOne(OverpaymentCase, {
      where: { agencyId, id },
      lock: { mode: 'pessimistic_write' },
    });
    if (!held) throw new NotFound('追回案件', id);
    if (version !== null && held.version !== version)
      throw new VersionChanged('追回案件', version, held.version);
    return held;
  }

  /** Moves one case by the table, writes what changes with it, and records the act. */
  async move(
    tx: EntityManager,
    by: RequestedBy,
    held: OverpaymentCase,
    act: CaseAct,
    change: CaseChange,
  ): Promise<MovedCase> {
    const { agencyId, id } = held;
    const state = stateAfter(held.state, act);
    const version = held.version + 1;
    await tx.update(OverpaymentCase, { agencyId, id }, { ...change, state, version });
    await this.audit.record(tx, by, {
      act: `recovery.${act}`,
      subjectType: 'overpayment-case',
      subjectId: id,
      details: { from: held.state, to: state, claimedFen: held.claimedFen, ...change },
    });
    return { id, state, version };
  }

  /** What a case comes to now. */
  async sumsOf(tx: EntityManager, agencyId: number, caseId: number): Promise<SummedCase> {
    const [summed] = await sumCases(tx, { agencyId, caseIds: [caseId] });
    if (!summed) throw new NotFound('追回案件', caseId);
    return summed;
  }

  /**
   * Lets everything follow from the rows of some cases that changed: the kept sums, the state they come to, the end of
   * agreements that have nothing left to do, and the limit of deductions that would take too much.
   */
  async follow(tx: EntityManager, by: RequestedBy, caseIds: readonly number[]): Promise<void> {
    if (caseIds.length === 0) return;
    const { agencyId } = by;
    const summed = await sumCases(tx, { agencyId, caseIds });
    const acts = summed.map((one) => ({ ...one, act: actOf(one.state, one) }));
    // The database compares state and sums: what opens does so before its sums are written, what closes after.
    const reopened = await this.moveAll(tx, agencyId, acts, ['reopen']);
    await writeCaseSums(tx, {
      agencyId,
      caseIds: summed.map(({ caseId }) => caseId),
      claimedFen: summed.map(({ claimedFen }) => claimedFen),
      waivedFen: summed.map(({ waivedFen }) => waivedFen),
      recoveredFen: summed.map(({ recoveredFen }) => recoveredFen),
      owedBackFen: summed.map(({ owedBackFen }) => owedBackFen),
    });
    const closings = await this.moveAll(tx, agencyId, acts, ['settle', 'cancel']);
    const rests = acts.map(({ caseId, claimedFen, recoveredFen, pendingFen }) => ({
      caseId,
      restFen: claimedFen - recoveredFen - pendingFen,
    }));
    await this.deductions.limit(tx, agencyId, rests);
    const closed = acts.filter(({ act }) => act === 'settle' || act === 'cancel');
    if (closed.length > 0)
      await this.endAgreements(
        tx,
        agencyId,
        closed.map(({ caseId }) => caseId),
      );
    for (const moves of [...reopened, ...closings]) await this.recordMoves(tx, by, moves);
  }

  /** Ends what is agreed for some cases; nothing more is deducted for them. */
  async endAgreements(tx: EntityManager, agencyId: number, caseIds: readonly number[]): Promise<void> {
    await this.deductions.stop(tx, agencyId, caseIds);
    await tx.update(
      RepaymentAgreement,
      { agencyId, caseId: In(caseIds), state: 'ACTIVE' },
      { state: agreementAfter('ACTIVE', 'end') },
    );
  }

  /** Ends the agreements of cases that take from payments which are no more; they are to be agreed anew. */
  async endDeductions(
    tx: EntityManager,
    by: RequestedBy,
    caseIds: readonly number[],
    reason: string,
  ): Promise<void> {
    await this.endAgreements(tx, by.agencyId, caseIds);
    const moves = { from: 'IN_DEDUCTION', act: 'end-agreement', caseIds } as const;
    await this.moveMany(tx, by.agencyId, moves, { reason });
    await this.recordMoves(tx, by, moves);
  }

  /** Moves many cases of one state by one act of the table, as a set. */
  private async moveMany(
    tx: EntityManager,
    agencyId: number,
    { from, act, caseIds }: Moves,
    change: CaseChange,
  ): Promise<void> {
    await tx.update(
      OverpaymentCase,
      { agencyId, id: In(caseIds), state: from },
      { ...change, version: () => 'version + 1', state: stateAfter(from, act) },
    );
  }

  private recordMoves(tx: EntityManager, by: RequestedBy, { from, act, caseIds }: Moves): Promise<void> {
    return this.audit.record(tx, by, {
      act: `recovery.${act}`,
      subjectType: 'overpayment-case',
      subjectId: caseIds.length === 1 ? caseIds[0]! : null,
      details: { from, to: stateAfter(from, act), caseIds },
    });
  }

  private async moveAll(
    tx: EntityManager,
    agencyId: number,
    due: readonly (SummedCase & { act: ReturnType<typeof actOf> })[],
    acts: readonly CaseAct[],
  ): Promise<Moves[]> {
    const groups = new Map<string, { from: CaseState; act: CaseAct; caseIds: number[] }>();
    for (const { caseId, state, act } of due) {
      if (act === null || !acts.includes(act)) continue;
      const group = groups.get(`${state} ${act}`) ?? { from: state, act, caseIds: [] };
      group.caseIds.push(caseId);
      groups.set(`${state} ${act}`, group);
    }
    for (const moves of groups.values()) {
      const closedOn = moves.act === 'reopen' ? null : this.clock.today();
      await this.moveMany(tx, agencyId, moves, { closedOn });
    }
    return [...groups.values()];
  }

  private act(
    actor: Actor,
    id: number,
    version: number,
    work: (tx: EntityManager, held: OverpaymentCase) => Promise<MovedCase>,
  ): Promise<MovedCase> {
    return this.database.transaction(actor.agencyId, async (tx) =>
      work(tx, await this.lock(tx, actor.agencyId, id, version)),
    );
  }
}
