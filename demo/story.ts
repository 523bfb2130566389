import type { LifeEventKind } from '../src/person/life-event.entity';
import type { ComparisonSource } from '../src/comparison/comparison-sources';
import type { BankReply } from './bank-simulator';

/** Somebody on a roster: the project's code and the row, from 0. */
export type OnRoster = readonly [projectCode: string, row: number];

/** Something attempted that the product must stop or leave without effect; see attempts.ts. */
export type AttemptKind =
  | 'SECOND_CLICK'
  | 'RARE_NAME_IN_GBK'
  | 'TWO_APPROVALS'
  | 'APPROVED_TWICE'
  | 'SELF_APPROVAL'
  | 'RETURN_TWICE'
  | 'ROUND_OPEN'
  | 'ACCOUNT_AFTER_COMPILING'
  | 'ON_BOTH_ROSTERS';

/** Something that happens to a person; `reportedOn` is when the office hears of it. */
export interface StoryEvent {
  who: OnRoster;
  kind: LifeEventKind;
  happenedOn: string;
  reportedOn: string;
  note: string;
}

/** How the bank answers a person otherwise than with success, in the batches of some months, `2025-04`. */
export interface StoryAnswer {
  who: OnRoster;
  from: string;
  until: string;
  reply: BankReply;
}

/** A second return of a regular batch, about one person: a result that was unknown, or money that came back. */
export interface LateAnswer {
  who: OnRoster;
  /** Month of the payout the batch was for. */
  of: string;
  /** Month in which the second return comes. */
  comesIn: string;
  reply: BankReply;
}

/** A proof of life that runs out, and when it is renewed at the counter; null for never. */
export interface StoryLapse {
  who: OnRoster;
  verifiedOn: string;
  renewedOn: string | null;
}

/** A file of another office (数据比对): rows that hit somebody, and how many that hit nobody. */
export interface StoryComparison {
  source: ComparisonSource;
  /** The day it is handed in. */
  on: string;
  rows: readonly { who: OnRoster; happenedOn: string; name?: string }[];
  strangers: number;
}

/** What becomes of a suspicion: confirmed with the day it happened, or cleared when that is null. */
export interface StoryDecision {
  who: OnRoster;
  on: string;
  happenedOn: string | null;
  reason: string;
}

/** A confirmed event that turns out to be wrong and is taken back. */
export interface StoryRetraction {
  who: OnRoster;
  kind: LifeEventKind;
  on: string;
  note: string;
}

/** How overpaid money comes back: ordered on one day, then repaid at once, agreed in thirds, or offset by another's payments. */
export interface StoryRecovery {
  who: OnRoster;
  orderedOn: string;
  agreedOn: string;
  way: 'AT_ONCE' | 'INSTALMENTS' | 'OFFSET';
  /** Whose payments are reduced, with a documented consent. */
  from: OnRoster | null;
  /** Instalments that come in. */
  repaid: readonly { on: string; amountFen: number }[];
}

/** An attempt at verification that failed (认证不通过): somebody else's face. */
export interface StoryFailure {
  who: OnRoster;
  on: string;
  reason: string;
}

/** Money appropriated during the year (追加). The document is made up in the style of the published numbers. */
export interface AddedFunds {
  documentNo: string;
  amountFen: number;
}

/**
 * What happens in an agency's year beside the ordinary. The people named here are left alone by chance: neither an
 * account fault nor a late proof of life befalls them unless it is written here.
 */
export interface Story {
  lifeEvents: readonly StoryEvent[];
  comparisons: readonly StoryComparison[];
  decisions: readonly StoryDecision[];
  retractions: readonly StoryRetraction[];
  recoveries: readonly StoryRecovery[];
  /** Whose payouts, by their first month, are explained at the end. */
  explained: readonly { who: OnRoster; month: string }[];
  /** New accounts (换卡) by month. */
  accountChanges: readonly { who: OnRoster; month: string }[];
  lapses: readonly StoryLapse[];
  failures: readonly StoryFailure[];
  answers: readonly StoryAnswer[];
  lateAnswers: readonly LateAnswer[];
  /** Who stands on the rosters of two projects that exclude each other, once per roster. */
  onBothRosters: readonly OnRoster[];
  /** Whose account is not corrected after a refusal, because nobody can reach them. */
  unreachable: readonly OnRoster[];
  /** By project code; recorded when the approval of a batch is refused for want of money. */
  addedFunds: Readonly<Record<string, AddedFunds>>;
  /** Months in which a project pays what its only payout had to leave out. */
  supplementary: readonly { projectCode: string; month: string }[];
  /** By `project code month-of-payout`. */
  attempts: Readonly<Record<string, readonly AttemptKind[]>>;
  /** Projects paid by P1 files (GBK); the others, with rare characters in their names, by P2 (GB18030). */
  paidByP1: readonly string[];
  /** The project whose roster is first handed in with bad cells, and whose roster holds the wrong dot. */
  wrongFirst: string | null;
}

/** Whether the story says what happens to this person. */
export function isInStory(story: Story, [projectCode, row]: OnRoster): boolean {
  const { lifeEvents, comparisons, accountChanges, lapses, answers, lateAnswers, onBothRosters } = story;
  const compared = comparisons.flatMap(({ rows }) => rows);
  const told = [...lifeEvents, ...compared, ...accountChanges, ...lapses, ...answers, ...lateAnswers].map(
    ({ who }) => who,
  );
  return [...told, ...onBothRosters].some((who) => who[0] === projectCode && who[1] === row);
}

/** The day somebody died, whether or not the office has heard of it; a death recorded by mistake is none. */
export function diedOn({ lifeEvents, decisions, retractions }: Story, who: OnRoster): string | undefined {
  const isWho = (entry: { who: OnRoster }) => entry.who[0] === who[0] && entry.who[1] === who[1];
  if (retractions.some((entry) => entry.kind === 'DEATH' && isWho(entry))) return undefined;
  const reported = lifeEvents.find((entry) => entry.kind === 'DEATH' && isWho(entry));
  return reported?.happenedOn ?? decisions.find(isWho)?.happenedOn ?? undefined;
}
