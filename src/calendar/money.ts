/** An amount of money in whole fen (分); 100 fen are one yuan (元), 1,000,000 fen one 万元. */
export type Fen = number;

const YUAN = /^(\d{1,12})(?:\.(\d{1,2}))?$/;

/** Reads `120`, `120.5` or `120.50` yuan; undefined for a third decimal, a sign, or anything else. */
export function parseYuan(text: string): Fen | undefined {
  const match = YUAN.exec(text);
  return match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : undefined;
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
