import type { EntityManager } from 'typeorm';
import type { JobName } from './job-names';
import type { Job, JobResult } from './job.entity';

/** On whose behalf a job was asked for; `userId` is null for the system itself. */
export interface RequestedBy {
  readonly agencyId: number;
  readonly userId: number | null;
}

/** What a handler works with. */
export interface JobContext<Name extends JobName = JobName> {
  /** The job's one transaction: the effect and the job's success commit together or not at all. */
  readonly tx: EntityManager;
  readonly agencyId: number;
  readonly job: Readonly<Job<Name>>;
  readonly requestedBy: RequestedBy;
  /** Shows how far the work is, 0 to 100; may be called as often as is convenient. */
  progress(percent: number): void;
}

/**
 * Does a job's work. A thrown `DomainError` ends the job as refused; anything else is tried again, so nothing may
 * happen outside of `tx`, but for what is recognised when it comes again: `reminder.send` names its messages.
 */
export type JobHandler<Name extends JobName = JobName> = (context: JobContext<Name>) => Promise<JobResult>;
