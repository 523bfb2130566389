import type { Fen } from './money';

const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const PLACES = ['', '拾', '佰', '仟'];
const GROUPS = ['', '万', '亿', '万亿'];

/**
 * An amount in capital characters (大写金额), as a paper that moves money must also say it: `1234.05` is
 * 壹仟贰佰叁拾肆元零伍分. Source: 《支付结算办法》附件一《正确填写票据和结算凭证的基本规定》.
 */
export function printCapitals(amountFen: Fen): string {
  if (!Number.isSafeInteger(amountFen) || amountFen < 0) throw new RangeError('not an amount of money');
  const yuan = Math.floor(amountFen / 100);
  const jiao = Math.floor(amountFen / 10) % 10;
  const fen = amountFen % 10;
  const whole = yuan > 0 ? `${printWhole(yuan)}元` : '';
  if (jiao === 0 && fen === 0) return `${whole || '零元'}整`;
  if (fen === 0) return `${whole}${DIGITS[jiao]}角整`;
  const tenths = jiao > 0 ? `${DIGITS[jiao]}角` : whole ? '零' : '';
  return `${whole}${tenths}${DIGITS[fen]}分`;
}

/** Groups of four digits from the right; one 零 stands for any run of noughts that something follows. */
function printWhole(yuan: number): string {
  let text = '';
  let rest = yuan;
  for (let group = 0; rest > 0; group += 1, rest = Math.floor(rest / 10_000)) {
    const value = rest % 10_000;
    if (value === 0) {
      if (text && !text.startsWith('零')) text = `零${text}`;
      continue;
    }
    const isGap = value < 1_000 && rest >= 10_000;
    text = `${isGap ? '零' : ''}${printGroup(value)}${GROUPS[group]}${text}`;
  }
  return text;
}

function printGroup(value: number): string {
  let text = '';
  for (let place = 0, rest = value; rest > 0; place += 1, rest = Math.floor(rest / 10)) {
    const digit = rest % 10;
    if (digit > 0) text = `${DIGITS[digit]}${PLACES[place]}${text}`;
    else if (text && !text.startsWith('零')) text = `零${text}`;
  }
  return text;
}
