import type { Problem } from './citizen-id';

/**
 * Names of persons: how they are written down, and by which key two writings are the same name.
 *
 * Names of several ethnic groups hold a separator dot (间隔号), U+00B7 on the ID card. Tables
 * bring many look-alikes, and a bank refuses the payment over any of them (户名不符), so they are
 * replaced by an explicit table. Unicode normalisation (NFKC) does not do it: it leaves most of
 * them alone and turns U+00B7 itself into nothing better (design 4, "Identifiers").
 */

/** A name that passed every check. */
export interface PersonName {
  /** As it is printed on the ID card: separator U+00B7, no padding. */
  name: string;
  /** What names are compared by, see {@link nameKeyOf}. */
  nameKey: string;
  /** The text as it came, null when it already was the name. */
  originalName: string | null;
}

/** Code points, not UTF-16 units: a rare character outside the basic plane counts once. */
const LONGEST_NAME = 100;

const SEPARATOR = '\u00B7';

/** Every look-alike of the separator that is replaced; nothing else is. */
const SEPARATOR_LOOKALIKES = [
  '\u2022', // bullet
  '\u2219', // bullet operator
  '\u22C5', // dot operator
  '\u2027', // hyphenation point
  '\u30FB', // katakana middle dot
  '\uFF65', // halfwidth katakana middle dot
  '\u25CF', // black circle
  '\uFF0E', // fullwidth full stop
];

const LOOKALIKE = new RegExp(`[${SEPARATOR_LOOKALIKES.join('')}]`, 'gu');
/** A full stop is a separator only between Han characters: `J.Smith` keeps it. */
const STOP_BETWEEN_HAN = /(?<=\p{Script=Han})\.(?=\p{Script=Han})/gu;
/** Rosters pad short names to a common width (张　三); the bank compares them without. */
const PADDING = new RegExp(
  `(?<=[\\p{Script=Han}${SEPARATOR}])\\p{Zs}+(?=[\\p{Script=Han}${SEPARATOR}.])` +
    `|(?<=[\\p{Script=Han}${SEPARATOR}.])\\p{Zs}+(?=[\\p{Script=Han}${SEPARATOR}])`,
  'gu',
);

/**
 * Reads a name as a clerk typed it or a table held it.
 *
 * Spaces around the name and between its Han characters are removed, look-alikes of the separator
 * replaced; the text as it came is kept when it differs. A `?` or U+FFFD is the trace of a lost
 * character and is refused, because paying under a mutilated name fails at the bank.
 */
export function readPersonName(text: string): PersonName | Problem {
  if (/\p{Cc}/u.test(text)) {
    return { problem: '姓名中有换行、制表符等控制字符，请删除后重新填写。' };
  }
  if (/[?？\uFFFD\p{Cs}]/u.test(text)) {
    return { problem: '姓名中有“?”或乱码，多半是生僻字或间隔号在转换编码时丢失，请按身份证重新填写。' };
  }
  const name = unifySeparator(text.replace(/^\p{Zs}+|\p{Zs}+$/gu, ''));
  if (name === '') return { problem: '姓名为空。' };
  const length = [...name].length;
  if (length > LONGEST_NAME) return { problem: `姓名最多 ${LONGEST_NAME} 个字，这里有 ${length} 个字。` };
  return { name, nameKey: nameKeyOf(name), originalName: name === text ? null : text };
}

/**
 * The key by which names are compared: separator unified, fullwidth letters and digits folded,
 * Latin letters upper-case, every space removed.
 */
export function nameKeyOf(name: string): string {
  return unifySeparator(name)
    .replace(/[\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A]/g, (wide) =>
      String.fromCharCode(wide.charCodeAt(0) - 0xfee0),
    )
    .toUpperCase()
    .replace(/\s/g, '');
}

function unifySeparator(text: string): string {
  return text.replace(LOOKALIKE, SEPARATOR).replace(PADDING, '').replace(STOP_BETWEEN_HAN, SEPARATOR);
}
