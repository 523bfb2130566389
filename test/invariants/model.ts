import { addMonths, type Month } from '../../src/calendar/month';

/** A month's allowance, 120 yuan. */
export const MONTHLY_FEN = 12_000;
const CYCLE_MONTHS = 12;
const FAILURE_LIMIT = 3;

export interface ModelPerson {
  name: string;
  verifiedOn: string;
  diedOn: string | null;
  account: number;
}

type Standing = 'DUE' | 'WITHHELD' | 'FAILED' | 'CANCELLED' | 'IN_PAYMENT';

interface ModelEntitlement {
  person: number;
  month: Month;
  standing: Standing;
  attempts: number;
  /** The account the last failed payment went to, and whether the account was at fault. */
  failed: { account: number; accountFault: boolean } | null;
  payment: number | null;
}

export type Answer = 'PAID' | 'ACCOUNT_CLOSED' | 'IN_PROCESS' | 'UNLISTED';

interface ModelPayment {
  batch: number;
  person: number;
  account: number;
  fen: number;
  status: 'SENT' | 'UNKNOWN' | 'SUCCEEDED' | 'FAILED' | 'REVERSED';
}

/**
 * The office on the back of an envelope: the rules of accrual, judgement, payment and settlement in plain arrays, with no
 * batch, no SQL and no ledger. The product must agree with it after every step.
 */
export class Model {
  readonly entitlements: ModelEntitlement[] = [];
  readonly payments: ModelPayment[] = [];

  constructor(readonly persons: ModelPerson[]) {}

  /** Runs a batch: accrues its month unless it is a reissue, judges everything open, pays what is payable. Tells who is paid. */
  run(batch: number, month: Month, today: string, reissue: boolean): number[] {
    this.persons.forEach((_, person) => {
      const known = this.entitlements.some(
        (entitlement) => entitlement.person === person && entitlement.month === month,
      );
      if (!known)
        this.entitlements.push({ person, month, standing: 'DUE', attempts: 0, failed: null, payment: null });
    });
    const open = this.entitlements.filter(({ standing }) => standing !== 'IN_PAYMENT');
    const payable = open.filter((entitlement) => {
      const verdict = this.judge(entitlement, today, reissue);
      if (verdict) entitlement.standing = verdict;
      return verdict === null;
    });
    const paid = [...new Set(payable.map(({ person }) => person))];
    for (const person of paid) {
      const own = payable.filter((entitlement) => entitlement.person === person);
      const { account } = this.persons[person]!;
      this.payments.push({ batch, person, account, fen: own.length * MONTHLY_FEN, status: 'SENT' });
      for (const entitlement of own) {
        entitlement.standing = 'IN_PAYMENT';
        entitlement.payment = this.payments.length - 1;
      }
    }
    return paid;
  }

  /** The bank answers a payment. */
  answer(index: number, answer: Answer): void {
    const payment = this.payments[index]!;
    if (answer === 'PAID') payment.status = 'SUCCEEDED';
    else if (answer === 'ACCOUNT_CLOSED') this.fails(index, 'FAILED', true);
    else payment.status = 'UNKNOWN';
  }

  /** A payment comes back after success. */
  reverse(index: number): void {
    this.fails(index, 'REVERSED', false);
  }

  /** Fen by standing, as the report sums them. */
  sums(): Record<string, number> {
    const sums = { paidFen: 0, inTransitFen: 0, dueFen: 0, withheldFen: 0, failedFen: 0, cancelledFen: 0 };
    for (const { standing, payment } of this.entitlements) {
      if (standing === 'DUE') sums.dueFen += MONTHLY_FEN;
      else if (standing === 'WITHHELD') sums.withheldFen += MONTHLY_FEN;
      else if (standing === 'FAILED') sums.failedFen += MONTHLY_FEN;
      else if (standing === 'CANCELLED') sums.cancelledFen += MONTHLY_FEN;
      else if (this.payments[payment!]!.status === 'SUCCEEDED') sums.paidFen += MONTHLY_FEN;
      else sums.inTransitFen += MONTHLY_FEN;
    }
    return sums;
  }

  private judge(entitlement: ModelEntitlement, today: string, reissue: boolean): Standing | null {
    const person = this.persons[entitlement.person]!;
    if (person.diedOn !== null && person.diedOn < entitlement.month) return 'CANCELLED';
    if (
      addMonths(person.verifiedOn.slice(0, 8) + '01', CYCLE_MONTHS).slice(0, 8) + person.verifiedOn.slice(8) <
      today
    )
      return 'WITHHELD';
    if (
      this.payments.some(({ person: payee, status }) => payee === entitlement.person && status === 'UNKNOWN')
    )
      return 'WITHHELD';
    const { failed, attempts } = entitlement;
    if (failed?.account === person.account && attempts >= FAILURE_LIMIT) return 'WITHHELD';
    if (failed?.account === person.account && failed.accountFault) return 'FAILED';
    if (reissue && failed === null) return 'DUE';
    return null;
  }

  private fails(index: number, status: 'FAILED' | 'REVERSED', accountFault: boolean): void {
    const payment = this.payments[index]!;
    payment.status = status;
    for (const entitlement of this.entitlements.filter((candidate) => candidate.payment === index)) {
      entitlement.standing = 'FAILED';
      if (accountFault) entitlement.attempts += 1;
      entitlement.failed = { account: payment.account, accountFault };
      entitlement.payment = null;
    }
  }
}
