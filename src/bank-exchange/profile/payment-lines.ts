import type { BankProfile, Column, OutLayout } from './bank-profile';
import { FORBIDDEN_IN_FIELDS, isFileField, labelOf } from './profile-fields';
import type { FileField, LineField, OutFileField, OutLineField } from './profile-fields';
import { encodedLength } from './strict-encoder';

/** One payment as it goes to the bank. */
export type PaymentLine = {
  /** Number of the line within its batch; the bank repeats it in the return. */
  serial: number;
  payeeName: string;
  accountNumber: string;
  citizenId: string;
  amountFen: number;
  bankName: string | null;
  /** CNAPS code (联行号). */
  bankCode: string | null;
  note: string;
};

/** What one file says about itself; count and total are those of this file, also when it is a part. */
export type FileTotals = {
  batchNo: string;
  versionNo: number;
  /** Business date, `2025-03-10`. */
  producedOn: string;
  payerUnitNo: string;
  payerAccount: string;
  lineCount: number;
  totalFen: number;
  /** From 1 to partCount. */
  partNo: number;
  partCount: number;
};

/** Why a line cannot be written. Serial and field are null for the header and the trailer, or the whole line. */
export type LineProblem = { serial: number | null; field: string; message: string };

/** A header or trailer that cannot be written, or lines with characters the charset does not have. */
export class PaymentFileRefused extends Error {
  readonly code = 'payment_file_refused';

  constructor(readonly problems: readonly LineProblem[]) {
    super(problems.map((problem) => problem.message).join('；'));
  }
}

/** Renders one line with its line end, or says everything that is wrong with it. */
export type LineRenderer = (line: PaymentLine) => string | LineProblem[];

type Cell = { field: string; write: (line: PaymentLine) => string };

/** A text, or the Chinese reason why it cannot stand in a column. */
type Checked = { text: string } | { refused: string };

const MANDATORY_TEXTS: readonly OutLineField[] = ['payeeName', 'accountNumber'];

const LINE_VALUES: Readonly<Record<Exclude<LineField, 'amount'>, (line: PaymentLine) => string>> = {
  serial: (line) => String(line.serial),
  payeeName: (line) => line.payeeName,
  accountNumber: (line) => line.accountNumber,
  citizenId: (line) => line.citizenId,
  bankName: (line) => line.bankName ?? '',
  bankCode: (line) => line.bankCode ?? '',
  note: (line) => line.note,
};

/**
 * Prepares the rendering of one file's lines: everything that is the same on each line is decided here, so that
 * a million lines cost less than a second. The text is not yet encoded; see `paymentFile` for bytes.
 * @throws PaymentFileRefused when a value of the file itself (unit no, batch no) cannot stand in a line
 */
export function compileLineRenderer(profile: BankProfile, totals: FileTotals): LineRenderer {
  const layout = profile.out;
  const cells = layout.columns.map((column) => compileLineCell(column, totals));
  const fixed = layout.columns.map((column, index) => {
    const isSame = column.field === 'constant' || isFileField(column.field);
    return isSame ? cellOrRefuse(layout, column, cells[index]!.write(NO_LINE)) : undefined;
  });
  const bad = forbiddenIn(layout);
  const lineEnd = lineEndOf(layout);
  const delimiter = layout.kind === 'DELIMITED' ? layout.delimiter : '';
  const isFixedWidth = layout.kind === 'FIXED_WIDTH';
  const count = cells.length;

  return (line) => {
    if (!isPayable(line)) return problemsOf(layout, cells, fixed, line);
    let text = '';
    for (let index = 0; index < count; index++) {
      let cell = fixed[index];
      if (cell === undefined) {
        cell = cells[index]!.write(line);
        if (isFixedWidth || bad.test(cell)) {
          const checked = checkCell(layout, layout.columns[index]!, cell, bad);
          if ('refused' in checked) return problemsOf(layout, cells, fixed, line);
          cell = checked.text;
        }
      }
      text += index === 0 ? cell : delimiter + cell;
    }
    return text + lineEnd;
  };
}

/** One line alone; for many, keep the compiled renderer. */
export function renderLine(
  profile: BankProfile,
  totals: FileTotals,
  line: PaymentLine,
): string | LineProblem[] {
  return compileLineRenderer(profile, totals)(line);
}

/**
 * The first line with its line end; empty if the profile has none.
 * @throws PaymentFileRefused
 */
export function renderHeader(profile: BankProfile, totals: FileTotals): string {
  return renderFileLine(profile.out, profile.out.header, totals);
}

/**
 * The last line with its line end; empty if the profile has none.
 * @throws PaymentFileRefused
 */
export function renderTrailer(profile: BankProfile, totals: FileTotals): string {
  return renderFileLine(profile.out, profile.out.trailer, totals);
}

