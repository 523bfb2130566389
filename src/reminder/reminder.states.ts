import { ReminderMoveNotAllowed } from './reminder.errors';

/** The states of a reminder (提醒状态) and how the office reads them. */
export const REMINDER_STATES = {
  PENDING: '待发送',
  SENT: '已交网关',
  FAILED: '网关拒收',
  LAPSED: '不再需要',
} as const;

export type ReminderState = keyof typeof REMINDER_STATES;

/** Every legal move of a reminder. A move that is not a row here cannot happen. */
export const REMINDER_MOVES = [
  // from       action    to
  ['PENDING', 'send', 'SENT'],
  ['PENDING', 'refuse', 'FAILED'],
  // Verified meanwhile, dead, without a phone, or overtaken by a nearer stage.
  ['PENDING', 'lapse', 'LAPSED'],
  // The number has been corrected.
  ['FAILED', 'retry', 'PENDING'],
] as const satisfies readonly (readonly [ReminderState, string, ReminderState])[];

export type ReminderAction = (typeof REMINDER_MOVES)[number][1];

/** The state a reminder gets by an action. Throws `ReminderMoveNotAllowed` for a move that is not in the table. */
export function stateAfter(from: ReminderState, action: ReminderAction): ReminderState {
  const move = REMINDER_MOVES.find((row) => row[0] === from && row[1] === action);
  if (!move) throw new ReminderMoveNotAllowed(REMINDER_STATES[from]);
  return move[2];
}
