import type { OutcomeRule } from './bank-profile';
import type { NormalisedOutcome } from './outcomes';

/** Banks repeat a handful of answers; a text with a number in it must not make the memory grow. */
const REMEMBERED_ANSWERS = 10_000;

/** Turns a bank's answer into a normalised outcome: the first rule whose every condition holds; 99 if none does. */
export class OutcomeRules {
  private readonly known = new Map<string, NormalisedOutcome>();
  /** Nearly every line of a return is answered like the one before it. */
  private last: { feedbackKind: string; bankCode: string; bankMessage: string; outcome: NormalisedOutcome };

  constructor(private readonly rules: readonly OutcomeRule[]) {
    this.last = { feedbackKind: '', bankCode: '', bankMessage: '', outcome: this.find('', '', '') };
  }

  /** What the bank means; an absent part is an empty text. */
  outcomeOf(feedbackKind: string, bankCode: string, bankMessage: string): NormalisedOutcome {
    const { last } = this;
    if (
      bankMessage !== last.bankMessage ||
      bankCode !== last.bankCode ||
      feedbackKind !== last.feedbackKind
    ) {
      const outcome = this.find(feedbackKind, bankCode, bankMessage);
      this.last = { feedbackKind, bankCode, bankMessage, outcome };
    }
    return this.last.outcome;
  }

  private find(feedbackKind: string, bankCode: string, bankMessage: string): NormalisedOutcome {
    const answer = `${feedbackKind}\n${bankCode}\n${bankMessage}`;
    const remembered = this.known.get(answer);
    if (remembered !== undefined) return remembered;
    const rule = this.rules.find(
      (candidate) =>
        (candidate.feedbackKind ?? feedbackKind) === feedbackKind &&
        (candidate.bankCode ?? bankCode) === bankCode &&
        bankMessage.includes(candidate.messageContains ?? ''),
    );
    const outcome = rule?.outcome ?? '99';
    if (this.known.size < REMEMBERED_ANSWERS) this.known.set(answer, outcome);
    return outcome;
  }
}
