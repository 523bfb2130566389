/** A calendar month as its first day, `2025-03-01`; a month on paper and in the API is `2025-03`. */
export type Month = string;

const MONTH = /^(\d{4})-(0[1-9]|1[0-2])(-01)?$/;

/** Reads `2025-03` or `2025-03-01`; anything else is undefined. */
export function parseMonth(text: string): Month | undefined {
  const match = MONTH.exec(text);
  return match ? `${match[1]}-${match[2]}-01` : undefined;
}

/** The month a business date lies in. */
export function monthOf(date: string): Month {
  return `${date.slice(0, 7)}-01`;
}

/** The month `count` months after (or before, if negative). */
export function addMonths(month: Month, count: number): Month {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + count;
  const year = Math.floor(index / 12);
  return `${String(year).padStart(4, '0')}-${String(index - year * 12 + 1).padStart(2, '0')}-01`;
}

/** Every month from the first to the last, both included. */
export function monthsBetween(from: Month, until: Month): Month[] {
  const months: Month[] = [];
  for (let month = from; month <= until; month = addMonths(month, 1)) months.push(month);
  return months;
}

/** `2025-03`, as forms and messages print a month. */
export function printMonth(month: Month): string {
  return month.slice(0, 7);
}
