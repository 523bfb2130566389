import iconv from 'iconv-lite';
import { parseYuan, printYuan } from '../src/calendar/money';

/** Payment files the simulated bank takes in (profiles P1 and P2 of the design); both are answered by R1. */
export type PaymentFileFormat = 'P1' | 'P2';
export type BankCharset = 'GBK' | 'GB18030';

/** A payment as the bank reads it. */
export interface BankLine {
  serial: string;
  payeeName: string;
  accountNumber: string;
  amountFen: number;
}

/** What the bank says of a payment; kinds are 1 paid, 2 refused, 3 in process, 4 returned (退汇). */
export interface BankReply {
  feedbackKind: '1' | '2' | '3' | '4';
  code: string;
  message: string;
}

/** One row of the return. What is overridden makes it a bad one: a wrong serial, account, name or amount. */
export interface BankRow {
  reply: BankReply;
  serial?: string;
  payeeName?: string;
  accountNumber?: string;
  amountFen?: number;
}

/** How the bank answers one payment file. */
export interface BankSession {
  format: PaymentFileFormat;
  /** GBK for P1 and GB18030 for P2 unless agreed otherwise. */
  charset?: BankCharset;
  /** Posting date, `2025-03-26`. */
  postedOn: string;
  /** The rows that answer a line: none leaves it out, two repeat it. */
  decide: (line: BankLine) => readonly BankRow[];
  /** Overrides the totals of P1's header; by default they are those of the rows returned. */
  statedTotals?: { lineCount: number; totalFen: number };
}

/** A payment file with its control totals, which the bank has recomputed. */
export interface ReceivedFile {
  lines: BankLine[];
  totalFen: number;
}

/** The bank's counter sends a payment file back unread (文件格式或笔数金额不符). */
export class BankRefusedFile extends Error {}

export const PAID: BankReply = { feedbackKind: '1', code: '0000', message: '交易成功' };
export const IN_PROCESS: BankReply = { feedbackKind: '3', code: '0013', message: '银行处理中' };
export const RETURNED: BankReply = { feedbackKind: '4', code: '0014', message: '资金退回' };
/** An answer that is in no code list; it must reach a person as it is. */
export const UNHEARD_OF: BankReply = { feedbackKind: '2', code: 'E7731', message: '核心系统返回未定义应答' };

/** The refusals of the simulated bank, with the codes and words agreed for R1. */
export const REFUSED = {
  nameMismatch: refusal('0001', '户名不符'),
  noSuchAccount: refusal('0002', '账号不存在'),
  accountClosed: refusal('0003', '账户已销户'),
  accountFrozen: refusal('0004', '账户已冻结'),
  cardLost: refusal('0005', '卡已挂失'),
  accountDormant: refusal('0006', '久悬户，未激活金融功能'),
  overLimit: refusal('0007', '超限额'),
  notSettlementAccount: refusal('0008', '非结算户'),
  documentMismatch: refusal('0009', '证件号不符'),
  duplicate: refusal('0010', '重复业务'),
  payerShortOfFunds: refusal('0011', '付款账户余额不足'),
} as const;

const DELIMITER = '|';
const LINE_END = '\r\n';
/** The bank's own numbers begin here, far above any serial of a batch. */
const FIRST_BANK_SERIAL = 70_000_000;

/** Where the columns stand, counted from 0; P1 begins with a header of eight cells, count and total last. */
const LAYOUTS = {
  P1: { charset: 'GBK', headerCells: 8, cells: 8, serial: 0, payeeName: 1, amount: 2, accountNumber: 3 },
  P2: { charset: 'GB18030', headerCells: 0, cells: 5, serial: 0, payeeName: 2, amount: 3, accountNumber: 1 },
} as const;
const HEADER_COUNT = 6;
const HEADER_TOTAL = 7;

/**
 * Plays the bank: reads a payment file and writes the return file R1, which repeats each line and adds
 * feedback kind, code, message, posting date and bank serial. Written from the description of the layouts
 * alone and without the system's own codec, so that a mistake in one is not repeated in the other.
 * @throws BankRefusedFile when the file's form or control totals are wrong
 */
