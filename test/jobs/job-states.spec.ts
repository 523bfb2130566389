import { JOB_MOVES, JOB_STATES, LIVE_STATES, stateAfter, type JobState } from '../../src/queue/job.states';

const STATES = Object.keys(JOB_STATES) as JobState[];

describe('The states of a job', () => {
  it('are all reached from QUEUED', () => {
    const reached = new Set<JobState>(['QUEUED']);
    for (let size = 0; size < reached.size;) {
      size = reached.size;
      for (const [from, , to] of JOB_MOVES) if (reached.has(from)) reached.add(to);
    }
    expect([...reached].sort()).toEqual([...STATES].sort());
  });

  it('are live exactly when a move leads out of them', () => {
    expect(STATES.filter((state) => JOB_MOVES.some(([from]) => from === state))).toEqual(LIVE_STATES);
  });

  it.each`
    from           | action       | to
    ${'QUEUED'}    | ${'start'}   | ${'RUNNING'}
    ${'RUNNING'}   | ${'start'}   | ${'RUNNING'}
    ${'RUNNING'}   | ${'succeed'} | ${'SUCCEEDED'}
    ${'RUNNING'}   | ${'refuse'}  | ${'FAILED'}
    ${'RUNNING'}   | ${'retry'}   | ${'QUEUED'}
    ${'RUNNING'}   | ${'give-up'} | ${'FAILED'}
    ${'QUEUED'}    | ${'succeed'} | ${null}
    ${'SUCCEEDED'} | ${'start'}   | ${null}
    ${'FAILED'}    | ${'retry'}   | ${null}
  `('$from and $action give $to', ({ from, action, to }) => {
    if (to === null) expect(() => stateAfter(from, action)).toThrow(`a job that is ${from} cannot ${action}`);
    else expect(stateAfter(from, action)).toBe(to);
  });
});
