import { JobRunner } from '../queue/job-runner';

/** Runs one announced job; never rejects. */
export type RunJob = (agencyId: number, jobId: number) => Promise<unknown>;

/**
 * How long a stopping process waits for the job it is at. Compiling a million enrolments takes about ten seconds;
 * what takes longer is rolled back by the database and begun anew by the next process.
 */
export const STOP_WITHIN_MS = 30_000;

/** A runner as its own process sees it: it also takes announcements, and stops. */
export abstract class Runner extends JobRunner {
  /** Begins to run what is announced, one job at a time. */
  abstract consume(run: RunJob): void;

  /** Takes no more and waits for the job under way, at most `STOP_WITHIN_MS`. */
  abstract stop(): Promise<void>;
}

/** Waits for the work, but no longer than the time; says whether it ended. */
export async function endsWithin(work: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), timeoutMs);
  });
  const ended = work.then(
    () => true,
    () => true,
  );
  return Promise.race([ended, tooLate]).finally(() => clearTimeout(timer));
}
