import type { BankReturn } from './bank-return.entity';

/** Every legal move of a return (回盘文件): from, act, to. A refused one may be handed in again once its profile is mended. */
export const RETURN_MOVES = [
  ['RECEIVED', 'apply', 'APPLIED'],
  ['RECEIVED', 'refuse', 'REFUSED'],
  ['REFUSED', 'hand-in-again', 'RECEIVED'],
] as const;

export type ReturnAct = (typeof RETURN_MOVES)[number][1];

/** The state an act leads to. Throws when the table has no such move, which only a fault of this program can ask for. */
export function stateAfter(from: BankReturn['state'], act: ReturnAct): BankReturn['state'] {
  const move = RETURN_MOVES.find((row) => row[0] === from && row[1] === act);
  if (!move) throw new Error(`a return in state ${from} has no move ${act}`);
  return move[2];
}
