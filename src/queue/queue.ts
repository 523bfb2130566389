import { Injectable } from '@nestjs/common';
import { In, LessThan, type EntityManager } from 'typeorm';
import { Clock } from '../calendar/clock';
import { Database } from '../database/database';
import { NotFound } from '../errors/request.errors';
import type { RequestedBy } from './job-handler';
import type { JobName, JobPayloads } from './job-names';
import { JobRunner } from './job-runner';
import { Job } from './job.entity';
import { LIVE_STATES } from './job.states';
import { insertJob } from './queue.sql';

/** The live job that stood in the way may end just then; losing that race twice in a row has never been seen. */
const MAX_TRIES = 5;

/** Asks for jobs and shows them. Source: design, architecture, "Two ways to run, one code". */
@Injectable()
export class Queue {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly runner: JobRunner,
  ) {}

  /**
   * Asks for a job in the caller's transaction and announces it once that has committed. While a job of the same
   * name for the same subject is live, a second request gets that one.
   */
  async enqueue<Name extends JobName>(
    tx: EntityManager,
    { agencyId, userId }: RequestedBy,
    name: Name,
    subjectId: number,
    payload: JobPayloads[Name],
  ): Promise<Job<Name>> {
    for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
      const [inserted] = await insertJob(tx, {
        agencyId,
        name,
        subjectId,
        payload: JSON.stringify(payload),
        requestedBy: userId,
        createdAt: this.clock.now(),
      });
      const job = await tx.findOneBy(
        Job,
        inserted ? { agencyId, id: inserted.id } : { agencyId, name, subjectId, state: In(LIVE_STATES) },
      );
      if (!job) continue;
      this.database.afterCommit(tx, () => this.runner.announce(job));
      return job as Job<Name>;
    }
    throw new Error(`could not ask for job ${name} of ${subjectId}`);
  }

  /** One job of the agency. Throws `NotFound`. */
  async find(agencyId: number, id: number): Promise<Job> {
    const job = await this.database.transaction(agencyId, (tx) => tx.findOneBy(Job, { agencyId, id }));
    if (!job) throw new NotFound('任务', id);
    return job;
  }

  /** Jobs newest first, those with an id below `before` if it is given. */
  list(agencyId: number, { before, limit }: { before?: number; limit: number }): Promise<Job[]> {
    return this.database.transaction(agencyId, (tx) =>
      tx.find(Job, {
        where: { agencyId, ...(before === undefined ? {} : { id: LessThan(before) }) },
        order: { id: 'DESC' },
        take: limit,
      }),
    );
  }
}