export function answerPaymentFile(file: Buffer, session: BankSession): Buffer {
  const { header, rows } = open(file, session.format, session.charset);
  const answers = rows.flatMap((cells, index) => {
    const line = lineOf(cells, session.format);
    return session.decide(line).map((row) => ({
      cells: answerCells(cells, row, session, FIRST_BANK_SERIAL + index),
      amountFen: row.amountFen ?? line.amountFen,
    }));
  });
  const written = answers.map((answer) => answer.cells);
  if (header) {
    const totals = session.statedTotals ?? {
      lineCount: answers.length,
      totalFen: answers.reduce((sum, answer) => sum + answer.amountFen, 0),
    };
    written.unshift([...header.slice(0, HEADER_COUNT), String(totals.lineCount), printYuan(totals.totalFen)]);
  }
  const text = written.map((cells) => cells.join(DELIMITER) + LINE_END).join('');
  return iconv.encode(text, session.charset ?? LAYOUTS[session.format].charset);
}

/**
 * What the bank reads in a payment file, without answering it.
 * @throws BankRefusedFile when the file's form or control totals are wrong
 */
export function readPaymentFile(
  file: Buffer,
  format: PaymentFileFormat,
  charset?: BankCharset,
): ReceivedFile {
  const lines = open(file, format, charset).rows.map((cells) => lineOf(cells, format));
  return { lines, totalFen: lines.reduce((sum, line) => sum + line.amountFen, 0) };
}

function refusal(code: string, message: string): BankReply {
  return { feedbackKind: '2', code, message };
}

function open(
  file: Buffer,
  format: PaymentFileFormat,
  charset: BankCharset = LAYOUTS[format].charset,
): { header: string[] | undefined; rows: string[][] } {
  const layout = LAYOUTS[format];
  const text = iconv.decode(file, charset);
  if (text.includes('\ufffd') || text.includes('?')) throw new BankRefusedFile('文件中有无法识别的字');
  if (!text.endsWith(LINE_END)) throw new BankRefusedFile('文件末行没有换行');
  const rows = text
    .slice(0, -LINE_END.length)
    .split(LINE_END)
    .map((line) => line.split(DELIMITER));
  const header = layout.headerCells > 0 ? rows.shift() : undefined;
  if (header && header.length !== layout.headerCells) throw new BankRefusedFile('首行列数不符');
  const strange = rows.findIndex((cells) => cells.length !== layout.cells);
  if (strange >= 0) throw new BankRefusedFile(`第 ${strange + 1} 笔列数不符`);
  const lines = rows.map((cells) => lineOf(cells, format));
  if (new Set(lines.map((line) => line.serial)).size !== lines.length) throw new BankRefusedFile('序号重复');
  if (header) checkTotals(header, lines);
  return { header, rows };
}

function checkTotals(header: string[], lines: BankLine[]): void {
  const totalFen = lines.reduce((sum, line) => sum + line.amountFen, 0);
  if (header[HEADER_COUNT] !== String(lines.length)) throw new BankRefusedFile('总笔数不符');
  if (header[HEADER_TOTAL] !== printYuan(totalFen)) throw new BankRefusedFile('总金额不符');
}

function lineOf(cells: readonly string[], format: PaymentFileFormat): BankLine {
  const { serial, payeeName, accountNumber, amount } = LAYOUTS[format];
  const amountFen = parseYuan(cells[amount] ?? '');
  if (!amountFen) throw new BankRefusedFile(`序号 ${cells[serial]} 的金额不是正数`);
  return {
    serial: cells[serial] ?? '',
    payeeName: cells[payeeName] ?? '',
    accountNumber: cells[accountNumber] ?? '',
    amountFen,
  };
}

/** The line as it came, with what the row overrides, and the five columns of the answer. */
function answerCells(
  sent: readonly string[],
  row: BankRow,
  session: BankSession,
  bankSerial: number,
): string[] {
  const layout = LAYOUTS[session.format];
  const cells = [...sent];
  if (row.serial !== undefined) cells[layout.serial] = row.serial;
  if (row.payeeName !== undefined) cells[layout.payeeName] = row.payeeName;
  if (row.accountNumber !== undefined) cells[layout.accountNumber] = row.accountNumber;
  if (row.amountFen !== undefined) cells[layout.amount] = printYuan(row.amountFen);
  const { feedbackKind, code, message } = row.reply;
  // Only money that moved has a posting date: paid, or come back.
  const posted = feedbackKind === '1' || feedbackKind === '4';
  const postedOn = posted ? session.postedOn.replaceAll('-', '') : '';
  return [...cells, feedbackKind, code, message, postedOn, String(bankSerial)];
}
