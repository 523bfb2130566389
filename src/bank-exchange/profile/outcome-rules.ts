import type { OutcomeRule } from './bank-profile';
import type { NormalisedOutcome } from './outcomes';

/** Banks repeat a handful of answers; a text with a number in it must not make the memory grow. */
const REMEMBERED_ANSWERS = 10_000;

/**
 * Turns a bank's answer into a normalised outcome by the profile's rules: the first rule whose every condition
 * holds; 99 if none does.
 */
export function compileOutcomeRules(
  rules: readonly OutcomeRule[],
): (feedbackKind: string, bankCode: string, bankMessage: string) => NormalisedOutcome {
  const known = new Map<string, NormalisedOutcome>();
  const find = (feedbackKind: string, bankCode: string, bankMessage: string): NormalisedOutcome => {
    const answer = `${feedbackKind}\n${bankCode}\n${bankMessage}`;
    const remembered = known.get(answer);
    if (remembered !== undefined) return remembered;
    const rule = rules.find(
      (candidate) =>
        (candidate.feedbackKind ?? feedbackKind) === feedbackKind &&
        (candidate.bankCode ?? bankCode) === bankCode &&
        bankMessage.includes(candidate.messageContains ?? ''),
    );
    const outcome = rule?.outcome ?? '99';
    if (known.size < REMEMBERED_ANSWERS) known.set(answer, outcome);
    return outcome;
  };

  // Nearly every line of a return is answered like the one before it.
  let last = { feedbackKind: '', bankCode: '', bankMessage: '', outcome: find('', '', '') };
  return (feedbackKind, bankCode, bankMessage) => {
    if (
      bankMessage !== last.bankMessage ||
      bankCode !== last.bankCode ||
      feedbackKind !== last.feedbackKind
    ) {
      last = { feedbackKind, bankCode, bankMessage, outcome: find(feedbackKind, bankCode, bankMessage) };
    }
    return last.outcome;
  };
}
