/** How a number cell's value is shown to the user by its number format, as far as it matters here. */
export interface NumberFormat {
  /** The number is a date. */
  isDate: boolean;
  /** A format of zeros only (`000000000000`) shows leading zeros up to this many digits; else 0. */
  zeroPaddedTo: number;
}

export const GENERAL_FORMAT: NumberFormat = { isDate: false, zeroPaddedTo: 0 };

/** Built-in formats that hold a date, the Chinese ones (27-31, 36, 50-58) among them; ECMA-376, 18.8.30. */
const BUILT_IN_DATES = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58]);

/** From here on a number has more than the 15 digits Excel keeps; what it holds behind them is made up. */
const FIRST_UNSAFE = 1e15;

/** The last date Excel knows, 9999-12-31. */
const LAST_SERIAL = 2_958_465;
/** Excel's 1900-02-29, a day that never was. */
const PHANTOM_DAY = 60;
const DAY_MS = 86_400_000;
const DAY_SECONDS = 86_400;

/** Judges a number format by its id and, for those above 163, by its code. */
export function numberFormat(id: number, code: string | undefined): NumberFormat {
  if (code === undefined) return { isDate: BUILT_IN_DATES.has(id), zeroPaddedTo: 0 };
  const bare = code
    .replace(/"[^"]*"|\\.|[_*].|\[[^\]]*\]/g, '')
    .split(';', 1)
    .join('');
  const isDate = /[yd]/i.test(bare) || (/m/i.test(bare) && !/[hs]/i.test(bare));
  return { isDate, zeroPaddedTo: /^0+$/.test(bare) ? bare.length : 0 };
}

/**
 * What a rule reads of a number: at most 15 significant digits, which hides the noise of binary
 * fractions (`1.1000000000000001` is 1.1) and shows every decimal a user typed (`120.005`).
 * A number of more than 15 digits comes out in scientific notation and marked, so that no rule
 * takes an account number whose end Excel has replaced with zeros.
 */
export function numberText(raw: string, format: NumberFormat): { text: string; digitsLost: boolean } {
  const value = Number(raw);
  if (raw.trim() === '' || !Number.isFinite(value)) return { text: raw, digitsLost: false };
  const kept = Number(value.toPrecision(15));
  if (Math.abs(kept) >= FIRST_UNSAFE) {
    return { text: kept.toExponential().toUpperCase(), digitsLost: true };
  }
  const text = String(kept);
  const isWhole = /^\d+$/.test(text);
  return { text: isWhole ? text.padStart(format.zeroPaddedTo, '0') : text, digitsLost: false };
}

/**
 * The date of a serial number as `2025-03-10`; the time of day is left to the raw value.
 * Undefined for numbers that are no date, a pure time of day among them.
 */
export function dateText(raw: string, countsFrom1904: boolean): string | undefined {
  // A time like 23:59:59.9999 is a rounding of midnight: the day is judged by whole seconds.
  const days = Math.floor(Math.round(Number(raw) * DAY_SECONDS) / DAY_SECONDS);
  if (!(days >= (countsFrom1904 ? 0 : 1) && days <= LAST_SERIAL)) return undefined;
  if (countsFrom1904) return isoDate(Date.UTC(1904, 0, 1) + days * DAY_MS);
  if (days === PHANTOM_DAY) return undefined;
  return isoDate(Date.UTC(1899, 11, days < PHANTOM_DAY ? 31 : 30) + days * DAY_MS);
}

function isoDate(instantMs: number): string {
  return new Date(instantMs).toISOString().slice(0, 10);
}
