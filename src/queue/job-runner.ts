import type { Job } from './job.entity';

/** What a runner must know to say "now". */
export type AnnouncedJob = Pick<Job, 'agencyId' | 'id' | 'name' | 'attempts'>;

/**
 * The port to whatever runs jobs. It only says "now": the row in PostgreSQL is the intent, and the database decides
 * whether a run has an effect. So an announcement may get lost or be made twice.
 */
export abstract class JobRunner {
  /** Never throws and never waits: it is called after a commit that nothing may turn into a failure. */
  abstract announce(job: AnnouncedJob): void;
}
