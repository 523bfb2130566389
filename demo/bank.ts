import {
  PAID,
  REFUSED,
  answerPaymentFile,
  type BankReply,
  type BankRow,
  type PaymentFileFormat,
} from './bank-simulator';
import type { Enrolled, RosterBook } from './roster-book';
import { SeededRandom } from './seeded-random';
import type { Story } from './story';
import { isInStory } from './story';

/** In how many of a thousand cases an account fault befalls somebody whom the story leaves alone. */
const FAULTS_IN_THOUSAND = 4;
const FAULTS = [
  REFUSED.nameMismatch,
  REFUSED.noSuchAccount,
  REFUSED.accountClosed,
  REFUSED.cardLost,
  REFUSED.accountDormant,
];

/** A payment file as the bank received it, kept because it may answer twice. */
export interface SentFile {
  readonly batchId: number;
  readonly projectCode: string;
  /** Month of the payout, `2025-04`. */
  readonly month: string;
  readonly isReissue: boolean;
  readonly format: PaymentFileFormat;
  readonly content: Buffer;
}

/** The bank of an agency: it pays nearly everybody, and otherwise does what the story and chance make it do. */
export class Bank {
  private readonly received = new Map<string, SentFile>();

  constructor(
    private readonly book: RosterBook,
    private readonly story: Story,
  ) {}

  /** The first return of a payment file, with a row for every line. */
  answer(file: SentFile, postedOn: string): Buffer {
    if (!file.isReissue) this.received.set(`${file.projectCode} ${file.month}`, file);
    return this.write(file, postedOn, (person) => [{ reply: this.replyTo(person, file) }]);
  }

  /** A later return of a regular batch's file that speaks of one person only. */
  answerAgain(
    who: Enrolled,
    month: string,
    reply: BankReply,
    postedOn: string,
  ): SentFile & { answer: Buffer } {
    const file = this.received.get(`${who.projectCode} ${month}`);
    if (!file) throw new Error(`no payment file of ${who.projectCode} for ${month} was ever sent`);
    const answer = this.write(file, postedOn, (person) => (person === who ? [{ reply }] : []));
    return { ...file, answer };
  }

  private write(file: SentFile, postedOn: string, rows: (person: Enrolled) => BankRow[]): Buffer {
    return answerPaymentFile(file.content, {
      format: file.format,
      postedOn,
      decide: ({ accountNumber }) => rows(this.book.payeeOf(file.projectCode, accountNumber)),
    });
  }

  private replyTo({ projectCode, row, citizenId }: Enrolled, { month, isReissue }: SentFile): BankReply {
    if (isReissue) return PAID;
    const told = this.story.answers.find(
      ({ who, from, until }) => who[0] === projectCode && who[1] === row && from <= month && month <= until,
    );
    if (told) return told.reply;
    if (isInStory(this.story, [projectCode, row])) return PAID;
    const random = new SeededRandom(`bank ${projectCode} ${month} ${citizenId}`);
    return random.below(1000) < FAULTS_IN_THOUSAND ? random.pick(FAULTS) : PAID;
  }
}
