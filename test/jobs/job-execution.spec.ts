import { Logger } from '@nestjs/common';
import { DomainError } from '../../src/errors/domain-error';
import { PartnerUnreachable, TemporarilyUnavailable } from '../../src/errors/request.errors';
import { MAX_ATTEMPTS } from '../../src/jobs/job-execution';
import { comesTrue, HeldRunner, leavesItsMark, openJobDesk, type JobDesk } from './job-desk';

class FundsShort extends DomainError {
  static readonly code = 'funds_short';
  static readonly status = 422;
  static readonly title = '资金不足';
}

let runner: HeldRunner;
let desk: JobDesk;
let batch = 0;

beforeAll(async () => {
  Logger.overrideLogger(false);
  runner = new HeldRunner();
  desk = await openJobDesk(runner);
});
beforeEach(() => {
  batch += 1;
  desk.work.does = leavesItsMark;
  runner.announced.length = 0;
});
afterAll(() => desk.closes());

/** A gate that work can wait at. */
function gate() {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

/** What the sweep announces is run, as a runner would. */
async function sweepsAndRuns() {
  runner.announced.length = 0;
  await desk.sweep.sweep();
  return Promise.all(runner.announced.map(({ id }) => desk.run(id)));
}

describe('A job delivered more than once', () => {
  it('has its effect once when it is delivered again after its end', async () => {
    const { id } = await desk.asksFor(batch);

    expect([await desk.run(id), await desk.run(id)]).toEqual(['DONE', 'SKIPPED']);

    expect(await desk.effects(id)).toBe(1);
    expect(await desk.job(id)).toMatchObject({
      state: 'SUCCEEDED',
      progress: 100,
      attempts: 1,
      result: { marks: 1 },
      problem: null,
    });
  });

  it('has its effect once when two run it at the same time', async () => {
    const { id } = await desk.asksFor(batch);
    const { open, opened } = gate();
    desk.work.does = async (context) => {
      await opened;
      return leavesItsMark(context);
    };

    const first = desk.run(id);
    await comesTrue(async () => (await desk.job(id)).state === 'RUNNING');
    const second = await desk.run(id);
    open();

    expect([await first, second]).toEqual(['DONE', 'SKIPPED']);
    expect(await desk.effects(id)).toBe(1);
    expect((await desk.job(id)).attempts).toBe(1);
  });

  it('has its effect once out of four simultaneous deliveries', async () => {
    const { id } = await desk.asksFor(batch);

    const outcomes = await Promise.all(Array.from({ length: 4 }, () => desk.run(id)));

    expect(outcomes.filter((outcome) => outcome === 'DONE')).toHaveLength(1);
    expect(await desk.effects(id)).toBe(1);
  });

  it('is nothing to do when there is no such job', async () => {
    expect(await desk.run(999_999)).toBe('SKIPPED');
  });
});

describe('A job that is interrupted', () => {
  it('is finished exactly once after its backend was killed in the middle', async () => {
    const { id } = await desk.asksFor(batch);
    desk.work.does = async (context) => {
      await leavesItsMark(context);
      const [backend] = await context.tx.query('select pg_backend_pid() as pid');
      await desk.owner.query('select pg_terminate_backend($1)', [backend.pid]);
      return leavesItsMark(context);
    };
    expect(await desk.run(id)).toBe('WAITING');
    expect(await desk.effects(id)).toBe(0);

    desk.work.does = leavesItsMark;

    expect(await sweepsAndRuns()).toEqual(['DONE']);
    expect(await sweepsAndRuns()).toEqual([]);
    expect(await desk.effects(id)).toBe(1);
    expect((await desk.job(id)).attempts).toBe(2);
  });

  it('is left alone while the orphaned backend of a killed process still works on it', async () => {
    const { id } = await desk.asksFor(batch);
    const orphanEnds = await desk.orphans(id);
    const outcomes = await sweepsAndRuns();
    await orphanEnds();

    expect(outcomes).toEqual(['SKIPPED']);
    expect(await sweepsAndRuns()).toEqual(['DONE']);
    expect((await desk.job(id)).attempts).toBe(1);
  });

  it('leaves nothing behind of a run that was overtaken by a later one', async () => {
    const { id } = await desk.asksFor(batch);
    desk.work.does = async (context) => {
      await leavesItsMark(context);
      await desk.owner.query('update job set attempts = attempts + 1 where id = $1', [id]);
      return {};
    };

    expect(await desk.run(id)).toBe('SKIPPED');

    expect(await desk.effects(id)).toBe(0);
    expect((await desk.job(id)).state).toBe('RUNNING');
    expect(await finishes(id)).toBe('DONE');
  });

  it('does not let an overtaken run end the job as failed', async () => {
    const { id } = await desk.asksFor(batch);
    desk.work.does = async () => {
      await desk.owner.query('update job set attempts = attempts + 1 where id = $1', [id]);
      throw new FundsShort('缺 100 元。');
    };

    await desk.run(id);

    expect(await desk.job(id)).toMatchObject({ state: 'RUNNING', problem: null });
    expect(await finishes(id)).toBe('DONE');
  });

  it('starts anew within the same run when the database reports a deadlock', async () => {
    const { id } = await desk.asksFor(batch);
    let calls = 0;
    desk.work.does = async (context) => {
      calls += 1;
      await leavesItsMark(context);
      if (calls === 1) {
        await context.tx.query(`do $$ begin raise exception 'x' using errcode = '40P01'; end $$`);
      }
      return {};
    };

    expect(await desk.run(id)).toBe('DONE');

    expect([calls, await desk.effects(id), (await desk.job(id)).attempts]).toEqual([2, 1, 1]);
  });

  function finishes(id: number) {
    desk.work.does = leavesItsMark;
    return desk.run(id);
  }
});

describe('A job that cannot be done', () => {
  it('ends as refused, with the refusal, and is not tried again', async () => {
    const { id } = await desk.asksFor(batch);
    desk.work.does = async (context) => {
      await leavesItsMark(context);
      throw new FundsShort('缺 100 元。', { missingFen: 10_000 });
    };

    expect([await desk.run(id), await desk.run(id)]).toEqual(['FAILED', 'SKIPPED']);

    expect(await desk.effects(id)).toBe(0);
    expect(await desk.job(id)).toMatchObject({
      state: 'FAILED',
      attempts: 1,
      problem: {
        code: 'funds_short',
        title: '资金不足',
        detail: '缺 100 元。',
        facts: { missingFen: 10_000 },
      },
    });
  });

  it.each`
    fault                       | error
    ${'a fault of the program'} | ${new TypeError('secret 659900')}
    ${'an unreachable server'}  | ${new TemporarilyUnavailable()}
    ${'a thrown text'}          | ${'secret 659900'}
  `('is tried three times for $fault, then given up without its inside', async ({ error }) => {
    const { id } = await desk.asksFor(batch);
    let calls = 0;
    desk.work.does = () => {
      calls += 1;
      return Promise.reject(error as Error);
    };

    const outcomes = [await desk.run(id), await desk.run(id), await desk.run(id), await desk.run(id)];

    expect(outcomes).toEqual(['WAITING', 'WAITING', 'FAILED', 'SKIPPED']);
    expect(calls).toBe(MAX_ATTEMPTS);
    const { state, problem } = await desk.job(id);
    expect([state, problem?.code]).toEqual(['FAILED', 'unexpected']);
    expect(problem?.detail).toContain(`job-${id}`);
    expect(JSON.stringify(problem)).not.toContain('secret');
  });

  it('is tried three times for a partner that does not answer, and says so when it is given up', async () => {
    const { id } = await desk.asksFor(batch);
    desk.work.does = () => Promise.reject(new PartnerUnreachable('短信网关', '没有答复'));

    expect([await desk.run(id), await desk.run(id), await desk.run(id)]).toEqual([
      'WAITING',
      'WAITING',
      'FAILED',
    ]);
    expect((await desk.job(id)).problem).toMatchObject({ code: 'partner_unreachable' });
  });

  it('is given up when it has ended its process three times', async () => {
    const { id } = await desk.asksFor(batch);
    await desk.owner.query(`update job set state = 'RUNNING', attempts = $2 where id = $1`, [
      id,
      MAX_ATTEMPTS,
    ]);

    expect(await sweepsAndRuns()).toEqual(['FAILED']);

    expect(await desk.effects(id)).toBe(0);
    expect((await desk.job(id)).problem?.code).toBe('unexpected');
  });
});

describe('A job at work', () => {
  it('shows its progress to others before its transaction has committed', async () => {
    const { id } = await desk.asksFor(batch);
    const { open, opened } = gate();
    desk.work.does = async (context) => {
      context.progress(40.7);
      context.progress(41);
      await opened;
      return leavesItsMark(context);
    };

    const run = desk.run(id);
    await comesTrue(async () => (await desk.job(id)).progress === 40);
    open();

    expect(await run).toBe('DONE');
    expect((await desk.job(id)).progress).toBe(100);
  });

  it('knows what it is about and who asked for it', async () => {
    const { id } = await desk.asksFor(batch);
    const seen = new Promise((resolve) => {
      desk.work.does = ({ agencyId, job, requestedBy }) => {
        resolve({ agencyId, payload: job.payload, attempts: job.attempts, requestedBy });
        return Promise.resolve({});
      };
    });

    await desk.run(id);

    const { agencyId } = desk;
    expect(await seen).toEqual({
      agencyId,
      payload: { batchId: batch },
      attempts: 1,
      requestedBy: { agencyId, userId: null },
    });
  });
});
