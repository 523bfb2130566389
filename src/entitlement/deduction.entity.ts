import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DeductionState } from './deduction.states';

/** An agreement to keep back part of later payments of an enrolment (抵扣) until a sum is reached; amounts in fen. */
@Entity('deduction')
export class Deduction {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint', { generated: 'identity' }) id: number;
  /** The overpayment case it serves; entitlement knows no more of it. */
  @Column('bigint') caseId: number;
  @Column('bigint') enrollmentId: number;
  @Column('bigint') perPaymentFen: number;
  @Column('bigint') totalFen: number;
  /** What must remain of the entitlement it is taken from: a bank takes no payment of zero. */
  @Column('bigint') keepsFen: number;
  /** The first month it is taken from. */
  @Column('date') fromMonth: string;
  @Column('text') state: DeductionState;
  @Column('timestamptz') createdAt: Date;
}
