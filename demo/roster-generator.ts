import { addMonths, monthOf, parseMonth, printMonth } from '../src/calendar/month';
import { citizenIdCheckCharacter } from '../src/person/citizen-id';
import type { ProjectSeed } from './project-seed';
import { AGENCIES } from './projects';
import { type Sex, makeName } from './roster-names';
import { ROSTER_PROFILES, type RosterProfile } from './roster-profiles';
import { SeededRandom } from './seeded-random';

/** A synthetic line of a roster; nobody real: region 659900 has never been assigned. */
export interface RosterPerson {
  citizenId: string;
  name: string;
  sex: Sex;
  phone: string;
  accountNumber: string;
  bankName: string;
  /** CNAPS code (联行号), 12 digits. */
  bankCode: string;
  payeeName: string;
  payeeRelation: 'SELF' | 'SPOUSE' | 'CHILD';
  /** Number of the authorisation (委托书) when somebody else receives the money; else null. */
  payeeDocumentNo: string | null;
  community: string;
  street: string;
  employer: string;
  /** A date; null for people who have not retired. */
  retiredOn: string | null;
  /** First month of entitlement, `2011-01`. */
  fromMonth: string;
  /** Individual amounts in fen by benefit code; empty where the project pays a standard. */
  amounts: Readonly<Record<string, number>>;
}

/** The identity both pre-1995 rosters contain: drawn from the prefecture's slot whatever the seeds are. */
const ON_BOTH_ROSTERS = {
  projectCodes: ['pre-1995-living-allowance-prefecture', 'pre-1995-living-allowance-region'],
  profileOf: 'pre-1995-living-allowance-prefecture',
  /** Kept out of the random draw (see `makeCitizenId`), so that nobody else can have this ID. */
  reservedTurn: 82,
} as const;

const REGION = '659900';
const SLOTS = 6;

/**
 * A roster (花名册) of a project of the demonstration with exactly `headcount` persons. The same arguments
 * always give the same roster. ID, account and phone numbers are unique within and between rosters, except
 * that the person in the middle of both pre-1995 rosters is the same one: the two exclude each other.
 */
export function generateRoster(projectCode: string, headcount: number, seed: number): RosterPerson[] {
  const profile = profileOf(projectCode);
  const random = new SeededRandom(`${projectCode}:${seed}`);
  const amounts = individualAmounts(projectCode, headcount, random);
  const taken = new Set<string>();
  const persons = Array.from({ length: headcount }, (_, row) => {
    const person = makePerson(random, profile, row, taken);
    return { ...person, amounts: amounts[row] ?? {} };
  });
  const middle = persons[Math.floor(headcount / 2)];
  if (middle && (ON_BOTH_ROSTERS.projectCodes as readonly string[]).includes(projectCode)) {
    const { fromMonth, amounts: owed } = middle;
    Object.assign(middle, personOnBothRosters(), { fromMonth, amounts: owed });
  }
  return persons;
}

function profileOf(projectCode: string): RosterProfile {
  const profile = ROSTER_PROFILES[projectCode];
  if (!profile) throw new Error(`no roster profile for project ${projectCode}`);
  return profile;
}

/** Drawn from a seed of its own, so that both rosters find the same person without knowing each other. */
function personOnBothRosters(): Omit<RosterPerson, 'amounts'> {
  const random = new SeededRandom('person on both pre-1995 rosters');
  const profile = { ...profileOf(ON_BOTH_ROSTERS.profileOf), otherPayeePercent: 0, awkwardNames: {} };
  const person = makePerson(random, profile, 0, new Set());
  const bornOn = bornOnOf(person.citizenId);
  return {
    ...person,
    citizenId: makeCitizenId(bornOn, profile.slot, person.sex, ON_BOTH_ROSTERS.reservedTurn),
    phone: `154${SLOTS}0000001`,
    accountNumber: withLuhnDigit(`629900${SLOTS}00000000001`),
  };
}

function makePerson(
  random: SeededRandom,
  profile: RosterProfile,
  row: number,
  taken: Set<string>,
): Omit<RosterPerson, 'amounts'> {
  const sex: Sex = random.chance(profile.womenPercent) ? 'FEMALE' : 'MALE';
  const bornOn = `${random.between(...profile.birthYears[sex])}-${dayOfYear(random)}`;
  const retiredOn = retirementOf(random, profile, sex, bornOn);
  const awkwardName = profile.awkwardNames[row];
  const name = awkwardName ? awkwardName(random, sex) : makeName(random, sex, profile.names);
  const bank = random.pick(profile.places.banks);
  return {
    citizenId: untilNew(taken, () => makeCitizenId(bornOn, profile.slot, sex, random.below(82))),
    name,
    sex,
    phone: untilNew(taken, () => `154${profile.slot}${random.digits(7)}`),
    accountNumber: untilNew(taken, () => makeAccountNumber(random, profile.slot)),
    bankName: bank.name,
    bankCode: bank.code,
    ...makePayee(random, profile, row, { name, sex, keeps: awkwardName !== undefined }),
    community: random.pick(profile.places.communities),
    street: random.pick(profile.places.streets),
    employer: random.pick(profile.employers),
    retiredOn,
    fromMonth: firstMonth(profile.enrolledFrom, retiredOn),
  };
}

