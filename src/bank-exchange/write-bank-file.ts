import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { Vault } from '../vault/vault';
import { BankFileUnwritable } from './bank-exchange.errors';
import { paymentLines } from './payment-line-stream';
import type { BankProfile } from './profile/bank-profile';
import { paymentFile, type PaymentFile } from './profile/payment-file';
import {
  PaymentFileRefused,
  type FileTotals,
  type LineProblem,
  type PaymentLine,
} from './profile/payment-lines';

/** One file of a batch; a batch with more lines than the bank takes at once has several, without gaps. */
export interface BankFilePart {
  readonly firstSerial: number;
  readonly totals: FileTotals;
}

/** Everything the bytes depend on, beside the lines of the version. */
export interface BankFileOrder {
  readonly agencyId: number;
  readonly versionId: number;
  readonly profile: BankProfile;
  /** The same on every line (附言). */
  readonly note: string;
  /** One after the other, from a batch's first part or any later one. */
  readonly parts: readonly BankFilePart[];
}

/** Takes the bytes as they come; a promise makes the database wait. */
export type BankFileSink = (bytes: Buffer) => Promise<void> | void;

/** One part as it was written. */
export interface WrittenPart {
  readonly sha256: Buffer;
  readonly sizeBytes: number;
}

/** More than a person corrects in one sitting; the count beside the list tells how many there are. */
export const PROBLEMS_LISTED = 500;

/**
 * Writes the parts one after the other into the sink: one COPY, constant memory. The same order over the same lines gives
 * the same bytes. Throws `BankFileUnwritable` with the problems of all lines; what the sink got by then is worthless.
 */
export async function writeBankFile(
  tx: EntityManager,
  vault: Vault,
  order: BankFileOrder,
  sink: BankFileSink,
): Promise<WrittenPart[]> {
  const { parts, problems, problemCount } = await renderBankFile(tx, vault, order, sink);
  if (problemCount > 0) throw new BankFileUnwritable(problems, problemCount);
  return parts;
}

/** The same, but reports what cannot be written instead of refusing. */
export async function renderBankFile(
  tx: EntityManager,
  vault: Vault,
  order: BankFileOrder,
  sink: BankFileSink,
): Promise<{ parts: WrittenPart[]; problems: LineProblem[]; problemCount: number }> {
  const problems = new ProblemList();
  const writers = order.parts.map((part) => new PartWriter(order.profile, part, sink, problems));
  const [first, last] = [order.parts[0], order.parts.at(-1)];
  if (!first || !last) throw new Error('a bank file has at least one part');
  const { agencyId, versionId, profile, note } = order;
  const lastSerial = last.firstSerial + last.totals.lineCount - 1;
  const wanted = { agencyId, versionId, profile, note, firstSerial: first.firstSerial, lastSerial };
  let at = 0;
  for await (const lines of paymentLines(tx, vault, wanted)) {
    for (let from = 0; from < lines.length;) {
      const writer = writers[at];
      if (!writer) throw new Error('there are more lines than the parts say');
      from += await writer.write(lines, from);
      if (writer.isComplete) at += 1;
    }
  }
  return { parts: writers.map((writer) => writer.finished()), ...problems };
}

class ProblemList {
  problemCount = 0;
  problems: LineProblem[] = [];

  add(found: readonly LineProblem[]): void {
    this.problemCount += found.length;
    this.problems.push(...found.slice(0, PROBLEMS_LISTED - this.problems.length));
  }
}

class PartWriter {
  private readonly hash = createHash('sha256');
  private readonly file: PaymentFile | undefined;
  private sizeBytes = 0;
  private lineCount = 0;
  private totalFen = 0;

  constructor(
    profile: BankProfile,
    private readonly part: BankFilePart,
    private readonly sink: BankFileSink,
    private readonly problems: ProblemList,
  ) {
    this.file = this.told(() => paymentFile(profile, part.totals));
  }

  get isComplete(): boolean {
    return this.lineCount === this.part.totals.lineCount;
  }

  /** Takes as many lines from `from` on as are still missing; returns how many. */
  async write(lines: PaymentLine[], from: number): Promise<number> {
    const { file } = this;
    const missing = this.part.totals.lineCount - this.lineCount;
    const block = lines.slice(from, from + missing);
    for (const line of block) this.totalFen += line.amountFen;
    if (this.lineCount === 0) await this.put(file && this.told(() => file.header()));
    this.lineCount += block.length;
    await this.put(file && this.told(() => file.lines(block)));
    if (this.isComplete) await this.put(file && this.told(() => file.trailer()));
    return block.length;
  }

  /** Throws unless count and total are what the header says: a bank would refuse the file, and rightly. */
  finished(): WrittenPart {
    const { lineCount, totalFen } = this.part.totals;
    if (this.lineCount !== lineCount || this.totalFen !== totalFen) {
      throw new Error(`part ${this.part.totals.partNo}: the lines are not those of its control totals`);
    }
    return { sha256: this.hash.digest(), sizeBytes: this.sizeBytes };
  }

  private async put(bytes: Buffer | undefined): Promise<void> {
    if (!bytes || bytes.length === 0) return;
    this.hash.update(bytes);
    this.sizeBytes += bytes.length;
    await this.sink(bytes);
  }

  private told<Made>(make: () => Made): Made | undefined {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof PaymentFileRefused)) throw error;
      this.problems.add(error.problems);
      return undefined;
    }
  }
}
