import { type NameMix, type Sex, makeLongName, makeNameEndingIn, makeUyghurName } from './roster-names';
import { BAYINGOL, CHANGJI, EMPLOYERS, type Places } from './roster-places';
import type { SeededRandom } from './seeded-random';

/** How a person of a roster came to be entitled; ages in years, `until` the last year of retirement. */
export interface Retirement {
  until: number;
  ages: Readonly<Record<Sex, readonly [from: number, until: number]>>;
}

/** What sets one project's roster apart from another's. */
export interface RosterProfile {
  /** 0 to 5; keeps ID, account and phone numbers of different rosters apart. */
  slot: number;
  places: Places;
  employers: readonly string[];
  names: NameMix;
  womenPercent: number;
  birthYears: Readonly<Record<Sex, readonly [from: number, until: number]>>;
  /** Null for people who have not retired. */
  retirement: Retirement | null;
  /** No enrolment begins before this month, `2011-01`; later retirees begin the month after. */
  enrolledFrom: string;
  /** In how many of a hundred cases somebody else receives the money. */
  otherPayeePercent: number;
  /** Deliberately awkward names by row (from 0), as rosters of this size hold them. */
  awkwardNames: Readonly<Record<number, (random: SeededRandom, sex: Sex) => string>>;
}

const CHANGJI_NAMES: NameMix = [
  ['HAN', 58],
  ['HUI', 16],
  ['KAZAKH', 12],
  ['UYGHUR', 11],
  ['MONGOL', 3],
];
const BAYINGOL_NAMES: NameMix = [
  ['HAN', 48],
  ['UYGHUR', 34],
  ['MONGOL', 13],
  ['HUI', 5],
];

/** Retired before 1995: men at 55 to 60, women at 50 to 55, so none was born after 1944. */
const PRE_1995_LIFE = {
  womenPercent: 60,
  birthYears: { MALE: [1925, 1939], FEMALE: [1925, 1944] },
  retirement: { until: 1994, ages: { MALE: [55, 60], FEMALE: [50, 55] } },
} as const;

/** The separator as a careless input method types it, U+2022; the import must normalise it. */
function wrongDotName(random: SeededRandom, sex: Sex): string {
  return makeUyghurName(random, sex).replace('\u00b7', '\u2022');
}

const rareName = (character: string) => (random: SeededRandom) => makeNameEndingIn(random, character);
const longName = (_random: SeededRandom, sex: Sex) => makeLongName(sex);

/** By project code; the rare characters are those a GBK encoder cannot hold. */
export const ROSTER_PROFILES: Readonly<Record<string, RosterProfile>> = {
  'pre-1995-living-allowance-prefecture': {
    ...PRE_1995_LIFE,
    slot: 0,
    places: CHANGJI,
    employers: EMPLOYERS.prefecture,
    names: CHANGJI_NAMES,
    enrolledFrom: '2011-01',
    otherPayeePercent: 4,
    awkwardNames: { 140: wrongDotName, 260: longName, 320: rareName('\u3402'), 580: rareName('\u{20164}') },
  },
  'bankrupt-enterprise-heating': {
    slot: 1,
    places: CHANGJI,
    employers: EMPLOYERS.bankrupt,
    names: CHANGJI_NAMES,
    womenPercent: 52,
    birthYears: { MALE: [1930, 1964], FEMALE: [1930, 1974] },
    retirement: { until: 2024, ages: { MALE: [55, 60], FEMALE: [45, 50] } },
    enrolledFrom: '2012-01',
    otherPayeePercent: 2,
    awkwardNames: { 190: longName, 450: rareName('\u9fcf'), 900: rareName('\u{2b5af}') },
  },
  'soe-school-retired-teachers': {
    slot: 2,
    places: CHANGJI,
    employers: EMPLOYERS.schools,
    names: CHANGJI_NAMES,
    womenPercent: 78,
    birthYears: { MALE: [1945, 1964], FEMALE: [1945, 1965] },
    retirement: { until: 2024, ages: { MALE: [60, 60], FEMALE: [55, 55] } },
    enrolledFrom: '2016-01',
    otherPayeePercent: 2,
    awkwardNames: {},
  },
  'pre-1995-living-allowance-region': {
    ...PRE_1995_LIFE,
    slot: 3,
    places: CHANGJI,
    employers: EMPLOYERS.region,
    names: CHANGJI_NAMES,
    enrolledFrom: '2011-04',
    otherPayeePercent: 4,
    awkwardNames: {},
  },
  'resigned-1992-93-social-insurance': {
    slot: 4,
    places: BAYINGOL,
    employers: EMPLOYERS.resigned,
    names: BAYINGOL_NAMES,
    womenPercent: 25,
    // Officials of 1992 who have not retired in 2023: men below 60, women below 55.
    birthYears: { MALE: [1964, 1971], FEMALE: [1969, 1972] },
    retirement: null,
    enrolledFrom: '2006-07',
    otherPayeePercent: 0,
    awkwardNames: {},
  },
  'insurance-agents-bayingol': {
    slot: 5,
    places: BAYINGOL,
    employers: EMPLOYERS.agents,
    names: BAYINGOL_NAMES,
    womenPercent: 70,
    birthYears: { MALE: [1965, 2000], FEMALE: [1969, 2000] },
    retirement: null,
    enrolledFrom: '2022-03',
    otherPayeePercent: 0,
    awkwardNames: {},
  },
};
