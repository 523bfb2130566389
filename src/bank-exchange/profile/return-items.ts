import type { NormalisedOutcome } from './outcomes';

/** What the first or last line of a return file says about the file; null for what its layout does not have. */
export type ControlTotals = {
  batchNo: string | null;
  versionNo: number | null;
  /** Business date, `2025-03-10`. */
  producedOn: string | null;
  payerUnitNo: string | null;
  payerAccount: string | null;
  lineCount: number | null;
  totalFen: number | null;
  partNo: number | null;
  partCount: number | null;
};

/** One answered payment. Texts are as the bank wrote them, without the blanks around them. */
export type ReturnLine = {
  kind: 'LINE';
  /** Counted from 1 in the file, header included. */
  lineNo: number;
  serial: number;
  accountNumber: string;
  /** Null where the return has no such column or leaves it empty; so are the two below. */
  payeeName: string | null;
  amountFen: number;
  outcome: NormalisedOutcome;
  /** The bank's own code and words, empty if none; kept as they came. */
  bankCode: string;
  bankMessage: string;
  /** Business date, `2025-03-10`. */
  postedOn: string | null;
  bankSerial: string | null;
};

/** The first or last line with the control totals it states; null for what the layout does not have. */
export type ReturnHeader = { kind: 'HEADER' | 'TRAILER'; lineNo: number } & ControlTotals;

/** A line, or a whole file, that could not be read. Says where and why, never shows accounts. */
export type ReturnProblem = { kind: 'PROBLEM'; lineNo: number; message: string };

export type ReturnItem = ReturnLine | ReturnHeader | ReturnProblem;
