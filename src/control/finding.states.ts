import type { Permission } from '../access/permissions';
import { FindingMoveNotAllowed } from './control.errors';

/** The states of a finding (疑点), with the words a user reads. */
export const FINDING_STATES = {
  OPEN: '待核实',
  CONFIRMED: '查实',
  DISMISSED: '排除',
  GONE: '已消失',
} as const;

export type FindingState = keyof typeof FINDING_STATES;

/**
 * Every legal move of a finding: from, act, to, and the permission of the act (`system` for what a screening sees). What was
 * put right and is wrong again is open again; what was dismissed stays dismissed, however often the same facts come back.
 */
export const FINDING_MOVES = [
  ['OPEN', 'confirm', 'CONFIRMED', 'control.resolve'],
  ['OPEN', 'dismiss', 'DISMISSED', 'control.resolve'],
  ['CONFIRMED', 'reopen', 'OPEN', 'control.assign'],
  ['DISMISSED', 'reopen', 'OPEN', 'control.assign'],
  ['OPEN', 'vanish', 'GONE', 'system'],
  ['GONE', 'return', 'OPEN', 'system'],
  ['CONFIRMED', 'return', 'OPEN', 'system'],
] as const satisfies readonly (readonly [FindingState, string, FindingState, Permission | 'system'])[];

export type FindingAct = (typeof FINDING_MOVES)[number][1];

const ACT_LABELS: { readonly [Act in FindingAct]: string } = {
  confirm: '查实',
  dismiss: '排除',
  reopen: '重新核实',
  vanish: '自动消失',
  return: '重新出现',
};

/** Evidence may be attached, and a finding assigned, while nothing has been decided. Throws `FindingMoveNotAllowed`. */
export function refuseUnlessOpen(state: FindingState, act: string): void {
  const isUndecided = FINDING_MOVES.some((row) => row[0] === state && row[1] === 'confirm');
  if (!isUndecided) throw new FindingMoveNotAllowed(FINDING_STATES[state], act);
}

/** The state an act leads to. Throws `FindingMoveNotAllowed` when the table has no such move. */
export function stateAfter(from: FindingState, act: FindingAct): FindingState {
  const move = FINDING_MOVES.find((row) => row[0] === from && row[1] === act);
  if (!move) throw new FindingMoveNotAllowed(FINDING_STATES[from], ACT_LABELS[act]);
  return move[2];
}
