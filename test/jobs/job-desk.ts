import { Client } from 'pg';
import { SettableClock } from '../../src/calendar/clock';
import { Database, openDataSource } from '../../src/database/database';
import { JobExecution } from '../../src/jobs/job-execution';
import { JobHandlers, served, type HandlerRow } from '../../src/jobs/job-handlers';
import { JobSweep } from '../../src/jobs/job-sweep';
import type { JobContext } from '../../src/queue/job-handler';
import { JOB_NAMES } from '../../src/queue/job-names';
import { JobRunner, type AnnouncedJob } from '../../src/queue/job-runner';
import { Job, type JobResult } from '../../src/queue/job.entity';
import { Queue } from '../../src/queue/queue';
import { openTestDatabase } from '../support/test-database';

/** The work of every job name; a test says what it does. Its effect is a row in a table without any unique key. */
export class Work {
  does: (context: JobContext) => Promise<JobResult> = leavesItsMark;
}

/** Every job's effect in these tests: twice done is two rows. */
export async function leavesItsMark({ tx, agencyId, job }: JobContext): Promise<JobResult> {
  await tx.query('insert into job_effect values ($1, $2)', [agencyId, job.id]);
  return { marks: 1 };
}

/** One row per job name, all served by `Work`. */
export const WORK_FOR_ALL: readonly HandlerRow[] = JOB_NAMES.map((name) =>
  served(name, Work, (work, context) => work.does(context as JobContext)),
);

/** A runner that only remembers what it was told. */
export class HeldRunner extends JobRunner {
  readonly announced: AnnouncedJob[] = [];

  override announce(job: AnnouncedJob): void {
    this.announced.push(job);
  }
}

/** A runner that passes on to another, so that one desk can be tried with several. */
export class RelayRunner extends JobRunner {
  to: JobRunner = new HeldRunner();

  override announce(job: AnnouncedJob): void {
    this.to.announce(job);
  }
}

/** An agency with a queue, on a database of its own. Without a runner of the test's choice nothing runs by itself. */
export async function openJobDesk(runner: JobRunner = new HeldRunner()) {
  const db = await openTestDatabase();
  const owner = new Client({ connectionString: db.ownerUrl });
  await owner.connect();
  await owner.query(`
    create table job_effect (agency_id bigint, job_id bigint);
    grant select, insert on job_effect to zufa_app;
    insert into agency (code, name, created_at) values ('desk', '任务测试中心', now());
  `);
  const { rows } = await owner.query<{ id: number }>('select id from agency');
  const agencyId = rows[0]!.id;
  const source = await openDataSource(db.appUrl, [Job]);
  const database = new Database(source);
  const clock = new SettableClock();
  const queue = new Queue(database, clock, runner);
  const work = new Work();
  const handlers = new JobHandlers(WORK_FOR_ALL);
  handlers.bind(() => work as never);
  const execution = new JobExecution(database, clock, handlers);
  const sweep = new JobSweep(database, runner);
  return {
    appUrl: db.appUrl,
    agencyId,
    database,
    owner,
    queue,
    work,
    execution,
    sweep,
    /** Does what the backend of a killed process does: holds the job until the returned function is called. */
    orphans: async (jobId: number): Promise<() => Promise<unknown>> => {
      await owner.query('begin');
      await owner.query(`select pg_advisory_xact_lock(hashtextextended('job ' || $1 || '/' || $2, 0))`, [
        String(agencyId),
        String(jobId),
      ]);
      return () => owner.query('rollback');
    },
    /** Asks for the job that compiles the batch. */
    asksFor: (batchId: number) =>
      database.transaction(agencyId, (tx) =>
        queue.enqueue(tx, { agencyId, userId: null }, 'batch.compile', batchId, { batchId }),
      ),
    run: (jobId: number) => execution.run(agencyId, jobId),
    job: (jobId: number) => queue.find(agencyId, jobId),
    effects: async (jobId: number): Promise<number> => {
      const found = await owner.query('select from job_effect where job_id = $1', [jobId]);
      return found.rowCount ?? 0;
    },
    closes: async () => {
      await source.destroy();
      await owner.end();
      await db.close();
    },
  };
}

export type JobDesk = Awaited<ReturnType<typeof openJobDesk>>;

/** Asks again every 50 ms until the answer is yes; fails after the time limit. */
export async function comesTrue(
  question: () => Promise<boolean> | boolean,
  withinMs = 20_000,
): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await question())) {
    if (performance.now() > deadline) throw new Error(`did not come true within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
