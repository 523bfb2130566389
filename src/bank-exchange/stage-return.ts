import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { EntityManager } from 'typeorm';
import { CopyRowWriter } from '../database/copy-row-writer';
import { nameKeyOf } from '../person/person-name';
import { INDEX_BYTES, type Vault } from '../vault/vault';
import { createReturnedLines } from './bank-exchange.sql';
import type { BankProfile } from './profile/bank-profile';
import { OUTCOMES } from './profile/outcomes';
import {
  readReturnBlocks,
  type ReturnHeader,
  type ReturnLine,
  type ReturnProblem,
} from './profile/return-lines';

/** What was read of a return file, before anything is compared. */
export interface StagedReturn {
  /** Lines that could be read, and the sum of their amounts in fen. */
  readonly readableCount: number;
  readonly totalFen: number;
  /** Those of them that say paid. */
  readonly paidCount: number;
  readonly paidFen: number;
  readonly malformedCount: number;
  /** Lines with the serial of a line before them. */
  readonly repeatedCount: number;
  /** The earliest posting date of a readable line. */
  readonly earliestPostedOn: string | null;
  readonly header: ReturnHeader | null;
  readonly trailer: ReturnHeader | null;
  /** The first of the malformed lines, for telling why a file cannot be read. */
  readonly firstProblems: readonly ReturnProblem[];
}

/** Of `returned_line`. */
const COLUMNS = 15;
const PROBLEMS_TOLD = 20;
/** More repetitions than that are one and the same discrepancy. */
const MOST_OCCURRENCES = 255;
/** No bank posted to this system before; PostgreSQL has no year 0. */
const EARLIEST_POSTING = '2000-01-01';

/** Names of Han characters and U+00B7 alone, nearly all of them, are their own key; finding that out is the fast way. */
const OWN_KEY = /^[\u4e00-\u9fff\u00b7]+$/;

/**
 * Reads a return file into the temporary table `returned_line` of the caller's transaction by COPY, with constant memory.
 * Accounts go in as their blind index, names with the key they are compared by.
 */
export async function stageReturn(
  tx: EntityManager,
  vault: Vault,
  { profile, paymentCount }: { profile: BankProfile; paymentCount: number },
  source: AsyncIterable<Buffer>,
): Promise<StagedReturn> {
  if (!tx.queryRunner) throw new Error('staging needs the manager of a transaction in progress');
  await createReturnedLines(tx, {});
  const client = (await tx.queryRunner.connect()) as PoolClient;
  const copy = client.query(copyFrom('copy returned_line from stdin (format binary)'));
  const staging = new ReturnStaging(vault, paymentCount);
  await pipeline(Readable.from(staging.blocks(source, profile), { objectMode: false }), copy);
  return staging;
}

class ReturnStaging implements StagedReturn {
  readableCount = 0;
  totalFen = 0;
  paidCount = 0;
  paidFen = 0;
  malformedCount = 0;
  repeatedCount = 0;
  earliestPostedOn: string | null = null;
  header: ReturnHeader | null = null;
  trailer: ReturnHeader | null = null;
  readonly firstProblems: ReturnProblem[] = [];
  /** By serial; a byte per payment finds repeated rows without sorting a million of them. */
  private readonly occurrences: Uint8Array;
  private readonly rows = new CopyRowWriter();

  constructor(
    private readonly vault: Vault,
    paymentCount: number,
  ) {
    this.occurrences = new Uint8Array(paymentCount + 1);
  }

  async *blocks(source: AsyncIterable<Buffer>, profile: BankProfile): AsyncGenerator<Buffer> {
    for await (const items of readReturnBlocks(source, profile)) {
      const lines: ReturnLine[] = [];
      for (const item of items) {
        if (item.kind === 'LINE') lines.push(item);
        else if (item.kind === 'PROBLEM') this.problem(item);
        else if (item.kind === 'HEADER') this.header = item;
        else this.trailer = item;
      }
      // One by one they would cost as much as everything else here.
      const indexes = this.vault.indexes(
        'account',
        lines.map(({ accountNumber }) => accountNumber),
      );
      for (let at = 0; at < lines.length; at += 1) {
        this.line(lines[at]!, indexes, at * INDEX_BYTES);
        if (this.rows.isFull) yield this.rows.take();
      }
    }
    this.rows.end();
    yield this.rows.take();
  }

  /** Writes the columns of `returned_line` in their order. */
  private line(line: ReturnLine, indexes: Buffer, indexAt: number): void {
    const { rows } = this;
    const { lineNo, serial, amountFen, accountNumber, payeeName, postedOn } = line;
    if (postedOn !== null && postedOn < EARLIEST_POSTING) {
      return this.problem({ kind: 'PROBLEM', lineNo, message: '入账日期不是合理的日期' });
    }
    this.readableCount += 1;
    if (postedOn !== null && (this.earliestPostedOn === null || postedOn < this.earliestPostedOn)) {
      this.earliestPostedOn = postedOn;
    }
    this.totalFen += amountFen;
    const { kind } = OUTCOMES[line.outcome];
    if (kind === 'SUCCEEDED') {
      this.paidCount += 1;
      this.paidFen += amountFen;
    }
    rows.row(COLUMNS);
    rows.int4(lineNo);
    rows.int2(this.occurrence(serial));
    rows.int8(serial);
    rows.int8(amountFen);
    rows.bytes(indexes, indexAt, indexAt + INDEX_BYTES);
    rows.text(accountNumber.slice(-4));
    rows.text(payeeName);
    rows.text(payeeName === null || OWN_KEY.test(payeeName) ? null : nameKeyOf(payeeName));
    rows.text(kind);
    rows.text(line.outcome);
    rows.date(postedOn);
    rows.text(line.bankCode || null);
    rows.text(line.bankMessage || null);
    rows.text(line.bankSerial);
    rows.text(null);
  }

  private problem({ lineNo, message }: ReturnProblem): void {
    const { rows } = this;
    this.malformedCount += 1;
    if (this.firstProblems.length < PROBLEMS_TOLD)
      this.firstProblems.push({ kind: 'PROBLEM', lineNo, message });
    rows.row(COLUMNS);
    rows.int4(lineNo);
    rows.int2(1);
    for (let column = 3; column < COLUMNS; column += 1) rows.text(null);
    rows.text(message);
  }

  /** Serials of no payment are unknown however often they come. */
  private occurrence(serial: number): number {
    if (serial >= this.occurrences.length) return 1;
    const before = this.occurrences[serial] ?? 0;
    const now = Math.min(before + 1, MOST_OCCURRENCES);
    if (now > 1) this.repeatedCount += 1;
    this.occurrences[serial] = now;
    return now;
  }
}
