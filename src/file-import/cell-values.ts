import { isBusinessDate } from '../calendar/business-date';
import { parseYuan, type Fen } from '../calendar/money';
import { parseMonth, type Month } from '../calendar/month';
import { typedNumber } from '../person/citizen-id';
import type { TableCell } from '../table-file/table-row';

/** Nobody alive has a date before it, and a serial number taken for a date often lands there. */
const EARLIEST_YEAR = 1900;
const LATEST_YEAR = 2199;

const DATE = /^(\d{4})(?:-|\/|\.|年)(\d{1,2})(?:-|\/|\.|月)(\d{1,2})日?$|^(\d{4})(\d{2})(\d{2})$/;
const MONTH_ONLY = /^(\d{4})(?:-|\/|年)(\d{1,2})月?$|^(\d{4})(\d{2})$|^(\d{4})\.(\d{2})$/;
/** A decimal with more than the two places a fen allows. */
const THIRD_DECIMAL = /^\d+\.\d{3,}$/;

/** A Chinese sentence about a cell that cannot be read. */
export interface CellProblem {
  readonly problem: string;
}

/** The text of a cell without the blanks around it. */
export function cellText(cell: TableCell | undefined): string {
  return (cell?.text ?? '').replace(/^[\s\u3000]+|[\s\u3000]+$/g, '');
}

/** Reads a date in the writings offices use (`2025-03-10`, `2025/3/10`, `2025年3月10日`, `20250310`). */
export function readDate(cell: TableCell | undefined): string | CellProblem {
  const match = DATE.exec(typedNumber(cellText(cell)));
  const [year, month, day] = match ? [match[1] ?? match[4], match[2] ?? match[5], match[3] ?? match[6]] : [];
  if (year === undefined || month === undefined || day === undefined) {
    return { problem: '不是日期，请写成 2025-03-10 的样子。' };
  }
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (!isBusinessDate(date) || Number(year) < EARLIEST_YEAR || Number(year) > LATEST_YEAR) {
    return { problem: '没有这一天，请核对日期。' };
  }
  return date;
}

/**
 * Reads a month (`2025-03`, `202503`, `2025/3`, `2025年3月`, `2025.03`), or the date Excel has made of one. A number
 * such as 2025.1 may have been 2025.10 and is refused.
 */
export function readMonth(cell: TableCell | undefined): Month | CellProblem {
  const text = typedNumber(cellText(cell));
  const wrong = { problem: '不是年月，请写成 2025-03 的样子，并把该列设为“文本”格式。' };
  const date = readDate(cell);
  if (typeof date === 'string') return `${date.slice(0, 7)}-01`;
  const match = MONTH_ONLY.exec(text);
  if (!match || (cell?.kind === 'number' && text.includes('.'))) return wrong;
  const [year, month] = [match[1] ?? match[3] ?? match[5] ?? '', match[2] ?? match[4] ?? match[6] ?? ''];
  const read = parseMonth(`${year}-${month.padStart(2, '0')}`);
  return read !== undefined && Number(year) >= EARLIEST_YEAR && Number(year) <= LATEST_YEAR ? read : wrong;
}

/** Reads an amount in yuan with at most two decimals; more than nothing, because nothing is left empty. */
export function readYuan(cell: TableCell | undefined): Fen | CellProblem {
  const text = typedNumber(cellText(cell));
  if (THIRD_DECIMAL.test(text)) {
    return { problem: '金额最多两位小数（单元格里可能藏有显示不出的小数），请改为准确到分的金额。' };
  }
  const amountFen = parseYuan(text);
  if (amountFen === undefined) return { problem: '不是金额，请填数字，单位为元，不带逗号和单位。' };
  if (amountFen === 0) return { problem: '金额必须大于 0；不享受这一项的请留空。' };
  return amountFen;
}
