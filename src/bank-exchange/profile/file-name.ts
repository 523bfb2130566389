import type { BankProfile } from './bank-profile';
import type { FileTotals } from './payment-lines';

/** What a file-name pattern may name: payer unit no, date, batch no, version of the file, part of a split file. */
export const FILE_NAME_PLACEHOLDERS = ['unit', 'yyyyMMdd', 'batch', 'version', 'part'] as const;

/** Path separators and what Windows refuses; the bank's clerk saves the file there. */
export const UNSAFE_IN_FILE_NAMES = /[\\/:*?"<>|\u0000-\u001f\u007f]/;

/** A batch or unit number that would leave the folder or be refused as a file name. */
export class FileNameRefused extends Error {
  readonly code = 'bank_file_name_refused';

  constructor() {
    super('单位编号或批次号含有不能用作文件名的字符');
  }
}

/**
 * The name of one file as the profile's pattern says; parts are numbered `01`, `02` ....
 * @throws FileNameRefused when a number in it would not be safe as part of a file name
 */
export function fileNameOf(profile: BankProfile, totals: FileTotals): string {
  const values: Record<(typeof FILE_NAME_PLACEHOLDERS)[number], string> = {
    unit: totals.payerUnitNo,
    yyyyMMdd: totals.producedOn.replaceAll('-', ''),
    batch: totals.batchNo,
    version: String(totals.versionNo),
    part: String(totals.partNo).padStart(2, '0'),
  };
  const name = FILE_NAME_PLACEHOLDERS.reduce(
    (text, placeholder) => text.replaceAll(`{${placeholder}}`, () => values[placeholder]),
    profile.out.fileName,
  );
  if (UNSAFE_IN_FILE_NAMES.test(name) || name.startsWith('.')) throw new FileNameRefused();
  return name;
}

/** How many lines each part of a file gets: `[50000, 50000, 1]`; one part where the profile has no limit. */
export function linesPerPart(profile: BankProfile, lineCount: number): number[] {
  const limit = profile.out.maxLinesPerFile ?? Math.max(lineCount, 1);
  return Array.from({ length: Math.max(Math.ceil(lineCount / limit), 1) }, (_, index) =>
    Math.min(limit, lineCount - index * limit),
  );
}
