import { TZDate } from '@date-fns/tz';
import { format } from 'date-fns';

/** Business dates are those of the office: Asia/Shanghai, wherever the server stands. */
export const BUSINESS_TIME_ZONE = 'Asia/Shanghai';

/** The only source of now; injected, so that a test or the demonstration can move it. */
export abstract class Clock {
  /** The present instant. */
  abstract now(): Date;

  /** Today in the office, `2025-03-10`. */
  today(): string {
    return format(new TZDate(this.now().getTime(), BUSINESS_TIME_ZONE), 'yyyy-MM-dd');
  }
}

/** The machine's own time. */
export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}

/** A clock that stands still until it is set; for tests and for playing a past year. */
export class SettableClock extends Clock {
  constructor(private instant: Date = new Date('2025-01-02T09:00:00+08:00')) {
    super();
  }

  now(): Date {
    return this.instant;
  }

  /** Sets the clock to nine in the morning of a business date, or to an exact instant. */
  set(moment: string): void {
    this.instant = new Date(moment.length === 10 ? `${moment}T09:00:00+08:00` : moment);
  }
}
