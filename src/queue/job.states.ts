/** The states of a job (任务状态) and how the office reads them. */
export const JOB_STATES = {
  QUEUED: '排队中',
  RUNNING: '办理中',
  SUCCEEDED: '已完成',
  FAILED: '未完成',
} as const;

export type JobState = keyof typeof JOB_STATES;

/** Every legal move of a job. A move that is not a row here cannot happen. */
export const JOB_MOVES = [
  // from       action      to
  ['QUEUED', 'start', 'RUNNING'],
  // The process that ran it died: another one starts it again.
  ['RUNNING', 'start', 'RUNNING'],
  ['RUNNING', 'succeed', 'SUCCEEDED'],
  // A rule of the office said no; trying again would hear the same.
  ['RUNNING', 'refuse', 'FAILED'],
  ['RUNNING', 'retry', 'QUEUED'],
  ['RUNNING', 'give-up', 'FAILED'],
] as const satisfies readonly (readonly [JobState, string, JobState])[];

export type JobAction = (typeof JOB_MOVES)[number][1];

/** The state a job gets by an action; the only way a job's state changes. Throws on a move that is not in the table. */
export function stateAfter(from: JobState, action: JobAction): JobState {
  const move = JOB_MOVES.find((row) => row[0] === from && row[1] === action);
  if (!move) throw new Error(`a job that is ${from} cannot ${action}`);
  return move[2];
}

/** The states in which the job is still owed; the same list stands in the constraint `job_one_live`. */
export const LIVE_STATES: readonly JobState[] = ['QUEUED', 'RUNNING'];
