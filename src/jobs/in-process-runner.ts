import { AsyncLocalStorage } from 'node:async_hooks';
import type { AnnouncedJob } from '../queue/job-runner';
import { endsWithin, Runner, STOP_WITHIN_MS, type RunJob } from './runner';

/** The runner of a process without Redis: a queue in memory, one job at a time. What is in it is in the table too. */
export class InProcessRunner extends Runner {
  private readonly waiting = new Map<number, AnnouncedJob>();
  private running: { readonly jobId: number; readonly end: Promise<void> } | undefined;
  private run: RunJob | undefined;
  private stopped = false;
  /** A job must not run as a part of the request that announced it, whose transactions carry its idempotency key. */
  private readonly outsideRequest = AsyncLocalStorage.snapshot();

  constructor(private readonly stopWithinMs = STOP_WITHIN_MS) {
    super();
  }

  override announce(job: AnnouncedJob): void {
    if (this.stopped || this.running?.jobId === job.id) return;
    this.waiting.set(job.id, job);
    this.takeNext();
  }

  override consume(run: RunJob): void {
    this.run = run;
    this.takeNext();
  }

  override async stop(): Promise<void> {
    this.stopped = true;
    this.waiting.clear();
    if (this.running) await endsWithin(this.running.end, this.stopWithinMs);
  }

  private takeNext(): void {
    const [next] = this.waiting.values();
    const { run } = this;
    if (!run || !next || this.running) return;
    this.waiting.delete(next.id);
    const end = this.outsideRequest(() => run(next.agencyId, next.id))
      .catch(() => undefined)
      .then(() => {
        this.running = undefined;
        this.takeNext();
      });
    this.running = { jobId: next.id, end };
  }
}
