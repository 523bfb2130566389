/** One thing that is wrong, or deserves a look, in one cell of an uploaded row. */
export interface RowProblem {
  /** Title of the template's column; empty for the row or the file as a whole. */
  readonly column: string;
  /** What stood in the cell, sensitive values masked. */
  readonly value: string;
  /** A Chinese sentence. */
  readonly message: string;
  /** An error keeps the row out; a warning does not. */
  readonly isError: boolean;
}

/** Enough to recognise a value; a pasted document is not repeated whole. */
const LONGEST_VALUE = 60;
/** The message is part of the problem's key, and a refusal of a whole file may be long. */
const LONGEST_MESSAGE = 500;

/** Collects everything that is wrong with one row, so that the user hears it all at once. */
export class RowProblems {
  readonly found: RowProblem[] = [];

  get hasError(): boolean {
    return this.found.some((problem) => problem.isError);
  }

  /** Adds what keeps the row out. */
  error(column: string, value: string, message: string): void {
    this.found.push(rowProblem(column, value, message, true));
  }

  /** Adds what deserves a look and keeps nothing out. */
  warning(column: string, value: string, message: string): void {
    this.found.push(rowProblem(column, value, message, false));
  }
}

/** A problem with value and message cut to a length that lists and keys can hold. */
export function rowProblem(column: string, value: string, message: string, isError: boolean): RowProblem {
  // PostgreSQL text holds no NUL; a control character in a list would break its line.
  const shown = [...value.replace(/\p{Cc}/gu, '\uFFFD')].slice(0, LONGEST_VALUE).join('');
  return { column, value: shown, message: [...message].slice(0, LONGEST_MESSAGE).join(''), isError };
}
