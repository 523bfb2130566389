import { Refused } from './office-client';

/** An attempt that the product has to stop, and what it said. */
export interface Attempt {
  readonly agencyCode: string;
  readonly on: string;
  /** What was attempted, as the summary prints it. */
  readonly what: string;
  /** Whether the product did what it must. */
  readonly stopped: boolean;
  /** Its sentence, or what happened instead. */
  readonly answer: string;
}

/** Everything attempted on purpose; the demonstration fails when one attempt is not stopped as it must be. */
export class ExpectedRefusals {
  readonly attempts: Attempt[] = [];

  /** Attempts something that must be refused with this code, and gives the refusal back. */
  async refused(
    attempt: Pick<Attempt, 'agencyCode' | 'on' | 'what'>,
    code: string,
    act: () => Promise<unknown>,
  ): Promise<Refused | undefined> {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const stopped = error.problem.code === code;
      this.attempts.push({ ...attempt, stopped, answer: stopped ? error.problem.detail : error.message });
      return error;
    }
    this.attempts.push({ ...attempt, stopped: false, answer: '没有被拒绝' });
    return undefined;
  }

  /** Notes an attempt that is not refused but must have no effect, such as the same file twice. */
  note(attempt: Attempt): void {
    this.attempts.push(attempt);
  }

  get allStopped(): boolean {
    return this.attempts.every(({ stopped }) => stopped);
  }
}
