import { buffer } from 'node:stream/consumers';
import { addDays, addMonthsToDate } from '../src/calendar/business-date';
import { addMonths, monthOf } from '../src/calendar/month';
import { writeXlsx } from '../src/table-file/write-xlsx';
import { EVIDENCE_NEEDS } from '../src/verification/evidence-needs';
import { VERIFICATION_COLUMNS } from '../src/verification/verification-import-row';
import { VERIFICATION_CHANNELS, type VerificationChannel } from '../src/verification/verification.entity';
import { type Enrolled } from './roster-book';
import { SeededRandom } from './seeded-random';
import { diedOn, isInStory, type Story } from './story';

/** A proof of life (领取资格认证) that will be given: by file, or at the counter and recorded by hand. */
export interface PlannedProof {
  person: Enrolled;
  verifiedOn: string;
  channel: VerificationChannel;
  byHand: boolean;
}

/** In how many of a thousand cases somebody has never been verified, never renews, or renews too late. */
const NEVER_BEFORE = 6;
const NEVER_AGAIN = 9;
const TOO_LATE = 22;

/** A proof lasts twelve months in all projects that ask for one. */
const CYCLE_MONTHS = 12;

/**
 * The proofs of life of the year and of the year before, for everybody of whom one is asked: the last one before the
 * year on some day of February to December, renewed in the month before it runs out by nearly everybody.
 */
export function planProofs(persons: readonly Enrolled[], story: Story, year: number): PlannedProof[] {
  const once = new Map(persons.map((person) => [person.citizenId, person]));
  return [...once.values()].flatMap((person) => {
    const death = diedOn(story, [person.projectCode, person.row]);
    return proofsOf(person, story, year).filter(
      ({ verifiedOn }) => death === undefined || verifiedOn <= death,
    );
  });
}

function proofsOf(person: Enrolled, story: Story, year: number): PlannedProof[] {
  const random = new SeededRandom(`proof of life ${person.citizenId}`);
  const proof = (verifiedOn: string, byHand: boolean): PlannedProof => ({
    person,
    verifiedOn,
    channel: byHand ? random.pick(['COUNTER', 'HOME_VISIT']) : drawChannel(random),
    byHand,
  });
  const who = [person.projectCode, person.row] as const;
  const lapse = story.lapses.find((entry) => entry.who[0] === who[0] && entry.who[1] === who[1]);
  if (lapse) {
    const renewed = lapse.renewedOn === null ? [] : [proof(lapse.renewedOn, true)];
    return [proof(lapse.verifiedOn, false), ...renewed];
  }
  const draw = isInStory(story, who) ? 999 : random.below(1000);
  if (draw < NEVER_BEFORE) return [proof(`${year}-0${random.between(2, 6)}-03`, true)];
  const first = proof(addDays(`${year - 1}-02-05`, random.below(320)), false);
  const runsOutIn = addMonths(monthOf(addMonthsToDate(first.verifiedOn, CYCLE_MONTHS)), 0);
  if (draw < NEVER_BEFORE + NEVER_AGAIN) return [first];
  if (draw < NEVER_BEFORE + NEVER_AGAIN + TOO_LATE) {
    return [first, proof(addDays(addMonths(runsOutIn, random.between(1, 3)), 2), true)];
  }
  return [first, proof(addMonths(runsOutIn, -1), false)];
}

/** Data comparison first, then self-service, the counter, the community's stamped list. */
function drawChannel(random: SeededRandom): VerificationChannel {
  const draw = random.below(100);
  if (draw < 60) return 'DATA_COMPARISON';
  if (draw < 82) return 'MOBILE';
  return draw < 93 ? 'COUNTER' : 'COMMUNITY';
}

/** What proves it beside a file, as its channel asks for it. */
export interface ProofEvidence {
  readonly evidence: string;
  readonly referenceNo?: string;
  readonly visitors?: string[];
}

const VISITORS = ['古丽娜尔', '张建国'];

/** What proves it, in the words of a file or a form. */
export function evidenceOf({ channel, verifiedOn, person }: PlannedProof): ProofEvidence {
  const needs = EVIDENCE_NEEDS[channel];
  return {
    evidence: `${VERIFICATION_CHANNELS[channel]}记录 ${verifiedOn}`,
    ...(needs.referenceNo && { referenceNo: `${verifiedOn.replaceAll('-', '')}-${person.row}` }),
    ...(needs.visitors && { visitors: VISITORS }),
  };
}

/** Whether a photo or certificate belongs to it. */
export function needsFile({ channel }: PlannedProof): boolean {
  return EVIDENCE_NEEDS[channel].file !== null;
}

/** A file of proofs as the offices of the communities send it; their stamped list was uploaded before. */
export function verificationWorkbook(
  proofs: readonly PlannedProof[],
  stampedListId: number | null,
): Promise<Buffer> {
  const rows = proofs.map((proof) => {
    const { evidence, referenceNo = null, visitors = [] } = evidenceOf(proof);
    return [
      proof.person.citizenId,
      proof.person.name,
      VERIFICATION_CHANNELS[proof.channel],
      proof.verifiedOn,
      evidence,
      '通过',
      referenceNo,
      visitors.join('、'),
      needsFile(proof) ? String(stampedListId) : null,
    ];
  });
  return buffer(writeXlsx(VERIFICATION_COLUMNS, rows, '资格认证'));
}
