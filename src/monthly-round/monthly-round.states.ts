import { RoundMoveNotAllowed } from './monthly-round.errors';

/** The states of a monthly round (按月核实), in the words a user reads. */
export const ROUND_STATES = {
  OPEN: '核实中',
  CLOSED: '已关闭，待确认',
  CONFIRMED: '已确认',
} as const;

export type RoundState = keyof typeof ROUND_STATES;

/** Every legal move of a round. A move that is not a row here cannot happen; only a confirmed month is paid. */
export const ROUND_MOVES = [
  // from     act          to           who
  ['OPEN', 'run', 'OPEN', 'CLERK'],
  ['OPEN', 'hold-back', 'OPEN', 'CLERK'],
  ['OPEN', 'close', 'CLOSED', 'CLERK'],
  ['CLOSED', 'confirm', 'CONFIRMED', 'ANOTHER'],
  ['CLOSED', 'send-back', 'OPEN', 'ANOTHER'],
] as const satisfies readonly (readonly [RoundState, string, RoundState, 'CLERK' | 'ANOTHER'])[];

export type RoundAct = (typeof ROUND_MOVES)[number][1];

/** How the office calls what users do. */
const ACT_LABELS: { readonly [Act in RoundAct]: string } = {
  run: '比对',
  'hold-back': '登记本月未核实',
  close: '关闭',
  confirm: '确认',
  'send-back': '退回',
};

/** The state a round gets by an act. Throws `RoundMoveNotAllowed` on a move that is not in the table. */
export function stateAfter(from: RoundState, act: RoundAct): RoundState {
  const move = ROUND_MOVES.find((row) => row[0] === from && row[1] === act);
  if (!move) throw new RoundMoveNotAllowed(ROUND_STATES[from], ACT_LABELS[act]);
  return move[2];
}

/** How somebody enrolled stands in a round, and what that means: the first rule that applies, as the judge asks them. */
export const ROUND_RESULTS = {
  DECEASED: { label: '已死亡', group: 'EXCLUDED' },
  ENDED: { label: '资格已终止', group: 'EXCLUDED' },
  IN_CUSTODY: { label: '服刑', group: 'EXCLUDED' },
  SUSPECTED_DEATH: { label: '疑似死亡', group: 'LISTED' },
  SUSPECTED_CUSTODY: { label: '疑似服刑', group: 'LISTED' },
  FAILED: { label: '认证不通过', group: 'LISTED' },
  NEVER_VERIFIED: { label: '未认证', group: 'LISTED' },
  OVERDUE: { label: '认证已逾期', group: 'LISTED' },
  VERIFIED: { label: '已核实', group: 'VERIFIED' },
} as const satisfies Record<string, { label: string; group: 'EXCLUDED' | 'LISTED' | 'VERIFIED' }>;

export type RoundResult = keyof typeof ROUND_RESULTS;
