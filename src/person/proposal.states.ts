import { ProposalDecided } from './person.errors';

/** The states of a change one user proposes and another decides: a bank account, a life event. */
export const PROPOSAL_STATES = {
  PROPOSED: '待复核',
  CONFIRMED: '已生效',
  REJECTED: '已退回',
} as const;

export type ProposalState = keyof typeof PROPOSAL_STATES;

/** Every legal move of a proposal. A move that is not a row here cannot happen; what is decided stays decided. */
export const PROPOSAL_MOVES = [
  // from        action     to
  ['PROPOSED', 'confirm', 'CONFIRMED'],
  ['PROPOSED', 'reject', 'REJECTED'],
] as const satisfies readonly (readonly [ProposalState, string, ProposalState])[];

export type ProposalAction = (typeof PROPOSAL_MOVES)[number][1];

/** The state a proposal gets by an action. Throws `ProposalDecided` on a move that is not in the table. */
export function stateAfter(from: ProposalState, action: ProposalAction): ProposalState {
  const move = PROPOSAL_MOVES.find((row) => row[0] === from && row[1] === action);
  if (!move) throw new ProposalDecided(PROPOSAL_STATES[from]);
  return move[2];
}