function renderFileLine(
  layout: OutLayout,
  columns: Column<OutFileField>[] | null,
  totals: FileTotals,
): string {
  if (!columns) return '';
  const cells = columns.map((column) => cellOrRefuse(layout, column, fileValue(column, totals)));
  return cells.join(layout.kind === 'DELIMITED' ? layout.delimiter : '') + lineEndOf(layout);
}

const NO_LINE: PaymentLine = {
  serial: 0,
  payeeName: '',
  accountNumber: '',
  citizenId: '',
  amountFen: 0,
  bankName: null,
  bankCode: null,
  note: '',
};

function lineEndOf(layout: OutLayout): string {
  return layout.lineEnd === 'CRLF' ? '\r\n' : '\n';
}

function compileLineCell(column: Column<OutLineField>, totals: FileTotals): Cell {
  const { field } = column;
  if (field === 'constant' || isFileField(field)) {
    const text = fileValue({ ...column, field }, totals);
    return { field, write: () => text };
  }
  if (field === 'amount') {
    const isFen = column.amountUnit === 'FEN';
    return { field, write: (line) => (isFen ? String(line.amountFen) : yuanOf(line.amountFen)) };
  }
  return { field, write: LINE_VALUES[field] };
}

function fileValue(column: Column<FileField | 'constant'>, totals: FileTotals): string {
  switch (column.field) {
    case 'constant':
      return column.text ?? '';
    case 'total':
      return column.amountUnit === 'FEN' ? String(totals.totalFen) : yuanOf(totals.totalFen);
    case 'producedOn':
      return column.dateFormat === 'yyyyMMdd' ? totals.producedOn.replaceAll('-', '') : totals.producedOn;
    default:
      return String(totals[column.field]);
  }
}

/** Yuan with two decimals; whole numbers only, exact for every safe integer of fen. */
function yuanOf(amountFen: number): string {
  const cents = amountFen % 100;
  return `${(amountFen - cents) / 100}${cents < 10 ? '.0' : '.'}${cents}`;
}

/**
 * Any single mark of the delimiter is refused, not only the whole: with `|+|`, a field ending in `|+` would
 * move the cut.
 */
function forbiddenIn(layout: OutLayout): RegExp {
  const marks = layout.kind === 'DELIMITED' ? layout.delimiter.replace(/[\]\\^-]/g, '\\$&') : '';
  return new RegExp(`[${FORBIDDEN_IN_FIELDS}${marks}]`);
}

function isPayable(line: PaymentLine): boolean {
  return (
    Number.isSafeInteger(line.amountFen) &&
    line.amountFen > 0 &&
    Number.isSafeInteger(line.serial) &&
    line.serial > 0 &&
    line.payeeName !== '' &&
    line.accountNumber !== ''
  );
}

function checkCell(layout: OutLayout, column: Column<string>, text: string, bad: RegExp): Checked {
  if (bad.test(text)) {
    const why = layout.kind === 'DELIMITED' ? '含有分隔符、换行' : '含有换行';
    return { refused: `${labelOf(column.field)}${why}、制表符、反斜杠或控制字符` };
  }
  if (layout.kind === 'DELIMITED') return { text };
  const width = column.width ?? 0;
  const length = encodedLength(text, layout.charset);
  if (length === undefined) {
    return { refused: `${labelOf(column.field)}含有不能用 ${layout.charset} 表示的字` };
  }
  // Cut text would be another name or another account, so it is refused instead.
  if (length > width) return { refused: `${labelOf(column.field)}有 ${length} 个字节，超过列宽 ${width}` };
  const padding = (column.pad ?? ' ').repeat(width - length);
  return { text: column.align === 'RIGHT' ? padding + text : text + padding };
}

function cellOrRefuse(layout: OutLayout, column: Column<string>, text: string): string {
  const checked = checkCell(layout, column, text, forbiddenIn(layout));
  if ('text' in checked) return checked.text;
  throw new PaymentFileRefused([{ serial: null, field: column.field, message: checked.refused }]);
}

/** The slow way, taken only by a line that has a problem: all of its problems at once. */
function problemsOf(
  layout: OutLayout,
  cells: readonly Cell[],
  fixed: readonly (string | undefined)[],
  line: PaymentLine,
): LineProblem[] {
  const problems: LineProblem[] = [];
  const add = (field: string, reason: string) =>
    problems.push({ serial: line.serial, field, message: `第 ${line.serial} 笔：${reason}` });
  if (!Number.isSafeInteger(line.serial) || line.serial <= 0) add('serial', '序号应为正整数');
  if (!Number.isSafeInteger(line.amountFen) || line.amountFen <= 0) add('amount', '金额应大于零');
  const bad = forbiddenIn(layout);
  cells.forEach(({ field, write }, index) => {
    if (fixed[index] !== undefined) return;
    const text = write(line);
    if (text === '' && (MANDATORY_TEXTS as readonly string[]).includes(field)) {
      return add(field, `${labelOf(field)}不能为空`);
    }
    const checked = checkCell(layout, layout.columns[index]!, text, bad);
    if ('refused' in checked) add(field, checked.refused);
  });
  return problems;
}
