import { addDays } from './business-date';
import { PUBLIC_HOLIDAYS } from './public-holidays';

const WORKED = new Set(Object.values(PUBLIC_HOLIDAYS).flatMap(({ worked }) => worked));
const OFF = new Set(Object.values(PUBLIC_HOLIDAYS).flatMap(({ off }) => off.flatMap(daysOf)));
/** More than any term of the law; what lies further back is late however it is counted. */
const COUNTED_DAYS = 3_660;

/** Whether an office works that day (`2025-03-10`); a year whose notice is not known yet has no holidays. */
export function isWorkingDay(date: string): boolean {
  if (WORKED.has(date)) return true;
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !OFF.has(date);
}

/** Working days after `from`, up to and including `until`; counted for ten years at most. */
export function workingDaysAfter(from: string, until: string): number {
  let count = 0;
  let date = from;
  for (let day = 0; day < COUNTED_DAYS && date < until; day += 1) {
    date = addDays(date, 1);
    if (isWorkingDay(date)) count += 1;
  }
  return count;
}

function daysOf([first, last]: readonly [string, string]): string[] {
  const days: string[] = [];
  for (let date = first; date <= last; date = addDays(date, 1)) days.push(date);
  return days;
}
