import { Injectable, Logger } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../database/database';
import { JobRunner } from '../queue/job-runner';
import { Job } from '../queue/job.entity';
import { LIVE_STATES } from '../queue/job.states';

/** How long a job may wait that nobody was told of. */
const SWEEP_EVERY_MS = 5000;
/** Oldest first, and more than a runner gets done until the next sweep. */
const SWEPT_PER_AGENCY = 100;

/**
 * Announces again what the table shows is owed: after a crash, a lost announcement, an emptied Redis. A job that
 * is running is announced too, for a dead process looks the same from here; the second run finds out.
 */
@Injectable()
export class JobSweep {
  private readonly logger = new Logger(JobSweep.name);
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly database: Database,
    private readonly runner: JobRunner,
  ) {}

  /** Sweeps now and every five seconds. */
  start(): void {
    this.sweeping = this.sweep()
      .then(
        () => undefined,
        (error: Error) => this.logger.warn(`sweep: ${error.name}`),
      )
      .then(() => {
        if (!this.stopped) this.timer = setTimeout(() => this.start(), SWEEP_EVERY_MS).unref();
      });
  }

  /** Ends the sweeping; resolves once the last one is over. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.sweeping;
  }

  /** Announces every job that is owed; returns how many. */
  async sweep(): Promise<number> {
    const agencies: { id: number }[] = await this.database.dataSource.query(
      'select id from agency order by id',
    );
    let count = 0;
    for (const { id: agencyId } of agencies) {
      const owed = await this.database.transaction(agencyId, (tx) =>
        tx.find(Job, {
          where: { agencyId, state: In(LIVE_STATES) },
          order: { id: 'ASC' },
          take: SWEPT_PER_AGENCY,
        }),
      );
      for (const job of owed) this.runner.announce(job);
      count += owed.length;
    }
    return count;
  }
}
