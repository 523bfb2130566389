import type { HeldBatch } from '../batch/batch.service';
import type { Vault } from '../vault/vault';
import {
  ReturnForAnotherBatch,
  ReturnPostedBeforeSending,
  ReturnTotalsDiffer,
  ReturnUnreadable,
} from './bank-exchange.errors';
import { batchNoOf } from './batch-number';
import type { BankProfileVersion } from './bank-profile.entity';
import type { BankProfile } from './profile/bank-profile';
import { labelOf } from './profile/profile-fields';
import type { ReturnHeader } from './profile/return-lines';
import type { StagedReturn } from './stage-return';

/** What a header that belongs to the batch repeats of the file that was sent. */
export type Expectation = Pick<ReturnHeader, 'batchNo' | 'versionNo' | 'payerUnitNo' | 'payerAccount'> & {
  /** The day the batch went to the bank; nothing of it was posted earlier. */
  readonly sentOn: string;
};

/** What the header of a return must repeat of the version that was sent. */
export function expectationOf(
  { batch, version }: HeldBatch,
  sent: BankProfileVersion,
  vault: Vault,
): Expectation {
  return {
    batchNo: batchNoOf(version.batchId),
    versionNo: version.versionNo,
    payerUnitNo: sent.payerUnitNo,
    payerAccount: vault.decrypt(sent.payerAccount),
    // A batch that answers are taken for has been sent.
    sentOn: batch.sentOn ?? '',
  };
}

/**
 * What decides about a return as a whole. Throws `ReturnUnreadable`, `ReturnForAnotherBatch`, `ReturnTotalsDiffer`: a file
 * that was cut short or mixed up must not be applied in part.
 */
export function refuseForeignReturn(staged: StagedReturn, profile: BankProfile, expected: Expectation): void {
  const { header, trailer } = staged;
  const lacksControl = (profile.return.header && !header) || (profile.return.trailer && !trailer);
  if (lacksControl || staged.readableCount === 0) throw new ReturnUnreadable(staged.firstProblems);
  const { earliestPostedOn } = staged;
  if (earliestPostedOn !== null && earliestPostedOn < expected.sentOn) {
    throw new ReturnPostedBeforeSending(earliestPostedOn, expected.sentOn);
  }
  for (const control of [header, trailer]) {
    if (!control) continue;
    refuseForeignControl(control, expected);
    refuseOtherTotals(control, staged);
  }
}

/**
 * UTF-8 read as GBK mostly decodes, into other names. The reverse never happens by chance: Chinese text in GBK is not valid
 * UTF-8 for more than a word. Throws `ReturnUnreadable`; `opening` is as much of the file as tells.
 */
export function refuseOtherCharset(opening: Buffer, profile: BankProfile): void {
  const { charset } = profile.return;
  if (charset !== 'GBK' && charset !== 'GB18030') return;
  // The last character may be cut in two, which a decoder in a stream waits to see the end of.
  if (opening.every((byte) => byte < 0x80) || !isUtf8(opening)) return;
  throw new ReturnUnreadable([{ lineNo: 1, message: `文件是 UTF-8 编码，方案约定 ${charset}` }]);
}

function isUtf8(opening: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(opening, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function refuseForeignControl(control: ReturnHeader, expected: Expectation): void {
  const differing = (['batchNo', 'versionNo', 'payerUnitNo', 'payerAccount'] as const).filter(
    (field) => control[field] !== null && control[field] !== expected[field],
  );
  if (differing.length > 0) throw new ReturnForAnotherBatch(differing.map(labelOf));
}

/** A line that cannot be read may hold what is missing, but nothing may be too much. */
function refuseOtherTotals(control: ReturnHeader, staged: StagedReturn): void {
  const { lineCount: statedCount, totalFen: statedFen } = control;
  const { readableCount, malformedCount, totalFen } = staged;
  const isCountOff =
    statedCount !== null && (statedCount < readableCount || statedCount > readableCount + malformedCount);
  const isTotalOff =
    statedFen !== null && (malformedCount === 0 ? statedFen !== totalFen : statedFen < totalFen);
  if (!isCountOff && !isTotalOff) return;
  throw new ReturnTotalsDiffer({
    statedCount,
    lineCount: readableCount + malformedCount,
    statedFen,
    totalFen,
  });
}
