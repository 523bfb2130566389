import { LifeEventService } from '../../src/person/life-event.service';
import { StandingService } from '../../src/verification/standing.service';
import { ratePercent, STANDINGS, type Standing } from '../../src/verification/standings';
import { openOffice, type Office } from '../support/office';
import { asOwner, happens } from '../support/office-money';
import { enrols, opensNeighbour, registersPerson, setsUpProject } from '../support/office-registry';

const NOBODY = {
  enrolledCount: 0,
  neverVerifiedCount: 0,
  verifiedCount: 0,
  expiringCount: 0,
  overdueCount: 0,
  failedCount: 0,
};
const COUNT_OF: Record<Standing, keyof typeof NOBODY> = {
  NEVER: 'neverVerifiedCount',
  VERIFIED: 'verifiedCount',
  EXPIRING: 'expiringCount',
  OVERDUE: 'overdueCount',
  FAILED: 'failedCount',
};

describe('How the proofs of life stand on 2 June 2025', () => {
  let office: Office;
  let standings: StandingService;
  let codes = 0;

  beforeAll(async () => {
    office = await openOffice('2025-06-02');
    standings = office.get(StandingService);
  });
  afterAll(() => office.closes());

  const opens = async (cycle: number | null = 12, grace = 0) => {
    codes += 1;
    const facts = { code: `project-${codes}`, verificationCycleMonths: cycle, graceDays: grace };
    return (await setsUpProject(office, facts)).id;
  };
  /** Somebody whose latest proof, its own last day and latest failure are these. */
  const stands = async (
    proof: { on?: string | null; until?: string | null; failed?: string | null } = {},
    person: Parameters<typeof registersPerson>[1] = {},
  ) => {
    const personId = await registersPerson(office, person);
    const { on = null, until = null, failed = null } = proof;
    if (on ?? failed) {
      await asOwner(office, (client) =>
        client.query('insert into verification_status values ($1, $2, $3, $4, $5)', [
          office.agencyId,
          personId,
          on,
          until,
          failed,
        ]),
      );
    }
    return personId;
  };
  const clerk = () => office.actor('CLERK');
  const lists = (projectId: number, filter: Partial<Parameters<StandingService['list']>[2]> = {}) =>
    standings.list(clerk(), projectId, {
      standing: null,
      street: null,
      community: null,
      after: 0,
      limit: 50,
      ...filter,
    });

  // Before anybody else is enrolled: the agency has nobody but these.
  it('counts a person of several projects once for the agency, as the one that stands worst', async () => {
    const [yearly, halfYearly, free] = [await opens(12), await opens(6), await opens(null)];
    const both = await stands({ on: '2024-10-01' });
    const onlyFree = await stands();
    for (const projectId of [yearly, halfYearly, free]) await enrols(office, both, projectId);
    await enrols(office, onlyFree, free);

    expect(await standings.overview(clerk(), yearly)).toMatchObject({ verifiedCount: 1, ratePercent: 100 });
    expect(await standings.overview(clerk(), halfYearly)).toMatchObject({ overdueCount: 1, ratePercent: 0 });
    expect(await standings.overview(clerk(), null)).toEqual({
      ...NOBODY,
      projectId: null,
      today: '2025-06-02',
      expiringDays: 30,
      enrolledCount: 1,
      overdueCount: 1,
      ratePercent: 0,
      targetPercent: 95,
    });
  });

  it.each`
    person                                     | cycle   | grace | proof                                         | months                          | standing
    ${'never verified'}                        | ${12}   | ${0}  | ${{}}                                         | ${{}}                           | ${'NEVER'}
    ${'overdue since yesterday'}               | ${12}   | ${0}  | ${{ on: '2024-06-01' }}                       | ${{}}                           | ${'OVERDUE'}
    ${'valid until today'}                     | ${12}   | ${0}  | ${{ on: '2024-06-02' }}                       | ${{}}                           | ${'EXPIRING'}
    ${'valid until yesterday, a day of grace'} | ${12}   | ${1}  | ${{ on: '2024-06-01' }}                       | ${{}}                           | ${'EXPIRING'}
    ${'out of grace since yesterday'}          | ${12}   | ${1}  | ${{ on: '2024-05-31' }}                       | ${{}}                           | ${'OVERDUE'}
    ${'valid for 30 more days'}                | ${12}   | ${0}  | ${{ on: '2024-07-02' }}                       | ${{}}                           | ${'EXPIRING'}
    ${'valid for 31 more days'}                | ${12}   | ${0}  | ${{ on: '2024-07-03' }}                       | ${{}}                           | ${'VERIFIED'}
    ${'verified on a leap day'}                | ${12}   | ${93} | ${{ on: '2024-02-29' }}                       | ${{}}                           | ${'OVERDUE'}
    ${'verified on a leap day, more grace'}    | ${12}   | ${94} | ${{ on: '2024-02-29' }}                       | ${{}}                           | ${'EXPIRING'}
    ${'on a cycle of six months'}              | ${6}    | ${0}  | ${{ on: '2024-12-01' }}                       | ${{}}                           | ${'OVERDUE'}
    ${'on a monthly cycle'}                    | ${1}    | ${0}  | ${{ on: '2025-05-02' }}                       | ${{}}                           | ${'EXPIRING'}
    ${'whose proof ends sooner itself'}        | ${12}   | ${0}  | ${{ on: '2025-03-01', until: '2025-06-01' }}  | ${{}}                           | ${'OVERDUE'}
    ${'whose proof lasts longer itself'}       | ${12}   | ${0}  | ${{ on: '2024-01-01', until: '2026-01-01' }}  | ${{}}                           | ${'VERIFIED'}
    ${'who failed after a proof'}              | ${12}   | ${0}  | ${{ on: '2025-05-01', failed: '2025-05-02' }} | ${{}}                           | ${'FAILED'}
    ${'who failed and was overdue'}            | ${12}   | ${0}  | ${{ on: '2023-05-01', failed: '2025-05-02' }} | ${{}}                           | ${'FAILED'}
    ${'who failed and never passed'}           | ${12}   | ${0}  | ${{ failed: '2025-05-02' }}                   | ${{}}                           | ${'FAILED'}
    ${'who passed after a failure'}            | ${12}   | ${0}  | ${{ on: '2025-05-03', failed: '2025-05-02' }} | ${{}}                           | ${'VERIFIED'}
    ${'of a project that asks for no proof'}   | ${null} | ${0}  | ${{ on: '2021-01-01', until: '2021-06-01' }}  | ${{}}                           | ${'VERIFIED'}
    ${'who failed where no proof is asked'}    | ${null} | ${0}  | ${{ on: '2021-01-01', failed: '2025-05-02' }} | ${{}}                           | ${'VERIFIED'}
    ${'enrolled from this month'}              | ${12}   | ${0}  | ${{}}                                         | ${{ fromMonth: '2025-06-01' }}  | ${'NEVER'}
    ${'enrolled from next month'}              | ${12}   | ${0}  | ${{}}                                         | ${{ fromMonth: '2025-07-01' }}  | ${null}
    ${'enrolled until this month'}             | ${12}   | ${0}  | ${{}}                                         | ${{ untilMonth: '2025-06-01' }} | ${'NEVER'}
    ${'enrolled until last month'}             | ${12}   | ${0}  | ${{}}                                         | ${{ untilMonth: '2025-05-01' }} | ${null}
  `('somebody $person stands as $standing', async ({ cycle, grace, proof, months, standing }) => {
    const projectId = await opens(cycle, grace);
    await enrols(office, await stands(proof), projectId, months);

    const counts =
      standing === null ? NOBODY : { ...NOBODY, enrolledCount: 1, [COUNT_OF[standing as Standing]]: 1 };
    expect(await standings.overview(clerk(), projectId)).toMatchObject(counts);
    expect((await lists(projectId)).map((line) => line.standing)).toEqual(standing ? [standing] : []);
  });

  it.each`
    event                                | kind                    | on              | isCounted
    ${'died'}                            | ${'DEATH'}              | ${'2025-06-01'} | ${false}
    ${'emigrated last month'}            | ${'EMIGRATION'}         | ${'2025-05-31'} | ${false}
    ${'emigrated this month'}            | ${'EMIGRATION'}         | ${'2025-06-01'} | ${true}
    ${'lost the entitlement last month'} | ${'END_OF_ENTITLEMENT'} | ${'2025-05-31'} | ${false}
    ${'is in custody'}                   | ${'CUSTODY'}            | ${'2025-05-01'} | ${true}
  `('somebody who $event is counted: $isCounted', async ({ kind, on, isCounted }) => {
    const projectId = await opens();
    const personId = await stands();
    await enrols(office, personId, projectId);
    await happens(office, personId, kind, on);

    expect(await lists(projectId)).toHaveLength(isCounted ? 1 : 0);
  });

  it('counts who is said to have died until the death is confirmed', async () => {
    const projectId = await opens();
    const personId = await stands();
    await enrols(office, personId, projectId);
    const events = office.get(LifeEventService);
    const death = { kind: 'DEATH', happenedOn: '2025-05-10', note: '死亡证明' } as const;

    const { id } = await events.propose(clerk(), personId, death);
    expect(await standings.overview(clerk(), projectId)).toMatchObject({ enrolledCount: 1 });
    await events.confirm(office.actor('REVIEWER'), personId, id);
    expect(await standings.overview(clerk(), projectId)).toMatchObject(NOBODY);
  });

  it.each`
    verified | enrolled  | percent
    ${0}     | ${0}      | ${null}
    ${0}     | ${7}      | ${0}
    ${39}    | ${40}     | ${97.5}
    ${2}     | ${3}      | ${66.67}
    ${1}     | ${3}      | ${33.33}
    ${9_999} | ${10_000} | ${99.99}
    ${877}   | ${877}    | ${100}
  `('the rate of $verified of $enrolled is $percent', ({ verified, enrolled, percent }) => {
    expect(ratePercent(verified, enrolled)).toBe(percent);
  });

  it('who is soon to expire is verified in the rate', async () => {
    const projectId = await opens();
    for (const on of ['2025-05-01', '2024-06-02', '2024-06-01', null])
      await enrols(office, await stands({ on }), projectId);

    expect(await standings.overview(clerk(), projectId)).toMatchObject({ ratePercent: 50 });
  });

  it('lists page by page, by state and place, with numbers masked, and counts by community', async () => {
    const projectId = await opens();
    const people = [await stands({ on: '2025-05-01' }), await stands(), await stands({}, { name: '王五' })];
    for (const personId of people) await enrols(office, personId, projectId);
    await office.asks(`update person set street = '延安路街道', community = '南公园社区' where id = $1`, [
      people[2],
    ]);

    const pages = [
      await lists(projectId, { limit: 2 }),
      await lists(projectId, { after: people[1]!, limit: 2 }),
    ];
    expect(pages.map((page) => page.map(({ personId }) => personId))).toEqual([
      people.slice(0, 2),
      [people[2]],
    ]);
    expect(await lists(projectId, { standing: 'NEVER', street: '延安路街道' })).toEqual([
      {
        personId: people[2],
        citizenId: expect.stringMatching(/^659\*+\w{4}$/),
        name: '王五',
        phone: '154****0001',
        street: '延安路街道',
        community: '南公园社区',
        standing: 'NEVER',
        standingLabel: STANDINGS.NEVER,
        verifiedOn: null,
        failedOn: null,
        deadlineOn: null,
      },
    ]);
    expect(await lists(projectId, { community: '没有的社区' })).toEqual([]);
    const [there, here] = [
      { ...NOBODY, street: '延安路街道', community: '南公园社区' },
      { ...NOBODY, street: '建国路街道', community: '北京南路社区' },
    ];
    expect(await standings.communities(clerk(), projectId)).toEqual([
      { ...there, enrolledCount: 1, neverVerifiedCount: 1 },
      { ...here, enrolledCount: 2, verifiedCount: 1, neverVerifiedCount: 1 },
    ]);
  });

  it('is not told to another agency', async () => {
    const projectId = await opens();
    await enrols(office, await stands(), projectId);
    const stranger = await opensNeighbour(office);
    const all = { standing: null, street: null, community: null, after: 0, limit: 50 };

    for (const asked of [
      () => standings.overview(stranger, projectId),
      () => standings.communities(stranger, projectId),
      () => standings.list(stranger, projectId, all),
    ])
      await expect(asked()).rejects.toMatchObject({ code: 'not_found' });
    expect(await standings.overview(stranger, null)).toMatchObject(NOBODY);
  });
});
