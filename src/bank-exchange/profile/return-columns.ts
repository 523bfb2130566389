import { parseYuan } from '../../calendar/money';
import type { AmountUnit, Charset, Column, DateFormat, ReturnLayout } from './bank-profile';
import { OutcomeRules } from './outcome-rules';
import { formOf, labelOf, RETURN_FIELDS, type ReturnField } from './profile-fields';
import { cutFixedLine, type Cut } from './return-cutter';
import type { ControlTotals, ReturnHeader, ReturnLine, ReturnProblem } from './return-items';

/** Fifteen digits are exact. Fixed width may fill up with zeros beyond them. */
const LARGEST_NUMBER = 999_999_999_999_999;
const ZERO = 0x30;
const LEADING_ZEROS = /^0+(?=\d)/;
const ISO_DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const PLAIN_DATE = /^(\d{4})(\d\d)(\d\d)$/;

/**
 * Turns the cut lines of a return file into values, as the columns of its layout say; made once per file, so that a million
 * lines look nothing up.
 */
export class ReturnColumns {
  private readonly outcomes: OutcomeRules;
  private readonly widths: readonly number[];
  /** Where each field stands; -1, an absent column, reads as undefined. */
  private readonly at: Readonly<Record<ReturnField, number>>;
  private readonly isFen: boolean;
  private readonly dateFormat: DateFormat | undefined;
  /** The lines of a return are mostly posted on one day: the last text is remembered. */
  private lastPosted: { text: string; date: string | undefined } = { text: '', date: undefined };

  constructor(private readonly layout: ReturnLayout) {
    const { columns } = layout;
    const at = (field: ReturnField) => columns.findIndex((column) => column.field === field);
    this.at = Object.fromEntries(RETURN_FIELDS.map((field) => [field, at(field)])) as Record<
      ReturnField,
      number
    >;
    this.outcomes = new OutcomeRules(layout.outcomes);
    this.widths = widthsOf(columns);
    this.isFen = columns[this.at.amount]?.amountUnit === 'FEN';
    this.dateFormat = columns[this.at.postedOn]?.dateFormat;
  }

  /** One answered payment, or every reason why the line cannot be read. */
  line(cut: Cut, lineNo: number): ReturnLine | ReturnProblem {
    const cells = cellsOf(cut, this.widths, this.layout.charset);
    if (typeof cells === 'string') return problem(lineNo, cells);
    const { at } = this;
    const serial = readNumber(cells[at.serial]!);
    const amountFen = this.isFen ? readNumber(cells[at.amount]!) : readYuan(cells[at.amount]!);
    const accountNumber = cells[at.accountNumber]!;
    const postedOn = this.postedOn(cells[at.postedOn]);
    if (serial === undefined || amountFen === undefined || accountNumber === '' || postedOn === undefined) {
      const wrong = [
        serial === undefined ? '序号不是整数' : '',
        accountNumber === '' ? '缺少账号' : '',
        amountFen === undefined ? amountProblem(this.isFen) : '',
        postedOn === undefined ? '入账日期不是约定的日期格式' : '',
      ];
      return problem(lineNo, wrong.filter(Boolean).join('；'));
    }
    const bankCode = cells[at.bankCode] ?? '';
    const bankMessage = cells[at.bankMessage] ?? '';
    return {
      kind: 'LINE',
      lineNo,
      serial,
      accountNumber,
      payeeName: cells[at.payeeName] || null,
      amountFen,
      outcome: this.outcomes.outcomeOf(cells[at.feedbackKind] ?? '', bankCode, bankMessage),
      bankCode,
      bankMessage,
      postedOn,
      bankSerial: cells[at.bankSerial] || null,
    };
  }

  /** The first or last line, or every reason why it cannot be read. */
  control(kind: 'HEADER' | 'TRAILER', cut: Cut, lineNo: number): ReturnHeader | ReturnProblem {
    const columns = (kind === 'HEADER' ? this.layout.header : this.layout.trailer) ?? [];
    const cells = cellsOf(cut, widthsOf(columns), this.layout.charset);
    const where = kind === 'HEADER' ? '首行' : '末行';
    if (typeof cells === 'string') return problem(lineNo, `${where}${cells}`);
    const totals = readControls(columns, cells);
    return Array.isArray(totals)
      ? problem(lineNo, `${where}${totals.join('；')}`)
      : { kind, lineNo, ...totals };
  }

  /** Null where the bank gives none; undefined for what is not a date. */
  private postedOn(text: string | undefined): string | null | undefined {
    if (!text) return null;
    if (text !== this.lastPosted.text) this.lastPosted = { text, date: readDate(text, this.dateFormat) };
    return this.lastPosted.date;
  }
}

function problem(lineNo: number, message: string): ReturnProblem {
  return { kind: 'PROBLEM', lineNo, message };
}

function widthsOf(columns: readonly Column<string>[]): number[] {
  return columns.map((column) => column.width ?? 0);
}

/** The cells of a cut line, of the right number, or the reason why there are none. */
function cellsOf(cut: Cut, widths: readonly number[], charset: Charset): string[] | string {
  if (cut === null || typeof cut === 'string') return cut ?? '空行';
  if (Buffer.isBuffer(cut)) return cutFixedLine(cut, widths, charset);
  return cut.length === widths.length ? cut : `应有 ${widths.length} 列，实有 ${cut.length} 列`;
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

/** A day that exists, as `2025-03-10`; 30 February does not. */
function readDate(text: string, format: DateFormat | undefined): string | undefined {
  const match = (format === 'yyyyMMdd' ? PLAIN_DATE : ISO_DATE).exec(text);
  if (!match) return undefined;
  const date = `${match[1]}-${match[2]}-${match[3]}`;
  const instant = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date) ? date : undefined;
}
