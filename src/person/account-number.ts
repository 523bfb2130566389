import { SCIENTIFIC_NOTATION, typedNumber, type Problem } from './citizen-id';

/**
 * Bank account numbers (银行账号) and bank codes (联行号) as they come in tables and forms.
 * None of the sentences holds a number: they go to logs and error files.
 */

/** An account number that can be paid to as far as its writing tells. */
export interface AccountNumber {
  /** 8 to 32 digits, no spaces. */
  accountNumber: string;
  /** A Chinese sentence to show beside the number, null when there is nothing to warn of. */
  warning: string | null;
}

/**
 * Reads an account number. Spaces between groups and fullwidth digits are mended; a number in
 * scientific notation has lost its last digits in Excel for good and is refused with advice.
 * A failing Luhn digit is only a warning, because passbook numbers fail it (design 4).
 */
export function readAccountNumber(text: string): AccountNumber | Problem {
  const written = typedNumber(text);
  if (written === '') return { problem: '银行账号为空。' };
  if (SCIENTIFIC_NOTATION.test(written)) {
    return {
      problem:
        '银行账号被 Excel 改成了科学计数法（形如 6.21E+18），末尾数字已经丢失；请先把该列设为“文本”格式，再重新填写完整账号。',
    };
  }
  if (!/^\d+$/.test(written)) return { problem: '银行账号只能由数字组成。' };
  if (written.length < 8 || written.length > 32) {
    return { problem: `银行账号应为 8 至 32 位数字，这里是 ${written.length} 位。` };
  }
  const isCard = written.startsWith('62') && written.length >= 16 && written.length <= 19;
  const warning =
    isCard && !passesLuhn(written)
      ? '银行卡号校验位不符，请核对是否录入有误；如果是存折账号，可以忽略。'
      : null;
  return { accountNumber: written, warning };
}

/** `***************4321`: only the last 4 digits, the length kept; a shorter text is hidden entirely. */
export function maskAccountNumber(accountNumber: string): string {
  if (accountNumber.length <= 4) return '*'.repeat(accountNumber.length);
  return '*'.repeat(accountNumber.length - 4) + accountNumber.slice(-4);
}

/** Reads a CNAPS bank code (联行号): exactly 12 digits. */
export function readBankCode(text: string): { bankCode: string } | Problem {
  const written = typedNumber(text);
  if (written === '') return { problem: '联行号为空。' };
  if (!/^\d+$/.test(written)) return { problem: '联行号只能由 12 位数字组成。' };
  if (written.length !== 12) {
    const hint = written.length < 12 ? '；如果开头的 0 丢失了，请先把该列设为“文本”格式再填写' : '';
    return { problem: `联行号应为 12 位数字，这里是 ${written.length} 位${hint}。` };
  }
  return { bankCode: written };
}

/** The check of bank cards (ISO/IEC 7812): every second digit from the right is doubled. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let fromRight = 0; fromRight < digits.length; fromRight++) {
    const digit = Number(digits[digits.length - 1 - fromRight]);
    const doubled = fromRight % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
