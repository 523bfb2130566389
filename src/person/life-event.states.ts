import { ProposalDecided } from './person.errors';
import { PROPOSAL_MOVES, PROPOSAL_STATES } from './proposal.states';

/** The states of a life event: those of a proposal, and what a confirmed retraction makes of a wrong event. */
export const LIFE_EVENT_STATES = { ...PROPOSAL_STATES, RETRACTED: '已撤销' } as const;

export type LifeEventState = keyof typeof LIFE_EVENT_STATES;

/** Every legal move of a life event. What was retracted stays on record; the same thing may be recorded anew. */
export const LIFE_EVENT_MOVES = [
  ...PROPOSAL_MOVES,
  ['CONFIRMED', 'retract', 'RETRACTED'],
] as const satisfies readonly (readonly [LifeEventState, string, LifeEventState])[];

export type LifeEventAct = (typeof LIFE_EVENT_MOVES)[number][1];

/** The state an event gets by an act. Throws `ProposalDecided` on a move that is not in the table. */
export function stateAfter(from: LifeEventState, act: LifeEventAct): LifeEventState {
  const move = LIFE_EVENT_MOVES.find((row) => row[0] === from && row[1] === act);
  if (!move) throw new ProposalDecided(LIFE_EVENT_STATES[from]);
  return move[2];
}
