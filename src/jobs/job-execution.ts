import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager, QueryDeepPartialEntity } from 'typeorm';
import { Clock } from '../calendar/clock';
import { Database } from '../database/database';
import { DomainError } from '../errors/domain-error';
import { PartnerUnreachable, TemporarilyUnavailable, Unexpected } from '../errors/request.errors';
import { problemOf } from '../http/problem.filter';
import { Job, type JobProblem } from '../queue/job.entity';
import { LIVE_STATES, stateAfter } from '../queue/job.states';
import { JobHandlers } from './job-handlers';
import { JobProgress } from './job-progress';

/**
 * How often a job is started before it is given up. Once may meet a restart of the process or the database, twice
 * is bad luck; what fails or kills its process a third time is a fault of the program, and would do so for ever.
 */
export const MAX_ATTEMPTS = 3;

/**
 * What became of one announcement: the work is done; it ended as failed; it has to be tried again, which the sweep
 * sees to; or there was nothing to do, because it had ended before or somebody is working on it.
 */
export type RunOutcome = 'DONE' | 'FAILED' | 'WAITING' | 'SKIPPED';

type JobChanges = Partial<
  Pick<Job, 'state' | 'attempts' | 'progress' | 'problem' | 'result' | 'startedAt' | 'finishedAt'>
>;

/** Thrown inside the work's transaction to roll it back: another run has ended the job or started it anew. */
class TakenOver extends Error {}

/**
 * The one place where a job is run: any number of announcements, runners and crashes, one effect.
 *
 * The work is one transaction that ends with the job's own success. It holds an advisory lock, and not the lock of
 * the job's row, which other connections write the start and the progress to. After `kill -9` of the process the
 * orphaned backend goes on with its statement and holds the lock until it notices; a second run started meanwhile
 * gets no lock and leaves. Every start takes a new number in `attempts`, and a run writes only while that number
 * is its own: whoever was overtaken between two of its transactions changes nothing.
 */
