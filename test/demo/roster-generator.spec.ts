import { createHash } from 'node:crypto';
import { AGENCIES } from '../../demo/projects';
import { type RosterPerson, generateRoster } from '../../demo/roster-generator';
import { readPersonName } from '../../src/person/person-name';
import iconv from 'iconv-lite';

const PROJECTS = AGENCIES.flatMap((agency) => agency.projects);
const PREFECTURE = 'pre-1995-living-allowance-prefecture';
const REGION = 'pre-1995-living-allowance-region';
const HEATING = 'bankrupt-enterprise-heating';
const SEED = 1995;

const rosters = new Map(
  PROJECTS.map((entry) => [entry.project.code, generateRoster(entry.project.code, entry.headcount, SEED)]),
);

function roster(code: string): RosterPerson[] {
  return rosters.get(code) ?? [];
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

/** GB 11643 the other way round: weighted with 2^(18-i), the check character included, the sum is 1 mod 11. */
function hasValidCheckCharacter(id: string): boolean {
  const digits = [...id].map((digit) => (digit === 'X' ? 10 : Number(digit)));
  return digits.reduce((sum, digit, place) => sum + digit * (2 ** (17 - place) % 11), 0) % 11 === 1;
}

function hasLuhnDigit(account: string): boolean {
  const doubled = (digit: number) => (digit > 4 ? digit * 2 - 9 : digit * 2);
  const sum = [...account]
    .reverse()
    .reduce((total, digit, place) => total + (place % 2 === 1 ? doubled(Number(digit)) : Number(digit)), 0);
  return sum % 10 === 0;
}

function fitsGbk(text: string): boolean {
  return iconv.decode(iconv.encode(text, 'gbk'), 'gbk') === text;
}

describe.each(PROJECTS.map((entry) => [entry.project.code, entry.headcount, entry] as const))(
  'The roster of %s',
  (code, headcount, { project, funding, year }) => {
    const persons = roster(code);

    it(`holds the published ${headcount} persons`, () => {
      expect(persons).toHaveLength(headcount);
    });

    it('is the same again for the same seed and another for another', () => {
      expect(hashOf(generateRoster(code, headcount, SEED))).toBe(hashOf(persons));
      expect(hashOf(generateRoster(code, headcount, SEED + 1))).not.toBe(hashOf(persons));
    });

    it('gives everyone a valid citizen ID of the unassigned region 659900, men an odd sequence', () => {
      for (const { citizenId, sex } of persons) {
        expect(citizenId).toMatch(/^659900(19|20)\d{9}[\dX]$/);
        expect(hasValidCheckCharacter(citizenId)).toBe(true);
        expect(Number(citizenId.charAt(16)) % 2 === 1 ? 'MALE' : 'FEMALE').toBe(sex);
      }
    });

    it('gives everyone a card with a Luhn digit or a passbook, a phone and a bank', () => {
      for (const person of persons) {
        expect(person.accountNumber).toMatch(/^(62\d{17}|30\d{15})$/);
        if (person.accountNumber.length === 19) expect(hasLuhnDigit(person.accountNumber)).toBe(true);
        expect(person.phone).toMatch(/^1[3-9]\d{9}$/);
        expect(person.bankCode).toMatch(/^\d{12}$/);
        expect(person.community && person.street && person.employer && person.bankName).toBeTruthy();
      }
    });

    it('has names the register accepts', () => {
      for (const { name, payeeName } of persons) {
        expect(readPersonName(name)).not.toHaveProperty('problem');
        expect(readPersonName(payeeName)).not.toHaveProperty('problem');
      }
    });

    it('names another payee only with a relation and an authorisation', () => {
      for (const { name, payeeName, payeeRelation, payeeDocumentNo } of persons) {
        if (payeeRelation === 'SELF') expect([payeeName, payeeDocumentNo]).toEqual([name, null]);
        else expect(payeeDocumentNo).toMatch(/^WT\d{10}$/);
      }
    });

    it('begins every entitlement before the first month to be paid', () => {
      const firstMonth = project.payouts[0]?.coversFrom ?? '';

      expect(
        persons.every(({ fromMonth }) => /^\d{4}-\d{2}$/.test(fromMonth) && fromMonth <= firstMonth),
      ).toBe(true);
    });

    it('states an amount within the cap for every individual benefit and for no other', () => {
      const capped = project.benefits.filter((benefit) => benefit.basis === 'INDIVIDUAL');
      for (const { amounts } of persons) {
        expect(Object.keys(amounts)).toEqual(capped.map((benefit) => benefit.code));
        for (const benefit of capped) {
          expect(amounts[benefit.code]).toBeGreaterThan(0);
          expect(amounts[benefit.code]).toBeLessThanOrEqual(benefit.rates.at(-1)?.amountFen ?? 0);
        }
      }
    });

    it('owes, where amounts are individual, no more than was appropriated', () => {
      const perPayout = project.payouts.map((payout) =>
        persons.reduce(
          (sum, person) =>
            sum + payout.benefitCodes.reduce((own, benefit) => own + (person.amounts[benefit] ?? 0), 0),
          0,
        ),
      );

      expect(perPayout.reduce((sum, fen) => sum + fen, 0)).toBeLessThanOrEqual(funding.initialFen);
      expect(year).toBe(funding.fiscalYear);
    });
  },
);

describe('The ages on the rosters', () => {
  it.each`
    code                                   | bornFrom | bornUntil | retiredBy
    ${PREFECTURE}                          | ${1925}  | ${1944}   | ${'1994-12-31'}
    ${REGION}                              | ${1925}  | ${1944}   | ${'1994-12-31'}
    ${HEATING}                             | ${1930}  | ${1974}   | ${'2024-12-31'}
    ${'soe-school-retired-teachers'}       | ${1945}  | ${1965}   | ${'2024-12-31'}
    ${'resigned-1992-93-social-insurance'} | ${1964}  | ${1972}   | ${null}
    ${'insurance-agents-bayingol'}         | ${1965}  | ${2000}   | ${null}
  `('of $code are plausible', ({ code, bornFrom, bornUntil, retiredBy }) => {
    for (const { citizenId, retiredOn } of roster(code)) {
      const bornIn = Number(citizenId.slice(6, 10));
      expect(bornIn).toBeGreaterThanOrEqual(bornFrom);
      expect(bornIn).toBeLessThanOrEqual(bornUntil);
      if (retiredBy === null) {
        expect(retiredOn).toBeNull();
      } else {
        expect((retiredOn ?? '9999') <= retiredBy).toBe(true);
        expect(Number(retiredOn?.slice(0, 4)) - bornIn).toBeGreaterThanOrEqual(45);
      }
    }
  });
});

describe('The persons of an agency', () => {
  it.each`
    column
    ${'citizenId'}
    ${'accountNumber'}
    ${'phone'}
  `('have each a $column of their own, but for the one on both pre-1995 rosters', ({ column }) => {
    const values = [...rosters.values()].flat().map((person) => person[column as keyof RosterPerson]);

    expect(new Set(values).size).toBe(values.length - 1);
  });

  it('draw their sequence numbers from a residue class of their roster, so that no seeds can collide', () => {
    const classes = PROJECTS.map((entry) => {
      const half = Math.floor(entry.headcount / 2);
      const others = roster(entry.project.code).filter((_, row) => row !== half);
      return new Set(others.map(({ citizenId }) => Math.floor(Number(citizenId.slice(14, 17)) / 2) % 6));
    });

    expect(classes.map((residues) => [...residues])).toEqual([[0], [1], [2], [3], [4], [5]]);
  });

  it('include one who is on both pre-1995 rosters, the same in every respect but the entitlement', () => {
    const prefecture = new Map(roster(PREFECTURE).map((person) => [person.citizenId, person]));
    const both = roster(REGION).filter((person) => prefecture.has(person.citizenId));

    expect(both).toHaveLength(1);
    expect({ ...both[0], fromMonth: '' }).toEqual({
      ...prefecture.get(both[0]?.citizenId ?? ''),
      fromMonth: '',
    });
  });

  it('are the same one on both rosters whatever the seeds and headcounts', () => {
    const left = new Set(generateRoster(PREFECTURE, 20, 1).map((person) => person.citizenId));
    const right = generateRoster(REGION, 7, 2).filter((person) => left.has(person.citizenId));

    expect(right).toHaveLength(1);
  });
});

describe('The names on the rosters', () => {
  const all = [...rosters.values()].flat();

  it('hold exactly one wrong separator, on the prefecture roster', () => {
    expect(all.filter(({ name }) => name.includes('\u2022'))).toHaveLength(1);
    expect(roster(PREFECTURE).some(({ name }) => name.includes('\u2022'))).toBe(true);
  });

  it.each`
    code          | rare
    ${PREFECTURE} | ${['\u3402', '\u{20164}']}
    ${HEATING}    | ${['\u9fcf', '\u{2b5af}']}
  `('of $code hold two rare characters beyond GBK, on lines the person is paid by', ({ code, rare }) => {
    const beyond = roster(code).filter(({ name }) => !fitsGbk(name) && !name.includes('\u2022'));

    expect(beyond.map(({ name }) => [...name].at(-1))).toEqual(rare);
    expect(beyond.every(({ payeeRelation }) => payeeRelation === 'SELF')).toBe(true);
  });

  it('are those of the payee too where they are awkward, whatever the seed', () => {
    const seeds = Array.from({ length: 40 }, (_, index) => index);
    const awkward = seeds
      .flatMap((seed) => generateRoster(PREFECTURE, 600, seed))
      .filter(({ name }) => !fitsGbk(name));

    expect(awkward).toHaveLength(3 * seeds.length);
    expect(awkward.every(({ name, payeeName }) => name === payeeName)).toBe(true);
  });

  it('otherwise fit GBK', () => {
    expect(all.filter(({ name, payeeName }) => !fitsGbk(name + payeeName))).toHaveLength(5);
  });

  it.each([[PREFECTURE], [HEATING]])('of %s hold one of 25 characters and more with two dots', (code) => {
    const long = roster(code).filter(
      ({ name }) => [...name].length >= 25 && name.split('\u00b7').length === 3,
    );

    expect(long).toHaveLength(1);
  });

  it('come from several peoples: with a dot, of two, three and four characters', () => {
    const dotted = all.filter(({ name }) => name.includes('\u00b7')).length;
    const lengths = new Set(
      all.filter(({ name }) => !name.includes('\u00b7')).map(({ name }) => [...name].length),
    );

    expect(dotted / all.length).toBeGreaterThan(0.15);
    expect([...lengths]).toEqual(expect.arrayContaining([2, 3, 4]));
  });

  it('refuse a project that is not in the demonstration', () => {
    expect(() => generateRoster('no-such-project', 1, SEED)).toThrow('no-such-project');
  });
});
