import { DeductionStopped } from './entitlement.errors';

/** The states of an agreed deduction (抵扣). */
export const DEDUCTION_STATES = { ACTIVE: '抵扣中', STOPPED: '已停止' } as const;

export type DeductionState = keyof typeof DEDUCTION_STATES;

/** Every legal move of a deduction; one that was stopped is agreed anew. */
export const DEDUCTION_MOVES = [['ACTIVE', 'stop', 'STOPPED']] as const satisfies readonly (readonly [
  DeductionState,
  string,
  DeductionState,
])[];

/** The state a deduction gets by an act. Throws `DeductionStopped` on a move that is not in the table. */
export function stateAfter(from: DeductionState, act: (typeof DEDUCTION_MOVES)[number][1]): DeductionState {
  const move = DEDUCTION_MOVES.find((row) => row[0] === from && row[1] === act);
  if (!move) throw new DeductionStopped();
  return move[2];
}
