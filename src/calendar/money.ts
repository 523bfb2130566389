/** An amount of money in whole fen (分); 100 fen are one yuan (元), 1,000,000 fen one 万元. */
export type Fen = number;

/** So many digits of yuan; fen stay exact. */
const MOST_YUAN_DIGITS = 12;
const ZERO = 0x30;

/**
 * Reads `120`, `120.5` or `120.50` yuan; undefined for a third decimal, a sign, or anything else. Digit by digit, because a
 * million lines ask for it, and a regular expression takes three times as long.
 */
export function parseYuan(text: string): Fen | undefined {
  const point = text.indexOf('.');
  const wholeDigits = point < 0 ? text.length : point;
  const decimals = point < 0 ? 0 : text.length - point - 1;
  if (wholeDigits < 1 || wholeDigits > MOST_YUAN_DIGITS || decimals > 2 || point === text.length - 1) {
    return undefined;
  }
  let value = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (at === point) continue;
    const digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return value * 10 ** (2 - decimals);
}

/** `120.50`, always two decimals. */
export function printYuan(amountFen: Fen): string {
  const sign = amountFen < 0 ? '-' : '';
  const whole = Math.abs(amountFen);
  return `${sign}${Math.floor(whole / 100)}.${String(whole % 100).padStart(2, '0')}`;
}

/** Reads 万元 with up to two decimals as published (`114.34`); undefined for anything else. */
export function parseWanYuan(text: string): Fen | undefined {
  const fen = parseYuan(text);
  return fen === undefined ? undefined : fen * 10_000;
}

/** 万元 with two decimals, rounded half up, as budget documents print it. */
export function printWanYuan(amountFen: Fen): string {
  const sign = amountFen < 0 ? '-' : '';
  return sign + printYuan(Math.floor((Math.abs(amountFen) + 5_000) / 10_000));
}
