import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import Bull from 'bull';
import { BullRunner } from '../../src/jobs/bull-runner';
import { InProcessRunner } from '../../src/jobs/in-process-runner';
import type { Runner } from '../../src/jobs/runner';
import { comesTrue, HeldRunner, leavesItsMark, openJobDesk, RelayRunner, type JobDesk } from './job-desk';
import { freePort, hasRedis, openRedis, type TestRedis } from './redis';

const requireAll = process.env['ZUFA_REQUIRE_ALL'] === '1';
if (!hasRedis && !requireAll) {
  process.stderr.write('No redis-server and no REDIS_URL here: the tests of jobs on Bull are left out.\n');
}
const describeBull = hasRedis || requireAll ? describe : describe.skip;

let redis: TestRedis | undefined;
let desk: JobDesk;
let runner: Runner;
let batch = 0;
const relay = new RelayRunner();

beforeAll(async () => {
  Logger.overrideLogger(false);
  desk = await openJobDesk(relay);
});
beforeEach(() => {
  batch += 1;
  desk.work.does = leavesItsMark;
});
afterAll(async () => {
  await redis?.closes();
  await desk.closes();
});

/** Bull's runner of this process, connected. */
async function onBull(): Promise<Runner> {
  if (!hasRedis) throw new Error('ZUFA_REQUIRE_ALL is set, but there is neither redis-server nor REDIS_URL');
  redis ??= await openRedis();
  const bull = new BullRunner(redis.url, 1000);
  await comesTrue(() => bull.connected);
  return bull;
}

const ends = (jobId: number) => comesTrue(async () => (await desk.job(jobId)).finishedAt !== null);
const consumes = () => runner.consume((agencyId, jobId) => desk.execution.run(agencyId, jobId));

function behavesAlike(makeRunner: () => Promise<Runner>) {
  beforeEach(async () => {
    runner = await makeRunner();
    relay.to = runner;
  });
  afterEach(() => runner.stop());

  it('runs a job as soon as it is asked for', async () => {
    consumes();
    const { id } = await desk.asksFor(batch);

    await ends(id);

    expect(await desk.job(id)).toMatchObject({ state: 'SUCCEEDED', attempts: 1 });
    expect(await desk.effects(id)).toBe(1);
  });

  it('has one effect of a job delivered many times', async () => {
    const job = await desk.asksFor(batch);
    for (let delivery = 0; delivery < 5; delivery += 1) runner.announce({ ...job, attempts: delivery });
    consumes();
    await ends(job.id);
    runner.announce(job);
    const later = await desk.asksFor(batch + 1000);
    await ends(later.id);

    expect([await desk.effects(job.id), (await desk.job(job.id)).attempts]).toEqual([1, 1]);
  });

  it('runs the same subject again once its first job has ended', async () => {
    consumes();
    const first = await desk.asksFor(batch);
    await ends(first.id);
    const second = await desk.asksFor(batch);
    await ends(second.id);

    expect([await desk.effects(first.id), await desk.effects(second.id)]).toEqual([1, 1]);
  });

  it('comes back after a fault, by the sweep, and finishes exactly once', async () => {
    let calls = 0;
    desk.work.does = async (context) => {
      calls += 1;
      const result = await leavesItsMark(context);
      if (calls === 1) throw new TypeError('the power went out');
      return result;
    };
    consumes();
    const { id } = await desk.asksFor(batch);
    await comesTrue(async () => calls === 1 && (await desk.job(id)).state === 'QUEUED');

    await desk.sweep.sweep();
    await ends(id);

    expect([calls, await desk.effects(id), (await desk.job(id)).state]).toEqual([2, 1, 'SUCCEEDED']);
  });

  it('does not run a job again that the sweep announces while it runs', async () => {
    const gate = { open: () => undefined as void };
    desk.work.does = async (context) => {
      await new Promise<void>((resolve) => (gate.open = resolve));
      return leavesItsMark(context);
    };
    consumes();
    const { id } = await desk.asksFor(batch);
    await comesTrue(async () => (await desk.job(id)).state === 'RUNNING');
    await desk.sweep.sweep();
    gate.open();
    await ends(id);

    expect([await desk.effects(id), (await desk.job(id)).attempts]).toEqual([1, 1]);
  });

  it('finishes the job it is at when it stops, and leaves the next in the table', async () => {
    desk.work.does = async (context) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      return leavesItsMark(context);
    };
    consumes();
    const first = await desk.asksFor(batch);
    await comesTrue(async () => (await desk.job(first.id)).state === 'RUNNING');
    const second = await desk.asksFor(batch + 1000);

    await runner.stop();

    expect((await desk.job(first.id)).state).toBe('SUCCEEDED');
    expect((await desk.job(second.id)).state).toBe('QUEUED');
    await desk.run(second.id);
  });

  it('runs a job whose first delivery found the orphan of a killed process at it', async () => {
    relay.to = new HeldRunner();
    const job = await desk.asksFor(batch);
    const orphanEnds = await desk.orphans(job.id);
    const outcomes: unknown[] = [];
    relay.to = runner;
    runner.consume(async (agencyId, jobId) => {
      const outcome = await desk.execution.run(agencyId, jobId);
      if (jobId === job.id) outcomes.push(outcome);
    });
    runner.announce(job);
    await comesTrue(() => outcomes.length > 0);
    await orphanEnds();

    await comesTrue(async () => {
      await desk.sweep.sweep();
      return outcomes.includes('DONE');
    });

    expect(outcomes[0]).toBe('SKIPPED');
    expect(await desk.effects(job.id)).toBe(1);
  });
}

