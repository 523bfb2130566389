import type { SettableClock } from '../src/calendar/clock';

type Task = () => Promise<void>;

/** What an office has to do on which business date; on one date in the order in which it was noted. */
export class Agenda {
  private readonly tasks: { on: string; task: Task }[] = [];

  at(on: string, task: Task): void {
    this.tasks.push({ on, task });
  }

  /** Does everything in the order of the dates, the clock at nine in the morning of each. */
  async workThrough(clock: SettableClock): Promise<void> {
    for (const { on, task } of this.tasks.toSorted((one, other) => one.on.localeCompare(other.on))) {
      clock.set(on);
      await task();
    }
  }
}
