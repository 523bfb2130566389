/** Somebody watches a bar: more often than this would only write rows. */
const WRITE_EVERY_MS = 1000;
/** The last per cent is the commit itself. */
const MOST = 99;

/**
 * A running job's progress on its way to the row. It is written over another connection than the job's own, whose
 * transaction nobody sees into; a write that fails is forgotten, for the next one says more. The job never waits for
 * a write: requests that wait for the job's locks may hold every connection. One that comes after the job's end
 * finds the row no longer `RUNNING` and changes nothing.
 */
export class JobProgress {
  private shown = 0;
  private shownAt = -Infinity;
  private writing = false;

  constructor(private readonly write: (percent: number) => Promise<void>) {}

  /** Shows `percent` (0 to 100), unless it says nothing new or too soon after the last. */
  report(percent: number): void {
    const whole = Math.min(MOST, Math.floor(percent));
    const now = performance.now();
    if (!(whole > this.shown) || this.writing || now - this.shownAt < WRITE_EVERY_MS) return;
    this.shown = whole;
    this.shownAt = now;
    this.writing = true;
    void this.write(whole)
      .catch(() => undefined)
      .finally(() => (this.writing = false));
  }
}
