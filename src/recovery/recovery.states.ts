import type { Permission } from '../access/permissions';
import type { Fen } from '../calendar/money';
import { RecoveryMoveNotAllowed } from './recovery.errors';

/** The states of an overpayment case (多发追回), with the words a user reads. */
export const CASE_STATES = {
  PENDING: '待核定',
  ORDERED: '已责令退回',
  IN_INSTALMENTS: '分期履行中',
  IN_DEDUCTION: '抵扣中',
  SETTLED: '已结清',
  TRANSFERRED: '移交处理',
  CANCELLED: '已撤销',
} as const;

export type CaseState = keyof typeof CASE_STATES;

/**
 * Every legal move of a case: from, act, to, and the permission of the act (`system` for what follows from the sums or
 * from an event). A move that is not a row here cannot happen.
 */
export const CASE_MOVES = [
  ['PENDING', 'determine', 'PENDING', 'recovery.determine'],
  ['PENDING', 'send-back', 'PENDING', 'recovery.confirm'],
  ['PENDING', 'confirm', 'ORDERED', 'recovery.confirm'],
  ['ORDERED', 'agree-instalments', 'IN_INSTALMENTS', 'recovery.agree'],
  ['ORDERED', 'agree-deduction', 'IN_DEDUCTION', 'recovery.agree'],
  ['IN_INSTALMENTS', 'agree-instalments', 'IN_INSTALMENTS', 'recovery.agree'],
  ['IN_INSTALMENTS', 'agree-deduction', 'IN_DEDUCTION', 'recovery.agree'],
  ['IN_DEDUCTION', 'agree-instalments', 'IN_INSTALMENTS', 'recovery.agree'],
  ['IN_DEDUCTION', 'agree-deduction', 'IN_DEDUCTION', 'recovery.agree'],
  ['IN_INSTALMENTS', 'end-agreement', 'ORDERED', 'recovery.agree'],
  // Also of itself, when the person whose payments are reduced has died or left.
  ['IN_DEDUCTION', 'end-agreement', 'ORDERED', 'recovery.agree'],
  ['ORDERED', 'transfer', 'TRANSFERRED', 'recovery.confirm'],
  ['IN_INSTALMENTS', 'transfer', 'TRANSFERRED', 'recovery.confirm'],
  ['IN_DEDUCTION', 'transfer', 'TRANSFERRED', 'recovery.confirm'],
  ['ORDERED', 'settle', 'SETTLED', 'system'],
  ['IN_INSTALMENTS', 'settle', 'SETTLED', 'system'],
  ['IN_DEDUCTION', 'settle', 'SETTLED', 'system'],
  ['TRANSFERRED', 'settle', 'SETTLED', 'system'],
  // Nothing is claimed any more, because the event was wrong or the bank sent the payment back.
  ['PENDING', 'cancel', 'CANCELLED', 'system'],
  ['ORDERED', 'cancel', 'CANCELLED', 'system'],
  ['IN_INSTALMENTS', 'cancel', 'CANCELLED', 'system'],
  ['IN_DEDUCTION', 'cancel', 'CANCELLED', 'system'],
  ['TRANSFERRED', 'cancel', 'CANCELLED', 'system'],
  // A closed case whose sums do not agree any more: a deducted payment was sent back, or a month is due after all.
  ['SETTLED', 'reopen', 'ORDERED', 'system'],
  ['CANCELLED', 'reopen', 'ORDERED', 'system'],
] as const satisfies readonly (readonly [CaseState, string, CaseState, Permission | 'system'])[];

export type CaseAct = (typeof CASE_MOVES)[number][1];

/** The acts in the words of a refusal. */
export const CASE_ACTS: { readonly [Act in CaseAct]: string } = {
  determine: '核定',
  'send-back': '退回核定',
  confirm: '确认并责令退回',
  'agree-instalments': '约定分期',
  'agree-deduction': '约定抵扣',
  'end-agreement': '终止协议',
  transfer: '移交处理',
  settle: '结清',
  cancel: '撤销',
  reopen: '重新追回',
};

/** The states in which money is owed on an order, and may be repaid. */
export const OPEN_STATES: readonly CaseState[] = ['ORDERED', 'IN_INSTALMENTS', 'IN_DEDUCTION', 'TRANSFERRED'];

/** The state an act leads to. Throws `RecoveryMoveNotAllowed` when the table has no such move. */
export function stateAfter(from: CaseState, act: CaseAct): CaseState {
  const move = CASE_MOVES.find((row) => row[0] === from && row[1] === act);
  if (!move)
    throw new RecoveryMoveNotAllowed(
      { state: from, label: CASE_STATES[from] },
      { act, label: CASE_ACTS[act] },
    );
  return move[2];
}

/** The acts open from a state; the console's buttons. */
export function movesFrom(from: CaseState): { act: CaseAct; permission: Permission | 'system' }[] {
  return CASE_MOVES.filter((row) => row[0] === from).map(([, act, , permission]) => ({ act, permission }));
}

/** What a case comes to, in fen. */
export interface CaseSums {
  readonly claimedFen: Fen;
  readonly waivedFen: Fen;
  /** Entered against months that are claimed. */
  readonly recoveredFen: Fen;
  /** Entered against months that are not claimed any more: to be given back. */
  readonly owedBackFen: Fen;
  /** Deducted in payments that are alive and not entered yet. */
  readonly pendingFen: Fen;
}

/**
 * What follows from the sums of a case, if anything: a case is settled or cancelled when nothing is open, nothing is owed
 * back and nothing is under way, and comes back when that is not so any more.
 */
export function actOf(state: CaseState, sums: CaseSums): 'settle' | 'cancel' | 'reopen' | null {
  const { claimedFen, recoveredFen, owedBackFen, pendingFen } = sums;
  const agrees = claimedFen === recoveredFen && owedBackFen === 0;
  if (state === 'SETTLED' || state === 'CANCELLED') {
    return agrees && (state === 'SETTLED' || claimedFen === 0) ? null : 'reopen';
  }
  if (!agrees || pendingFen > 0) return null;
  if (claimedFen === 0) return 'cancel';
  return state === 'PENDING' ? null : 'settle';
}

/** The states of an agreement on repayment; a new one ends the one before. */
export const AGREEMENT_STATES = { ACTIVE: '履行中', ENDED: '已终止' } as const;

export type AgreementState = keyof typeof AGREEMENT_STATES;

/** Every legal move of an agreement. */
export const AGREEMENT_MOVES = [['ACTIVE', 'end', 'ENDED']] as const satisfies readonly (readonly [
  AgreementState,
  string,
  AgreementState,
])[];

/** The state an agreement gets by an act; there is one. */
export function agreementAfter(
  from: AgreementState,
  act: (typeof AGREEMENT_MOVES)[number][1],
): AgreementState {
  const move = AGREEMENT_MOVES.find((row) => row[0] === from && row[1] === act);
  if (!move) throw new Error(`an agreement that is ${from} cannot ${act}`);
  return move[2];
}
