import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import { Clock } from '../calendar/clock';
import { Deduction } from './deduction.entity';
import { stateAfter } from './deduction.states';
import { limitDeductions, sumDeductions, type DeductionProgress } from './entitlement.sql';

/** What is agreed: from which enrolment, how much of each payment, how much in all; fen, and a month. */
export type DeductionTerms = Pick<
  Deduction,
  'agencyId' | 'caseId' | 'enrollmentId' | 'perPaymentFen' | 'totalFen' | 'keepsFen' | 'fromMonth'
>;

/**
 * Agreed deductions from later payments (抵扣). They are taken when a batch is compiled (`deduct-agreed.sql`); who owes,
 * and whether the money has come back, is the recovery module's to say. Source: 社会保险经办条例 art. 46.
 */
@Injectable()
export class DeductionService {
  constructor(private readonly clock: Clock) {}

  /** Begins a deduction. Throws `DeductionRunning` when the enrolment has one already. */
  async begin(tx: EntityManager, terms: DeductionTerms): Promise<number> {
    const inserted = await tx.insert(Deduction, { ...terms, state: 'ACTIVE', createdAt: this.clock.now() });
    return (inserted.identifiers[0] as { id: number }).id;
  }

  /**
   * Takes nothing more for these cases from now on. What is in a payment that is still alive is taken yet; if that payment
   * comes to nothing, it is not taken again.
   */
  async stop(tx: EntityManager, agencyId: number, caseIds: readonly number[]): Promise<void> {
    await tx.update(
      Deduction,
      { agencyId, caseId: In(caseIds), state: 'ACTIVE' },
      { state: stateAfter('ACTIVE', 'stop') },
    );
  }

  /**
   * Takes no more for these cases than what is left of them beside everything under way, in fen: somebody repaid meanwhile,
   * or owes less than was thought.
   */
  async limit(
    tx: EntityManager,
    agencyId: number,
    rests: readonly { caseId: number; restFen: number }[],
  ): Promise<void> {
    await limitDeductions(tx, {
      agencyId,
      caseIds: rests.map(({ caseId }) => caseId),
      restFen: rests.map(({ restFen }) => restFen),
      stopped: stateAfter('ACTIVE', 'stop'),
    });
  }

  /** The deductions of a case and how far each is. */
  ofCase(tx: EntityManager, agencyId: number, caseId: number): Promise<DeductionProgress[]> {
    return sumDeductions(tx, { agencyId, caseId });
  }
}
