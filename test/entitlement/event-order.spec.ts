import fc from 'fast-check';
import { openOffice, type Office } from '../support/office';
import { compiles, enrols, founds, opens, owed, type PaidProject } from '../support/office-money';
import { befalls, type Happening } from '../support/office-situations';

/** Things that may all be true of one person; the days are when they happened, not when they were recorded. */
const LIFE: Happening[] = [
  ['2025-06-10', 'CUSTODY', '2025-01-15'],
  ['2025-06-10', 'RELEASE', '2025-03-10'],
  ['2025-06-10', 'HOLD', '2025-02-01'],
  ['2025-06-10', 'HOLD_LIFTED', '2025-04-01'],
  ['2025-06-10', 'DEATH', '2025-05-20'],
  ['2025-06-10', 'EMIGRATION', '2025-04-15'],
  ['2025-06-10', 'VERIFIED'],
  ['2025-06-10', 'ACCOUNT'],
];
const RUNS = 12;

describe('The order in which events are recorded', () => {
  let office: Office;
  let project: PaidProject;

  beforeAll(async () => {
    office = await openOffice('2025-01-05');
  });
  afterAll(() => office.closes());

  /** Records some of the events, compiling a draft after each where asked, and says what is owed in the end. */
  const owedAfter = async (events: readonly Happening[], compilesBetween: readonly boolean[]) => {
    project = await founds(office);
    const person = await enrols(office, project, '李华', { verifiedOn: '2024-03-01', account: null });
    office.clock.set('2025-06-10');
    const batch = await opens(office, project, 5, 'SUPPLEMENTARY');
    for (const [index, happening] of events.entries()) {
      await befalls(office, person.personId, '李华', happening);
      if (compilesBetween[index]) await compiles(office, batch.id);
    }
    await compiles(office, batch.id);
    return owed(office, person);
  };

  it('does not change what is finally owed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.subarray(LIFE, { minLength: 2 }),
        fc.array(fc.boolean(), { minLength: LIFE.length, maxLength: LIFE.length }),
        fc.infiniteStream(fc.nat()),
        async (events, compilesBetween, random) => {
          const shuffled = events
            .map((event) => ({ event, at: random.next().value as number }))
            .sort((a, b) => a.at - b.at)
            .map(({ event }) => event);

          expect(await owedAfter(shuffled, compilesBetween)).toEqual(await owedAfter(events, []));
        },
      ),
      { numRuns: RUNS },
    );
  });
});
