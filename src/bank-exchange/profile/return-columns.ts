import { parseYuan } from '../../calendar/money';
import type { AmountUnit, Column, DateFormat, ReturnLayout } from './bank-profile';
import { compileOutcomeRules } from './outcome-rules';
import { formOf, labelOf, type ReturnField } from './profile-fields';
import { cutFixedLine, type Cut } from './return-cutter';
import type { ControlTotals, ReturnHeader, ReturnLine, ReturnProblem } from './return-items';

/** Turns the cut lines of a return file into values, as the columns of its layout say. */
export type ReturnColumns = {
  line(cut: Cut, lineNo: number): ReturnLine | ReturnProblem;
  control(kind: 'HEADER' | 'TRAILER', cut: Cut, lineNo: number): ReturnHeader | ReturnProblem;
};

/** Fifteen digits are exact. Fixed width may fill up with zeros beyond them. */
const LARGEST_NUMBER = 999_999_999_999_999;
const ZERO = 0x30;
const LEADING_ZEROS = /^0+(?=\d)/;
const ISO_DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const PLAIN_DATE = /^(\d{4})(\d\d)(\d\d)$/;

/** Makes the reader of a return's lines once per file, so that a million lines look nothing up. */
export function compileReturnColumns(layout: ReturnLayout): ReturnColumns {
  const outcomeOf = compileOutcomeRules(layout.outcomes);
  const at = (field: ReturnField) => layout.columns.findIndex((column) => column.field === field);
  const [serialAt, accountAt, nameAt, amountAt] = [
    at('serial'),
    at('accountNumber'),
    at('payeeName'),
    at('amount'),
  ];
  const [kindAt, codeAt, messageAt] = [at('feedbackKind'), at('bankCode'), at('bankMessage')];
  const [postedAt, bankSerialAt] = [at('postedOn'), at('bankSerial')];
  const isFen = layout.columns[amountAt]?.amountUnit === 'FEN';
  const readPostedOn = compileDate(layout.columns[postedAt]?.dateFormat);
  const cellsOf = compileCells(layout, layout.columns);
  // A negative index, an absent column, reads as undefined.
  const cellAt = (cells: readonly string[], index: number) => cells[index] || null;

  return {
    line: (cut, lineNo) => {
      const cells = cellsOf(cut);
      if (typeof cells === 'string') return problem(lineNo, cells);
      const serial = readNumber(cells[serialAt]!);
      const amountFen = isFen ? readNumber(cells[amountAt]!) : readYuan(cells[amountAt]!);
      const accountNumber = cells[accountAt]!;
      const posted = cellAt(cells, postedAt);
      const postedOn = posted === null ? null : readPostedOn(posted);
      if (serial === undefined || amountFen === undefined || accountNumber === '' || postedOn === undefined) {
        const wrong = [
          serial === undefined ? '序号不是整数' : '',
          accountNumber === '' ? '缺少账号' : '',
          amountFen === undefined ? amountProblem(isFen) : '',
          postedOn === undefined ? '入账日期不是约定的日期格式' : '',
        ];
        return problem(lineNo, wrong.filter(Boolean).join('；'));
      }
      const bankCode = cells[codeAt] ?? '';
      const bankMessage = cells[messageAt] ?? '';
      return {
        kind: 'LINE',
        lineNo,
        serial,
        accountNumber,
        payeeName: cellAt(cells, nameAt),
        amountFen,
        outcome: outcomeOf(cells[kindAt] ?? '', bankCode, bankMessage),
        bankCode,
        bankMessage,
        postedOn,
        bankSerial: cellAt(cells, bankSerialAt),
      };
    },
    control: (kind, cut, lineNo) => {
      const columns = (kind === 'HEADER' ? layout.header : layout.trailer) ?? [];
      const cells = compileCells(layout, columns)(cut);
      const where = kind === 'HEADER' ? '首行' : '末行';
      if (typeof cells === 'string') return problem(lineNo, `${where}${cells}`);
      const totals = readControls(columns, cells);
      return Array.isArray(totals)
        ? problem(lineNo, `${where}${totals.join('；')}`)
        : { kind, lineNo, ...totals };
    },
  };
}