@Injectable()
export class JobExecution {
  private readonly logger = new Logger(JobExecution.name);

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly handlers: JobHandlers,
  ) {}

  /** Runs the job if it is still owed and nobody is at it. Never throws. */
  async run(agencyId: number, jobId: number): Promise<RunOutcome> {
    const started: { job?: Job } = {};
    try {
      return await this.database.transaction(agencyId, async (tx) => {
        if (!(await gainLock(tx, agencyId, jobId))) return 'SKIPPED';
        if (!started.job) {
          const job = await this.start(agencyId, jobId);
          if (typeof job === 'string') return job;
          started.job = job;
        }
        await this.work(tx, started.job);
        return 'DONE';
      });
    } catch (error) {
      if (error instanceof TakenOver) return 'SKIPPED';
      if (started.job) return this.end(started.job, error);
      this.logger.error(`job ${jobId} could not be started: ${nameOf(error)}`, placeOf(error));
      return 'WAITING';
    }
  }

  /** Numbers a new run in a transaction of its own; it must be on record even if the process dies of the work. */
  private start(agencyId: number, jobId: number): Promise<Job | RunOutcome> {
    return this.database.transaction(agencyId, async (tx) => {
      const job = await tx.findOne(Job, {
        where: { agencyId, id: jobId },
        lock: { mode: 'pessimistic_write' },
      });
      if (!job || !LIVE_STATES.includes(job.state)) return 'SKIPPED';
      if (job.attempts >= MAX_ATTEMPTS) {
        this.logger.error(
          `job ${jobId} (${job.name}) ended its process ${job.attempts} times and is given up`,
        );
        await change(tx, keyOf(job), {
          state: stateAfter(job.state, 'give-up'),
          problem: unexpectedProblem(job),
          finishedAt: this.clock.now(),
        });
        return 'FAILED';
      }
      const begun = {
        state: stateAfter(job.state, 'start'),
        attempts: job.attempts + 1,
        progress: 0,
        startedAt: this.clock.now(),
      };
      await change(tx, keyOf(job), begun);
      return Object.assign(job, begun);
    });
  }

  /** Calls the handler and writes the job's success, all in `tx`. */
  private async work(tx: EntityManager, job: Job): Promise<void> {
    const { agencyId } = job;
    const progress = new JobProgress((percent) =>
      this.write(job, { progress: percent }).then(() => undefined),
    );
    const result = await this.handlers.of(job.name)({
      tx,
      agencyId,
      job,
      requestedBy: { agencyId, userId: job.requestedBy },
      progress: (percent) => progress.report(percent),
    });
    const changed = await change(tx, ownRunOf(job), {
      state: stateAfter(job.state, 'succeed'),
      progress: 100,
      result,
      finishedAt: this.clock.now(),
    });
    if (!changed) throw new TakenOver();
  }

  /** After the rollback: a refusal and the last attempt end the job, anything else leaves it to be tried again. */
  private async end(job: Job, error: unknown): Promise<RunOutcome> {
    const isPassing = error instanceof TemporarilyUnavailable || error instanceof PartnerUnreachable;
    const refused = error instanceof DomainError && !isPassing;
    const again = !refused && job.attempts < MAX_ATTEMPTS;
    if (!refused) {
      this.logger.error(
        `job ${job.id} (${job.name}), attempt ${job.attempts}: ${nameOf(error)}`,
        placeOf(error),
      );
    }
    try {
      await this.write(
        job,
        again
          ? { state: stateAfter(job.state, 'retry') }
          : {
              state: stateAfter(job.state, refused ? 'refuse' : 'give-up'),
              // What a partner did is no fault of ours: the user is told of it.
              problem:
                refused || error instanceof PartnerUnreachable ? problemOf(error) : unexpectedProblem(job),
              finishedAt: this.clock.now(),
            },
      );
    } catch (cause) {
      // The row still says RUNNING, which is as good: the sweep brings the job back.
      this.logger.error(`the end of job ${job.id} could not be written: ${nameOf(cause)}`, placeOf(cause));
      return 'WAITING';
    }
    return again ? 'WAITING' : 'FAILED';
  }

  /** Writes to the job's row over another connection, if this run is still the job's latest. */
  private write(job: Job, changes: JobChanges): Promise<boolean> {
    return this.database.transaction(job.agencyId, (tx) => change(tx, ownRunOf(job), changes));
  }
}

/** Held by the backend that does the work until its transaction is over, and by nobody else. */
async function gainLock(tx: EntityManager, agencyId: number, jobId: number): Promise<boolean> {
  const rows: { gained: boolean }[] = await tx.query(
    `select pg_try_advisory_xact_lock(hashtextextended('job ' || $1 || '/' || $2, 0)) as gained`,
    [String(agencyId), String(jobId)],
  );
  return rows[0]?.gained === true;
}

/** Updates the job's row if it is as `where` says; returns whether it was. */
async function change(tx: EntityManager, where: Partial<Job>, changes: JobChanges): Promise<boolean> {
  // TypeORM's type for partial rows has no place for the free-form `result` and `facts`.
  const { affected } = await tx.update(Job, where, changes as QueryDeepPartialEntity<Job>);
  return affected === 1;
}

function keyOf({ agencyId, id }: Job) {
  return { agencyId, id };
}

function ownRunOf(job: Job) {
  return { ...keyOf(job), state: job.state, attempts: job.attempts };
}

/** Nothing of the fault's inside: the log has it under the same number. */
function unexpectedProblem(job: Job): JobProblem {
  return problemOf(new Unexpected(`job-${job.id}`));
}

/** An error's kind, without its message: a database's message may quote a value, and values may be personal. */
function nameOf(error: unknown): string {
  const { name, code } = (error ?? {}) as { name?: string; code?: string };
  return [name ?? typeof error, code].filter(Boolean).join(' ');
}

/** Where it happened: the stack without the message above it. */
function placeOf(error: unknown): string {
  const lines = error instanceof Error ? (error.stack ?? '').split('\n') : [];
  return lines.filter((line) => /^\s+at /.test(line)).join('\n');
}
