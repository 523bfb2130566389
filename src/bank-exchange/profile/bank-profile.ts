import type { NormalisedOutcome } from './outcomes';
import type { OutFileField, OutLineField, ReturnFileField, ReturnLineField } from './profile-fields';
import { ProfileReader } from './profile-reader';
import { readOutLayout, readReturnLayout } from './profile-layouts';

/** UTF-8-BOM writes the byte order mark; every charset tolerates its own mark when reading. */
export type Charset = 'GBK' | 'GB18030' | 'UTF-8' | 'UTF-8-BOM';
export type LineEnd = 'CRLF' | 'LF';
/** YUAN: two decimals, `120.00`. FEN: whole fen, `12000`. */
export type AmountUnit = 'YUAN' | 'FEN';
export type DateFormat = 'yyyyMMdd' | 'yyyy-MM-dd';

/** One column of a file, bound to a field; which options are present is decided by the field and the kind. */
export type Column<Field extends string> = {
  field: Field;
  /** The text of a `constant`. */
  text?: string;
  /** Of `amount` and `total`. */
  amountUnit?: AmountUnit;
  /** Of `producedOn` and `postedOn`. */
  dateFormat?: DateFormat;
  /** Bytes in the file's charset; in fixed width only, like the two below. */
  width?: number;
  align?: 'LEFT' | 'RIGHT';
  pad?: ' ' | '0';
};

/** How lines are cut into columns. Widths are bytes, because that is how banks count them. */
export type CellShape = { kind: 'DELIMITED'; delimiter: string } | { kind: 'FIXED_WIDTH' };

/** The payment file (报盘文件) that goes to the bank. */
export type OutLayout = CellShape & {
  charset: Charset;
  lineEnd: LineEnd;
  header: Column<OutFileField>[] | null;
  columns: Column<OutLineField>[];
  trailer: Column<OutFileField>[] | null;
  /** `DF_{unit}_{yyyyMMdd}_{batch}.txt`; placeholders: unit, yyyyMMdd, batch, version, part. */
  fileName: string;
  /** More lines than this are split into parts, each with its own control totals; null for no limit. */
  maxLinesPerFile: number | null;
};

/**
 * One rule from a bank's words to a normalised outcome; every condition given must hold, the first rule that
 * holds wins, and what no rule knows is 99.
 */
export type OutcomeRule = {
  feedbackKind?: string;
  bankCode?: string;
  messageContains?: string;
  outcome: NormalisedOutcome;
};

/** The return file (回盘文件) that comes from the bank. Line ends are not stated: both are read. */
export type ReturnLayout = CellShape & {
  charset: Charset;
  header: Column<ReturnFileField>[] | null;
  columns: Column<ReturnLineField>[];
  trailer: Column<ReturnFileField>[] | null;
  outcomes: OutcomeRule[];
  /** What it means that a sent line is not in the return: nobody knows (R1, full return). */
  unlistedMeans: 'UNKNOWN';
};

/** How one bank wants its payment file and writes its return file (银行文件方案): data, edited by an agency. */
export type BankProfile = { name: string; out: OutLayout; return: ReturnLayout };

/**
 * Reads a profile as an agency edited it. Every problem is reported at once, as Chinese sentences that name
 * the place; a profile with problems is never used.
 */
export function readBankProfile(json: unknown): { profile: BankProfile } | { problems: string[] } {
  const reader = new ProfileReader();
  const root = reader.record(json, '方案', ['name', 'out', 'return']);
  if (root) {
    reader.text(root['name'], '方案名称', 100);
    readOutLayout(reader, root['out'], '报盘文件');
    readReturnLayout(reader, root['return'], '回盘文件');
  }
  // The reader has checked every property, so the value has the type; a copy keeps later edits out.
  return reader.problems.length > 0
    ? { problems: reader.problems }
    : { profile: structuredClone(json) as BankProfile };
}