describe('Jobs in the process', () => behavesAlike(() => Promise.resolve(new InProcessRunner())));

describeBull('Jobs on Bull', () => {
  behavesAlike(onBull);

  it('are recovered by the sweep when Redis loses them and everybody connected', async () => {
    const { id } = await desk.asksFor(batch);
    await comesTrue(() => redis!.holds(`batch-compile-${id}-0`));
    await redis!.forgetsAll();
    consumes();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await desk.job(id)).state).toBe('QUEUED');

    await comesTrue(async () => {
      await desk.sweep.sweep();
      return (await desk.job(id)).state === 'SUCCEEDED';
    });

    expect(await desk.effects(id)).toBe(1);
  });

  it('run again on a worker that Redis has thrown out', async () => {
    consumes();
    await ends((await desk.asksFor(batch)).id);
    await redis!.forgetsAll();
    const { id } = await desk.asksFor(batch + 1000);

    await comesTrue(async () => {
      await desk.sweep.sweep();
      return (await desk.job(id)).state === 'SUCCEEDED';
    });

    expect(await desk.effects(id)).toBe(1);
  });

  it('are asked for without Redis, and wait in the table only', async () => {
    const kept = jest.spyOn(Bull.prototype, 'add');
    const lonely = new BullRunner(`redis://127.0.0.1:${await freePort()}`, 100);
    relay.to = lonely;
    try {
      const startedAt = performance.now();
      const { id } = await desk.asksFor(batch);

      expect(performance.now() - startedAt).toBeLessThan(2000);
      expect((await desk.job(id)).state).toBe('QUEUED');
      expect(kept).not.toHaveBeenCalled();
      await desk.run(id);
    } finally {
      kept.mockRestore();
      await lonely.stop();
    }
  });

  it('are finished exactly once by another worker when theirs is killed', async () => {
    const { id } = await desk.asksFor(batch);
    const first = startWorker(5);
    await says(first, `working on ${id}`);
    first.kill('SIGKILL');
    const second = startWorker(0);
    try {
      await comesTrue(async () => (await desk.job(id)).finishedAt !== null, 40_000);
    } finally {
      second.kill('SIGKILL');
    }

    const { state, attempts, result } = await desk.job(id);
    expect([state, attempts, result]).toEqual(['SUCCEEDED', 2, { worker: second.pid }]);
    expect(await desk.effects(id)).toBe(1);
  });

  /** A worker process whose work takes this long, in one statement that outlives the process. */
  function startWorker(workSeconds: number): ChildProcess {
    const args = [join(__dirname, 'run-typescript.mjs'), join(__dirname, 'worker-process.ts')];
    return spawn(process.execPath, [...args, desk.appUrl, redis!.url, String(workSeconds)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  function says(worker: ChildProcess, line: string): Promise<void> {
    let said = '';
    worker.stdout!.on('data', (chunk: Buffer) => (said += chunk.toString()));
    worker.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()));
    return comesTrue(() => said.includes(line), 30_000).catch(() => {
      throw new Error(`the worker never said "${line}", but: ${said}`);
    });
  }
});
