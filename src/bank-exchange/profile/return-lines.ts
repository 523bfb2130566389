import type { BankProfile } from './bank-profile';
import { ReturnColumns } from './return-columns';
import { cutLines, linesOf, type Cut } from './return-cutter';
import type { ReturnItem } from './return-items';

export type { ReturnHeader, ReturnItem, ReturnLine, ReturnProblem } from './return-items';

/** No bank line comes near; beyond it the file has no line ends and must not be gathered in memory. */
const MAX_LINE_BYTES = 65_536;

const TOO_LONG = `一行超过 ${MAX_LINE_BYTES} 个字节，不是回盘文件的行`;

const LF = 0x0a;

/**
 * Reads a return file (回盘文件) item by item, in constant memory; a million lines take some 1.3 s. Every line of
 * the file comes out as a line, a header, a trailer or a problem; nothing is dropped but blank lines at the end.
 * It checks form only: serials, accounts, amounts and control totals are the caller's to compare.
 */
export async function* readReturn(
  source: AsyncIterable<Buffer>,
  profile: BankProfile,
): AsyncGenerator<ReturnItem> {
  for await (const items of readReturnBlocks(source, profile)) yield* items;
}

/** The same a chunk's items at a time: handing a million of them out one by one costs as much as reading them. */
export async function* readReturnBlocks(
  source: AsyncIterable<Buffer>,
  profile: BankProfile,
): AsyncGenerator<ReturnItem[]> {
  const reader = new ReturnReader(profile);
  for await (const chunk of source) {
    yield reader.take(chunk);
    if (reader.hasGivenUp) return;
  }
  yield reader.end();
}

class ReturnReader {
  hasGivenUp = false;
  private readonly columns: ReturnColumns;
  /** The beginning of a line whose end has not come yet. */
  private carried: Buffer = Buffer.alloc(0);
  private isAtStart = true;
  /** Within a line that is too long: everything up to its end is passed over. */
  private isSkipping = false;
  private lineNo = 0;
  private blankCount = 0;
  /** The last line that is not blank, while it may still turn out to be the trailer. */
  private held: { cut: Cut; lineNo: number } | undefined;
  private items: ReturnItem[] = [];

  constructor(private readonly profile: BankProfile) {
    this.columns = new ReturnColumns(profile.return);
  }

  take(chunk: Buffer): ReturnItem[] {
    let bytes = this.carried.length > 0 ? Buffer.concat([this.carried, chunk]) : chunk;
    if (this.isSkipping) {
      const end = bytes.indexOf(LF);
      if (end < 0) return [];
      this.isSkipping = false;
      bytes = bytes.subarray(end + 1);
    }
    // No byte of a character in any of our charsets is 0x0A, so cutting there is safe before decoding.
    const end = bytes.lastIndexOf(LF) + 1;
    if (end > 0) this.read(bytes.subarray(0, end));
    // A copy, so that the chunk can be freed.
    this.carried = Buffer.from(bytes.subarray(end));
    // One more may still be the CR of a line that is just short enough.
    if (this.carried.length > MAX_LINE_BYTES + 1) {
      this.isAtStart = false;
      this.accept(TOO_LONG);
      this.carried = Buffer.alloc(0);
      this.isSkipping = true;
    }
    return this.given();
  }

  end(): ReturnItem[] {
    if (this.carried.length > 0) this.read(this.carried);
    if (this.hasGivenUp) return this.given();
    const { trailer } = this.profile.return;
    if (this.lineNo === this.blankCount) this.refuse(1, '文件是空的');
    else if (trailer && !this.held) this.refuse(this.lineNo, '缺少末行的汇总');
    else if (this.held) {
      this.items.push(this.columns.control('TRAILER', this.held.cut, this.held.lineNo));
    }
    return this.given();
  }

  private read(block: Buffer): void {
    let bytes = block;
    if (this.isAtStart) {
      this.isAtStart = false;
      const opening = openingOf(block, this.profile);
      if ('refused' in opening) {
        this.hasGivenUp = true;
        return this.refuse(1, opening.refused);
      }
      bytes = block.subarray(opening.markLength);
    }
    // Judged by the line, never by the chunk: the same file gives the same items however it arrives.
    if (bytes.length > MAX_LINE_BYTES && [...linesOf(bytes)].some(isTooLong)) {
      for (const line of linesOf(bytes))
        this.accept(isTooLong(line) ? TOO_LONG : (this.cut(line)[0] ?? null));
    } else {
      for (const cut of this.cut(bytes)) this.accept(cut);
    }
  }

  private cut(block: Buffer): Cut[] {
    return cutLines(block, this.profile.return);
  }

  private accept(cut: Cut): void {
    this.lineNo++;
    if (cut === null) {
      this.blankCount++;
      return;
    }
    if (this.blankCount > 0) {
      const first = this.lineNo - this.blankCount;
      this.refuse(first, this.blankCount === 1 ? '空行' : `连续 ${this.blankCount} 个空行`);
      this.blankCount = 0;
    }
    const { header, trailer } = this.profile.return;
    if (header && this.lineNo === 1) {
      this.items.push(this.columns.control('HEADER', cut, 1));
    } else if (trailer) {
      if (this.held) this.items.push(this.columns.line(this.held.cut, this.held.lineNo));
      this.held = { cut, lineNo: this.lineNo };
    } else {
      this.items.push(this.columns.line(cut, this.lineNo));
    }
  }

  private refuse(lineNo: number, message: string): void {
    this.items.push({ kind: 'PROBLEM', lineNo, message });
  }

  private given(): ReturnItem[] {
    const items = this.items;
    this.items = [];
    return items;
  }
}

function isTooLong(line: Buffer): boolean {
  return line.length > MAX_LINE_BYTES;
}

/**
 * What the file begins with. A mark that contradicts the profile refuses the whole file: read as GBK, UTF-8
 * mostly decodes without an error, into other names.
 */
function openingOf(block: Buffer, profile: BankProfile): { markLength: number } | { refused: string } {
  const { charset } = profile.return;
  const starts = (hex: string) => block.subarray(0, hex.length / 2).toString('hex') === hex;
  if (starts('fffe') || starts('feff')) {
    return { refused: `文件是 UTF-16 编码，方案约定 ${charset}，整份文件没有读取` };
  }
  if (starts('efbbbf')) {
    if (charset === 'UTF-8' || charset === 'UTF-8-BOM') return { markLength: 3 };
    return { refused: `文件带有 UTF-8 标记，方案约定 ${charset}，整份文件没有读取` };
  }
  return { markLength: charset === 'GB18030' && starts('84319533') ? 4 : 0 };
}