function problem(lineNo: number, message: string): ReturnProblem {
  return { kind: 'PROBLEM', lineNo, message };
}

/** The cells of a cut line, of the right number, or the reason why there are none. */
function compileCells(
  layout: ReturnLayout,
  columns: readonly Column<string>[],
): (cut: Cut) => string[] | string {
  const widths = columns.map((column) => column.width ?? 0);
  return (cut) => {
    if (cut === null || typeof cut === 'string') return cut ?? '空行';
    if (Buffer.isBuffer(cut)) return cutFixedLine(cut, widths, layout.charset);
    return cut.length === columns.length ? cut : `应有 ${columns.length} 列，实有 ${cut.length} 列`;
  };
}

/** The control totals of a header or trailer, or every reason why they cannot be read. */
function readControls(
  columns: readonly Column<string>[],
  cells: readonly string[],
): ControlTotals | string[] {
  const values: Record<string, string | number> = {};
  const problems: string[] = [];
  columns.forEach((column, index) => {
    const cell = cells[index] ?? '';
    if (column.field === 'ignored') return;
    if (column.field === 'constant') {
      if (cell !== column.text?.trim()) problems.push(`第 ${index + 1} 列应为“${column.text}”`);
      return;
    }
    const value = readControl(column, cell);
    if (value === undefined) problems.push(`${labelOf(column.field)}不能识别`);
    else values[column.field] = value;
  });
  if (problems.length > 0) return problems;
  const text = (field: string) => (values[field] as string | undefined) ?? null;
  const number = (field: string) => (values[field] as number | undefined) ?? null;
  return {
    batchNo: text('batchNo'),
    versionNo: number('versionNo'),
    producedOn: text('producedOn'),
    payerUnitNo: text('payerUnitNo'),
    payerAccount: text('payerAccount'),
    lineCount: number('lineCount'),
    totalFen: number('total'),
    partNo: number('partNo'),
    partCount: number('partCount'),
  };
}

function readControl(column: Column<string>, cell: string): string | number | undefined {
  switch (formOf(column.field)) {
    case 'NUMBER':
      return readNumber(cell);
    case 'AMOUNT':
      return column.amountUnit === 'FEN' ? readNumber(cell) : readYuan(cell);
    case 'DATE':
      return readDate(cell, column.dateFormat);
    case 'TEXT':
      return cell;
  }
}

function readYuan(cell: string): number | undefined {
  return parseYuan(cell.startsWith('0') ? cell.replace(LEADING_ZEROS, '') : cell);
}

function readNumber(cell: string): number | undefined {
  if (cell === '') return undefined;
  let value = 0;
  for (let at = 0; at < cell.length; at += 1) {
    const digit = cell.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
    if (value > LARGEST_NUMBER) return undefined;
  }
  return value;
}

function amountProblem(isFen: boolean): string {
  const unit: Record<AmountUnit, string> = { YUAN: '元（最多两位小数）', FEN: '整数分' };
  return `金额不是${unit[isFen ? 'FEN' : 'YUAN']}`;
}

/** The lines of a return are mostly posted on one day: the last text is remembered. */
function compileDate(format: DateFormat | undefined): (text: string) => string | undefined {
  let last: string | undefined;
  let date: string | undefined;
  return (text) => {
    if (text !== last) {
      last = text;
      date = readDate(text, format);
    }
    return date;
  };
}

/** A day that exists, as `2025-03-10`; 30 February does not. */
function readDate(text: string, format: DateFormat | undefined): string | undefined {
  const match = (format === 'yyyyMMdd' ? PLAIN_DATE : ISO_DATE).exec(text);
  if (!match) return undefined;
  const date = `${match[1]}-${match[2]}-${match[3]}`;
  const instant = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date) ? date : undefined;
}
