import { Logger } from '@nestjs/common';
import Bull from 'bull';
import type { AnnouncedJob } from '../queue/job-runner';
import { endsWithin, Runner, STOP_WITHIN_MS, type RunJob } from './runner';

/**
 * Bull runs a job twice when its worker blocks the event loop beyond this (measured). Here that would only be a
 * second delivery that finds the lock taken, so it is set beyond any such pause, to spare the useless traffic.
 */
const LOCK_DURATION_MS = 300_000;
/** Redis restarts in about a second. */
const RECONNECT_AFTER_MS = 1000;

type Announcement = Pick<AnnouncedJob, 'agencyId' | 'id'>;

/**
 * The runner of production: Bull on Redis, any number of worker processes, one job at a time in each. Redis holds
 * announcements only; emptied or restarted it loses nothing that the sweep does not announce again. One Redis
 * database serves one installation.
 */
export class BullRunner extends Runner {
  private readonly logger = new Logger(BullRunner.name);
  private readonly queue: Bull.Queue<Announcement>;
  private complained = false;

  constructor(
    redisUrl: string,
    private readonly stopWithinMs = STOP_WITHIN_MS,
  ) {
    super();
    this.queue = new Bull('jobs', redisUrl, {
      prefix: 'zufa',
      redis: {
        retryStrategy: () => RECONNECT_AFTER_MS,
        ...(redisUrl.startsWith('rediss:') ? { tls: {} } : {}),
      },
      settings: { lockDuration: LOCK_DURATION_MS },
    });
    this.queue.client.on('ready', () => (this.complained = false));
    this.queue.on('error', (error) => this.complain(error));
  }

  /** Whether Redis can be reached at this moment. */
  get connected(): boolean {
    return this.queue.client.status === 'ready';
  }

  /**
   * The number of attempts is part of Bull's id: a finished announcement is removed, but one whose worker was killed
   * stays until its lock runs out, and would swallow the announcement that asks another worker to take over.
   */
  override announce({ agencyId, id, name, attempts }: AnnouncedJob): void {
    // Without Redis the client would keep every announcement in memory; the sweep makes them again.
    if (!this.connected) return;
    this.queue
      .add(
        { agencyId, id },
        {
          jobId: `${name.replaceAll('.', '-')}-${id}-${attempts}`,
          attempts: 1,
          removeOnComplete: true,
          removeOnFail: true,
        },
      )
      .catch((error: Error) => this.complain(error));
  }

  override consume(run: RunJob): void {
    this.queue
      .process(1, async ({ data }) => {
        await run(data.agencyId, data.id);
      })
      .catch((error: Error) => this.complain(error));
  }

  override async stop(): Promise<void> {
    await endsWithin(this.queue.pause(true), this.stopWithinMs);
    await endsWithin(this.queue.close(true), this.stopWithinMs);
  }

  /** Once per outage: the client reports every failed attempt to reconnect. */
  private complain(error: Error): void {
    if (this.complained) return;
    this.complained = true;
    this.logger.warn(`Redis: ${error.message}; jobs wait in the database until it is back`);
  }
}