/** Who receives the money; persons with an awkward name receive their own, so the bank file holds it. */
function makePayee(
  random: SeededRandom,
  profile: RosterProfile,
  row: number,
  person: { name: string; sex: Sex; keeps: boolean },
): Pick<RosterPerson, 'payeeName' | 'payeeRelation' | 'payeeDocumentNo'> {
  if (person.keeps || !random.chance(profile.otherPayeePercent)) {
    return { payeeName: person.name, payeeRelation: 'SELF', payeeDocumentNo: null };
  }
  const spouse = random.chance(50);
  const sex = spouse === (person.sex === 'MALE') ? 'FEMALE' : 'MALE';
  return {
    payeeName: makeName(random, sex, profile.names),
    payeeRelation: spouse ? 'SPOUSE' : 'CHILD',
    payeeDocumentNo: `WT2024${profile.slot}${String(row + 1).padStart(5, '0')}`,
  };
}

/** A date of retirement at the usual age of the sex, not later than the profile's last year. */
function retirementOf(random: SeededRandom, profile: RosterProfile, sex: Sex, bornOn: string): string | null {
  if (!profile.retirement) return null;
  const bornIn = Number(bornOn.slice(0, 4));
  const [youngest, oldest] = profile.retirement.ages[sex];
  const age = random.between(youngest, Math.min(oldest, profile.retirement.until - bornIn));
  return `${bornIn + age}${bornOn.slice(4)}`;
}

/** Entitlement begins with the project, or in the month after retirement. */
function firstMonth(enrolledFrom: string, retiredOn: string | null): string {
  const project = parseMonth(enrolledFrom) ?? enrolledFrom;
  const retiree = retiredOn === null ? project : addMonths(monthOf(retiredOn), 1);
  return printMonth(retiree > project ? retiree : project);
}

/**
 * Individual amounts per row. Where the cap times everybody exceeds the published money (resigned officials),
 * each payout's share is divided to the fen, the first rows getting the odd fen. Elsewhere most are owed
 * the cap and some up to 30 % less, in whole yuan.
 */
function individualAmounts(
  projectCode: string,
  headcount: number,
  random: SeededRandom,
): Record<string, number>[] {
  const entry = AGENCIES.flatMap((agency) => agency.projects).find(
    (candidate) => candidate.project.code === projectCode,
  );
  if (!entry) throw new Error(`no project ${projectCode} in the demonstration`);
  const shareFen = Math.floor(entry.funding.initialFen / entry.project.payouts.length);
  return Array.from({ length: headcount }, (_, row) => {
    const amounts: Record<string, number> = {};
    for (const { code, capFen, monthly } of individualBenefits(entry.project)) {
      const dividedFen = Math.floor(shareFen / headcount) + (row < shareFen % headcount ? 1 : 0);
      const lowered = random.chance(30) ? random.between(1, Math.floor(capFen * 0.003)) * 100 : 0;
      amounts[code] = monthly ? Math.min(capFen, dividedFen) : capFen - lowered;
    }
    return amounts;
  });
}

function individualBenefits(project: ProjectSeed): { code: string; capFen: number; monthly: boolean }[] {
  return project.benefits
    .filter((benefit) => benefit.basis === 'INDIVIDUAL')
    .map((benefit) => ({
      code: benefit.code,
      capFen: benefit.rates.at(-1)?.amountFen ?? 0,
      monthly: benefit.frequency === 'MONTHLY',
    }));
}

/**
 * GB 11643: region, birth date, sequence (odd for men), check character. The sequence is taken from the
 * slot's own residue class, so two rosters can never produce the same number; `turn` is 0 to 82.
 */
function makeCitizenId(bornOn: string, slot: number, sex: Sex, turn: number): string {
  const sequence = (turn * SLOTS + slot) * 2 + (sex === 'MALE' ? 1 : 0);
  const body = REGION + bornOn.replaceAll('-', '') + String(sequence).padStart(3, '0');
  return body + citizenIdCheckCharacter(body);
}

function bornOnOf(citizenId: string): string {
  return `${citizenId.slice(6, 10)}-${citizenId.slice(10, 12)}-${citizenId.slice(12, 14)}`;
}

/** A card of 19 digits, or in eight of a hundred cases a passbook of 17, which has no Luhn digit. */
function makeAccountNumber(random: SeededRandom, slot: number): string {
  return random.chance(8)
    ? `30${slot}${random.digits(14)}`
    : withLuhnDigit(`629900${slot}${random.digits(11)}`);
}

function withLuhnDigit(body: string): string {
  const sum = [...body].reverse().reduce((total, digit, place) => {
    const value = place % 2 === 0 ? Number(digit) * 2 : Number(digit);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return body + String((10 - (sum % 10)) % 10);
}

/** Month and day; the 29th and later are left out, so that every year of life has the birthday. */
function dayOfYear(random: SeededRandom): string {
  return `${String(random.between(1, 12)).padStart(2, '0')}-${String(random.between(1, 28)).padStart(2, '0')}`;
}

function untilNew(taken: Set<string>, draw: () => string): string {
  let value = draw();
  while (taken.has(value)) value = draw();
  taken.add(value);
  return value;
}
