import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AgreementState, CaseState } from './recovery.states';

/** How money comes in or goes back (收退方式). */
export const CHANNELS = {
  BANK_TRANSFER: '银行转账',
  CASH: '现金',
  COURT: '法院执行',
  OTHER: '其他',
} as const;

/** The two ways of a repayment: money in, money given back. */
export const REPAYMENT_KINDS = { REPAYMENT: '退回', REFUND: '退还当事人' } as const;

/** The two kinds of agreement on repayment (社会保险经办条例 art. 46). */
export const AGREEMENT_KINDS = { INSTALMENTS: '分期退回', DEDUCTION: '待遇抵扣' } as const;

/** How a month stands in its case. */
export const MONTH_STANDINGS = { CLAIMED: '追回', WAIVED: '按规定不追回', WITHDRAWN: '已撤出' } as const;

/** Why a month left its case. */
export const WITHDRAWALS = {
  DUE_AGAIN: '经更正仍应发放',
  PAYMENT_RETURNED: '银行已退汇',
  CLAIMED_ANEW: '并入新的追回',
} as const;

/** A claim on what was paid and not due (多发追回); sums in fen, kept equal to the rows they are the sums of. */
@Entity('overpayment_case')
export class OverpaymentCase {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint', { generated: 'identity' }) id: number;
  /** Who was overpaid. */
  @Column('bigint') personId: number;
  @Column('text') state: CaseState;
  @Column('date') openedOn: string;
  @Column('bigint') claimedFen: number;
  /** Within the project's funeral months: listed, and not claimed. */
  @Column('bigint') waivedFen: number;
  @Column('bigint') recoveredFen: number;
  /** Recovered for months that turned out to be due: to be given back. */
  @Column('bigint') owedBackFen: number;
  /** What was ordered to be repaid, when it was. */
  @Column('bigint', { nullable: true }) orderedFen: number | null;
  /** The facts and rules the sum was determined by. */
  @Column('text', { nullable: true }) basis: string | null;
  @Column('date', { nullable: true }) repayBy: string | null;
  @Column('bigint', { nullable: true }) determinedBy: number | null;
  @Column('date', { nullable: true }) determinedOn: string | null;
  @Column('bigint', { nullable: true }) confirmedBy: number | null;
  @Column('date', { nullable: true }) orderedOn: string | null;
  /** Why it was last sent back, ended or transferred. */
  @Column('text', { nullable: true }) reason: string | null;
  @Column('text', { nullable: true }) transferredTo: string | null;
  @Column('bigint', { nullable: true }) transferredBy: number | null;
  @Column('date', { nullable: true }) closedOn: string | null;
  @Column('timestamptz') createdAt: Date;
  @Column('int') version: number;
}

/** Another person's documented agreement to a deduction (抵扣同意书). */
@Entity('deduction_consent')
export class DeductionConsent {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint', { generated: 'identity' }) id: number;
  @Column('bigint') caseId: number;
  @Column('bigint') personId: number;
  @Column('text') documentNo: string;
  @Column('date') signedOn: string;
  @Column('bigint') fileId: number;
  @Column('bigint') recordedBy: number;
  @Column('timestamptz') recordedAt: Date;
}

/** How an ordered sum is to come back (还款协议); fen. */
@Entity('repayment_agreement')
export class RepaymentAgreement {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint', { generated: 'identity' }) id: number;
  @Column('bigint') caseId: number;
  @Column('text') kind: keyof typeof AGREEMENT_KINDS;
  @Column('text') state: AgreementState;
  @Column('text') documentNo: string;
  @Column('date') signedOn: string;
  @Column('bigint') totalFen: number;
  /** What had come back before the agreement; what comes back after it fulfils it. */
  @Column('bigint') recoveredBeforeFen: number;
  @Column('bigint', { nullable: true }) deductionId: number | null;
  @Column('bigint', { nullable: true }) consentId: number | null;
  @Column('bigint') agreedBy: number;
  @Column('timestamptz') agreedAt: Date;
}

/** One due date of an instalment agreement. */
@Entity('instalment')
export class Instalment {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint') agreementId: number;
  @PrimaryColumn('int') seq: number;
  @Column('date') dueOn: string;
  @Column('bigint') amountFen: number;
}

/** Money that came in for a case or was given back, as finance recorded it. */
@Entity('repayment')
export class Repayment {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint', { generated: 'identity' }) id: number;
  @Column('bigint') caseId: number;
  @Column('text') kind: keyof typeof REPAYMENT_KINDS;
  @Column('bigint') amountFen: number;
  @Column('date') happenedOn: string;
  @Column('text') channel: keyof typeof CHANNELS;
  @Column('text') documentNo: string;
  @Column('bigint') recordedBy: number;
  @Column('timestamptz') recordedAt: Date;
}
