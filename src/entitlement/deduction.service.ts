import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../calendar/clock';
import { NotFound } from '../errors/request.errors';
import { Deduction } from './deduction.entity';
import { stateAfter } from './deduction.states';
import { sumDeductions, type DeductionProgress } from './entitlement.sql';

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

  /** Takes nothing more from now on, or throws `DeductionStopped`; what waits for a payment is cancelled when it is judged next. */
  async stop(tx: EntityManager, agencyId: number, id: number): Promise<void> {
    const found = await tx.findOne(Deduction, {
      where: { agencyId, id },
      lock: { mode: 'pessimistic_write' },
    });
    if (!found) throw new NotFound('抵扣', id);
    await tx.update(Deduction, { agencyId, id }, { state: stateAfter(found.state, 'stop') });
  }

  /** The deductions of a case and how far each is. */
  ofCase(tx: EntityManager, agencyId: number, caseId: number): Promise<DeductionProgress[]> {
    return sumDeductions(tx, { agencyId, caseId });
  }
}
