import { SuspicionMoveNotAllowed } from './suspicion.errors';

/** What a data comparison may suspect of a person (疑点), in the words a user reads. */
export const SUSPICION_KINDS = { DEATH: '疑似死亡', CUSTODY: '疑似服刑' } as const;

export type SuspicionKind = keyof typeof SUSPICION_KINDS;

/** The states of a suspicion; until it is confirmed or cleared by two users it holds every payment of the person. */
export const SUSPICION_STATES = {
  OPEN: '待核实',
  CONFIRM_PROPOSED: '拟确认，待复核',
  CLEAR_PROPOSED: '拟排除，待复核',
  CONFIRMED: '已确认',
  CLEARED: '已排除',
} as const;

export type SuspicionState = keyof typeof SUSPICION_STATES;

/** Every legal move of a suspicion. A move that is not a row here cannot happen; what is decided stays decided. */
export const SUSPICION_MOVES = [
  // from              act                to                  who
  ['OPEN', 'propose-to-confirm', 'CONFIRM_PROPOSED', 'PROPOSER'],
  ['OPEN', 'propose-to-clear', 'CLEAR_PROPOSED', 'PROPOSER'],
  ['CONFIRM_PROPOSED', 'agree', 'CONFIRMED', 'ANOTHER'],
  ['CLEAR_PROPOSED', 'agree', 'CLEARED', 'ANOTHER'],
  ['CONFIRM_PROPOSED', 'send-back', 'OPEN', 'ANOTHER'],
  ['CLEAR_PROPOSED', 'send-back', 'OPEN', 'ANOTHER'],
] as const satisfies readonly (readonly [SuspicionState, string, SuspicionState, 'PROPOSER' | 'ANOTHER'])[];

export type SuspicionAct = (typeof SUSPICION_MOVES)[number][1];

/** How the office calls what users do. */
const ACT_LABELS: { readonly [Act in SuspicionAct]: string } = {
  'propose-to-confirm': '提出确认',
  'propose-to-clear': '提出排除',
  agree: '同意',
  'send-back': '退回',
};

/** The state a suspicion gets by an act. Throws `SuspicionMoveNotAllowed` on a move that is not in the table. */
export function stateAfter(from: SuspicionState, act: SuspicionAct): SuspicionState {
  const move = SUSPICION_MOVES.find((row) => row[0] === from && row[1] === act);
  if (!move) throw new SuspicionMoveNotAllowed(SUSPICION_STATES[from], ACT_LABELS[act]);
  return move[2];
}
