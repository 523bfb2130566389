/**
 * How much of an upload is accepted, each number with its reason. All of them exist so that one
 * file cannot take the memory or the hours of everybody else; each has its own refusal.
 */

/** 50 MiB: a roster of 200,000 rows with 20 columns is about 15 MiB as xlsx, 40 MiB as csv. */
export const UPLOAD_BYTES_LIMIT = 50 * 1024 * 1024;

/** 200,000: twice the largest roster planned for (100,000), the most a user can still check in Excel. */
export const ROW_LIMIT = 200_000;

/** How large one table may be. */
export interface TableLimits {
  readonly rows: number;
  readonly bytes: number;
}

/** What a user hands in and can still check. */
export const USUAL_LIMITS: TableLimits = { rows: ROW_LIMIT, bytes: UPLOAD_BYTES_LIMIT };

/**
 * 1,048,576 rows, 128 MiB: the register of another office, four narrow columns of a whole prefecture. A full sheet of
 * Excel, which is a million rows with their header; nobody reads them.
 */
export const REGISTER_LIMITS: TableLimits = { rows: 1_048_576, bytes: 128 * 1024 * 1024 };

/** 64: the widest known template has 24 columns; formatting by accident reaches to column XFD. */
export const COLUMN_LIMIT = 64;

/** 1,000 characters: the longest known field is a note; more is a pasted document. */
export const CELL_CHARACTER_LIMIT = 1_000;

/** 1 GiB: 200,000 rows of 64 columns are about half of it as XML. */
export const INFLATED_BYTES_LIMIT = 1024 * 1024 * 1024;

/** 200: real workbooks shrink 5 to 60 times, DEFLATE's most is 1,032 times, which only a bomb reaches. */
export const INFLATION_RATIO_LIMIT = 200;

/** 64 MiB: below this a high ratio does no harm (many empty, formatted rows shrink very well). */
export const INFLATION_RATIO_FLOOR_BYTES = 64 * 1024 * 1024;

/** 2,000 parts: a workbook has one per sheet, picture and comment sheet. */
export const ARCHIVE_ENTRY_LIMIT = 2_000;

/** 32 MiB: styles of workbooks that were copied together for years reach a few MiB; read as a whole. */
export const SMALL_PART_BYTES_LIMIT = 32 * 1024 * 1024;

/** 128 MiB: distinct texts of a workbook are kept while it is read; 200,000 rows x 12 texts are 50 MiB. */
export const SHARED_TEXT_BYTES_LIMIT = 128 * 1024 * 1024;

/** 10: a title, a unit, a date and a note above the header row; more is not a table. */
export const HEADER_SEARCH_ROWS = 10;
