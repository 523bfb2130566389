import { AsyncLocalStorage } from 'node:async_hooks';
import { InProcessRunner } from '../../src/jobs/in-process-runner';
import type { AnnouncedJob } from '../../src/queue/job-runner';
import { comesTrue } from './job-desk';

const STOP_WITHIN_MS = 100;

/** A runner whose jobs wait until the test ends them. */
function openRunner() {
  const runner = new InProcessRunner(STOP_WITHIN_MS);
  const begun: number[] = [];
  const ends = new Map<number, () => void>();
  runner.consume((_agencyId, jobId) => {
    begun.push(jobId);
    return new Promise<void>((resolve) => ends.set(jobId, resolve));
  });
  return { runner, begun, ends: (jobId: number) => ends.get(jobId)!() };
}

const job = (id: number): AnnouncedJob => ({ agencyId: 1, id, name: 'batch.compile', attempts: 0 });

describe('The runner in the process', () => {
  it('runs one job at a time, in the order of their announcement', async () => {
    const { runner, begun, ends } = openRunner();
    for (const id of [1, 2, 3]) runner.announce(job(id));

    expect(begun).toEqual([1]);
    ends(1);
    await comesTrue(() => begun.length === 2);
    expect(begun).toEqual([1, 2]);
  });

  it('has a job at most once, waiting or running', async () => {
    const { runner, begun, ends } = openRunner();
    for (const id of [1, 2, 1, 2, 2]) runner.announce(job(id));

    ends(1);
    await comesTrue(() => begun.length === 2);
    ends(2);
    runner.announce(job(3));
    await comesTrue(() => begun.length === 3);

    expect(begun).toEqual([1, 2, 3]);
  });

  it('runs a job again that is announced after its run', async () => {
    const { runner, begun, ends } = openRunner();
    runner.announce(job(1));
    ends(1);
    await new Promise(setImmediate);
    runner.announce(job(1));

    expect(begun).toEqual([1, 1]);
  });

  it('goes on with the next job after one that threw', async () => {
    const runner = new InProcessRunner(STOP_WITHIN_MS);
    const begun: number[] = [];
    runner.consume((_agencyId, jobId) => {
      begun.push(jobId);
      return Promise.reject(new Error('never expected'));
    });
    runner.announce(job(1));
    runner.announce(job(2));

    await comesTrue(() => begun.length === 2);
  });

  it('keeps what was announced before it began to run', () => {
    const runner = new InProcessRunner(STOP_WITHIN_MS);
    const begun: number[] = [];
    runner.announce(job(1));
    runner.consume((_agencyId, jobId) => {
      begun.push(jobId);
      return Promise.resolve();
    });

    expect(begun).toEqual([1]);
  });

  it('runs no job as a part of the request that announced it', async () => {
    const request = new AsyncLocalStorage<string>();
    const runner = new InProcessRunner(STOP_WITHIN_MS);
    const seen: unknown[] = [];
    runner.consume(() => {
      seen.push(request.getStore());
      return Promise.resolve();
    });

    request.run('idempotency key', () => [1, 2].forEach((id) => runner.announce(job(id))));

    await comesTrue(() => seen.length === 2);
    expect(seen).toEqual([undefined, undefined]);
  });

  it('waits for the job it is at when it stops, and begins no other', async () => {
    const { runner, begun, ends } = openRunner();
    runner.announce(job(1));
    runner.announce(job(2));
    let stopped = false;
    const stop = runner.stop().then(() => (stopped = true));
    await new Promise(setImmediate);
    expect(stopped).toBe(false);

    ends(1);
    await stop;
    runner.announce(job(3));

    expect(begun).toEqual([1]);
  });

  it('waits no longer than its time limit', async () => {
    const { runner } = openRunner();
    runner.announce(job(1));
    const startedAt = performance.now();

    await runner.stop();

    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(STOP_WITHIN_MS - 5);
    expect(performance.now() - startedAt).toBeLessThan(STOP_WITHIN_MS * 20);
  });
});
