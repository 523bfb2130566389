/**
 * The citizen ID (公民身份号码) after GB 11643: which writings are accepted, and how it is masked.
 *
 * The first six digits are the place of first registration; the place may have been abolished
 * since, so no number is ever refused on account of its region (design 4, "Identifiers").
 */

/** A number that passed every check. */
export interface CitizenId {
  /** 18 characters, the check character upper-case. */
  id: string;
  /** The 15-digit number (第一代身份证) it was converted from, null when it came with 18 characters. */
  originalId: string | null;
  /** Date of birth, `1950-03-10`. */
  bornOn: string;
  /** From the 17th digit; a roster that says otherwise deserves a warning, not a refusal. */
  sex: 'MALE' | 'FEMALE';
}

/** A Chinese sentence that says what is wrong. It never holds the number itself. */
export interface Problem {
  problem: string;
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS = '10X98765432';

/** `6.21E+18`, what Excel makes of a long number in a cell that is not text. */
export const SCIENTIFIC_NOTATION = /^\d+(\.\d+)?E\+?\d+$/;

/**
 * A number as it was meant: input methods in Chinese mode type fullwidth digits, spaces come from
 * grouped printing, letters become upper-case. What is not a number passes and is judged later.
 */
export function typedNumber(text: string): string {
  return text
    .replace(/\s/g, '')
    .replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .toUpperCase();
}

/** The check character of ISO 7064 MOD 11-2 for the first 17 digits. */
export function citizenIdCheckCharacter(first17: string): string {
  if (!/^\d{17}$/.test(first17)) throw new RangeError('a check character needs exactly 17 digits');
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(first17[index]), 0);
  return CHECK_CHARACTERS.charAt(sum % 11);
}

/**
 * Reads a citizen ID as a clerk typed it or a table held it.
 *
 * Spaces, fullwidth digits and a small `x` are mended; a 15-digit number is converted (19 is
 * inserted before the year, the check character added). `today` is the business date `2025-03-10`:
 * nobody is born after it.
 */
export function readCitizenId(text: string, today: string): CitizenId | Problem {
  const written = typedNumber(text);
  if (written === '') return { problem: '公民身份号码为空。' };
  if (SCIENTIFIC_NOTATION.test(written)) {
    return {
      problem:
        '公民身份号码被 Excel 改成了科学计数法，末尾数字已经丢失；请先把该列设为“文本”格式，再重新填写完整号码。',
    };
  }
  if (/^\d{15}$/.test(written)) {
    const first17 = `${written.slice(0, 6)}19${written.slice(6)}`;
    return read18(first17 + citizenIdCheckCharacter(first17), written, today);
  }
  if (written.length !== 18) {
    return { problem: `公民身份号码应为 18 位（旧号码 15 位），这里是 ${[...written].length} 位。` };
  }
  if (!/^\d{17}[\dX]$/.test(written)) {
    return { problem: '公民身份号码的前 17 位应全是数字，末位应是数字或 X。' };
  }
  return read18(written, null, today);
}

/** `652***********123X`: first 3 and last 4, the length kept; a shorter text is hidden entirely. */
export function maskCitizenId(id: string): string {
  if (id.length <= 7) return '*'.repeat(id.length);
  return id.slice(0, 3) + '*'.repeat(id.length - 7) + id.slice(-4);
}

function read18(id: string, originalId: string | null, today: string): CitizenId | Problem {
  const bornOn = `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`;
  if (!isRealDate(bornOn)) return { problem: '公民身份号码中的出生日期不是真实的日期。' };
  if (bornOn > today) return { problem: '公民身份号码中的出生日期晚于今天。' };
  if (citizenIdCheckCharacter(id.slice(0, 17)) !== id.charAt(17)) {
    return { problem: '公民身份号码的校验位不对，请核对每一位数字。' };
  }
  return { id, originalId, bornOn, sex: Number(id.charAt(16)) % 2 === 1 ? 'MALE' : 'FEMALE' };
}

function isRealDate(date: string): boolean {
  const instant = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date);
}
