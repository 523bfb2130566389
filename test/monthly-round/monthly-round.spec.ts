import { BatchService } from '../../src/batch/batch.service';
import { MonthlyRoundListService } from '../../src/monthly-round/monthly-round-list.service';
import { batchNow } from '../support/office-bank';
import {
  compiles,
  enrols,
  founds,
  monthlyPayouts,
  opens,
  verifies,
  type PaidProject,
} from '../support/office-money';
import { actsOn, opensNeighbour } from '../support/office-registry';
import { RoundDesk } from '../support/office-round';
import { openOffice, type Office } from '../support/office';

describe('A monthly round', () => {
  let office: Office;
  let project: PaidProject;
  let desk: RoundDesk;

  beforeAll(async () => {
    office = await openOffice('2025-01-20');
  });
  beforeEach(async () => {
    project = await founds(office, { monthlyRound: true, graceDays: 10 });
    desk = new RoundDesk(office, project.id);
  });
  afterAll(() => office.closes());

  const suspects = (personId: number, kind: string, state = 'OPEN') =>
    office.asks(
      `insert into suspicion (agency_id, person_id, kind, suspected_on, state, decided_by, opened_at, version)
       values ($1, $2, $3, '2025-01-10', $4, $5, now(), 1)`,
      [office.agencyId, personId, kind, state, state === 'OPEN' ? null : office.actor('REVIEWER').userId],
    );
  const fails = (personId: number, on: string) =>
    office.asks(
      `insert into verification_status (agency_id, person_id, failed_on) values ($1, $2, $3)
       on conflict (agency_id, person_id) do update set failed_on = excluded.failed_on`,
      [office.agencyId, personId, on],
    );

  // The round is of January, run on 20 January; a proof lasts 12 months and 10 days of grace.
  it.each`
    who                                    | facts                                                                 | also                          | result
    ${'verified'}                          | ${{}}                                                                 | ${{}}                         | ${'VERIFIED'}
    ${'verified to the last day of grace'} | ${{ verifiedOn: '2024-01-10' }}                                       | ${{}}                         | ${'VERIFIED'}
    ${'a day longer'}                      | ${{ verifiedOn: '2024-01-09' }}                                       | ${{}}                         | ${'OVERDUE'}
    ${'by a proof that ended itself'}      | ${{ validUntil: '2025-01-09' }}                                       | ${{}}                         | ${'OVERDUE'}
    ${'never verified'}                    | ${{ verifiedOn: null }}                                               | ${{}}                         | ${'NEVER_VERIFIED'}
    ${'failed and never verified'}         | ${{ verifiedOn: null }}                                               | ${{ failedOn: '2025-01-05' }} | ${'FAILED'}
    ${'failed after the last proof'}       | ${{}}                                                                 | ${{ failedOn: '2025-01-05' }} | ${'FAILED'}
    ${'failed on the day of the proof'}    | ${{}}                                                                 | ${{ failedOn: '2024-12-01' }} | ${'FAILED'}
    ${'failed before the last proof'}      | ${{}}                                                                 | ${{ failedOn: '2024-11-30' }} | ${'VERIFIED'}
    ${'suspected dead'}                    | ${{}}                                                                 | ${{ suspected: 'DEATH' }}     | ${'SUSPECTED_DEATH'}
    ${'suspected in custody'}              | ${{}}                                                                 | ${{ suspected: 'CUSTODY' }}   | ${'SUSPECTED_CUSTODY'}
    ${'suspected dead, but cleared'}       | ${{}}                                                                 | ${{ cleared: 'DEATH' }}       | ${'VERIFIED'}
    ${'suspected dead and overdue'}        | ${{ verifiedOn: null }}                                               | ${{ suspected: 'DEATH' }}     | ${'SUSPECTED_DEATH'}
    ${'dead since last year'}              | ${{ diedOn: '2024-12-31' }}                                           | ${{}}                         | ${'DECEASED'}
    ${'dead in the month itself'}          | ${{ diedOn: '2025-01-05' }}                                           | ${{}}                         | ${'DECEASED'}
    ${'dead and suspected'}                | ${{ diedOn: '2025-01-05' }}                                           | ${{ suspected: 'DEATH' }}     | ${'DECEASED'}
    ${'arrested before the month'}         | ${{ events: [['CUSTODY', '2024-12-31']] }}                            | ${{}}                         | ${'IN_CUSTODY'}
    ${'arrested in the month'}             | ${{ events: [['CUSTODY', '2025-01-01']] }}                            | ${{}}                         | ${'VERIFIED'}
    ${'released on its first day'}         | ${{ events: [['CUSTODY', '2024-06-01'], ['RELEASE', '2025-01-01']] }} | ${{}}                         | ${'IN_CUSTODY'}
    ${'released before the month'}         | ${{ events: [['CUSTODY', '2024-06-01'], ['RELEASE', '2024-12-31']] }} | ${{}}                         | ${'VERIFIED'}
    ${'emigrated before the month'}        | ${{ events: [['EMIGRATION', '2024-12-31']] }}                         | ${{}}                         | ${'ENDED'}
    ${'ended in the month'}                | ${{ events: [['END_OF_ENTITLEMENT', '2025-01-01']] }}                 | ${{}}                         | ${'VERIFIED'}
    ${'enrolled from this month'}          | ${{ from: '2025-01' }}                                                | ${{}}                         | ${'VERIFIED'}
    ${'enrolled until this month'}         | ${{ until: '2025-01' }}                                               | ${{}}                         | ${'VERIFIED'}
    ${'enrolled from the next'}            | ${{ from: '2025-02' }}                                                | ${{}}                         | ${undefined}
    ${'enrolled until the one before'}     | ${{ until: '2024-12' }}                                               | ${{}}                         | ${undefined}
  `('finds a person $who to be $result', async ({ facts, also, result }) => {
    const { personId } = await enrols(office, project, '李华', facts);
    if (also.failedOn) await fails(personId, also.failedOn);
    if (also.suspected) await suspects(personId, also.suspected);
    if (also.cleared) await suspects(personId, also.cleared, 'CLEARED');
    const id = await desk.opens();
    await desk.runs(id);

    expect((await desk.results(id))['李华']).toBe(result);
  });

  it('asks no proof of life where the project has no cycle', async () => {
    const plain = await founds(office, { monthlyRound: true, verificationCycleMonths: null });
    await enrols(office, plain, '李华', { verifiedOn: null });
    const id = await new RoundDesk(office, plain.id).opens();
    await desk.runs(id);

    expect(await desk.results(id)).toEqual({ 李华: 'VERIFIED' });
  });

  it('says of a proof of life what the standings say, for the month of today', async () => {
    await enrols(office, project, '甲');
    await enrols(office, project, '乙', { verifiedOn: null });
    await enrols(office, project, '丙', { verifiedOn: '2024-01-10' });
    await enrols(office, project, '丁', { verifiedOn: '2024-01-09' });
    await fails((await enrols(office, project, '戊')).personId, '2025-01-05');
    const id = await desk.opens();
    await desk.runs(id);

    const standings = await office.asks<{ name: string; standing: string }>(
      `select name, standing from verification_standing('2025-01-20', -1) current
       join person on person.id = current.person_id where project_id = $1`,
      [project.id],
    );
    const said = standings.map(({ name, standing }) => [
      name,
      standing === 'NEVER' ? 'NEVER_VERIFIED' : standing,
    ]);
    expect(await desk.results(id)).toEqual(Object.fromEntries(said));
  });

  it('counts who is verified silently and who by hand, and how many of all that is', async () => {
    await enrols(office, project, '李华');
    await enrols(office, project, '故人', { diedOn: '2024-11-05' });
    const late = await enrols(office, project, '晚来', { verifiedOn: '2023-06-01' });
    const away = await enrols(office, project, '外出', { verifiedOn: null });
    const id = await desk.opens();
    expect(await desk.runs(id)).toMatchObject({ enrolledCount: 4, changedCount: 4, openCount: 2 });

    await verifies(office, late.personId, '2025-01-15');
    expect(await desk.runs(id)).toMatchObject({ changedCount: 1, openCount: 1 });
    await desk.holdsBack(id, [away.enrollmentId]);

    expect(await desk.shows(id)).toMatchObject({
      enrolledCount: 4,
      excludedCount: 1,
      silentCount: 1,
      byHandCount: 1,
      heldBackCount: 1,
      openCount: 0,
      verifiedPercent: 66.67,
      runOn: '2025-01-20',
    });
    expect(await desk.members(id, 'HELD_BACK')).toMatchObject([{ name: '外出', heldBackReason: '外出未归' }]);
  });

  it('writes nothing when it is run again and nothing has changed', async () => {
    await enrols(office, project, '李华');
    const id = await desk.opens();
    await desk.runs(id);

    expect(await desk.runs(id)).toMatchObject({ enrolledCount: 1, changedCount: 0 });
  });

  it('lets go of a note when the result it was written for has changed, and keeps it otherwise', async () => {
    const [first, second] = [
      await enrols(office, project, '甲', { verifiedOn: null }),
      await enrols(office, project, '乙', { verifiedOn: null }),
    ];
    const id = await desk.opens();
    await desk.runs(id);
    await desk.holdsBack(id, [first.enrollmentId, second.enrollmentId]);
    await suspects(first.personId, 'DEATH');
    await desk.runs(id);

    expect(await desk.members(id, 'OPEN')).toMatchObject([{ name: '甲', result: 'SUSPECTED_DEATH' }]);
    expect(await desk.members(id, 'HELD_BACK')).toMatchObject([{ name: '乙' }]);
  });

  it('finds a member whose enrolment was since corrected to have ended', async () => {
    const { enrollmentId } = await enrols(office, project, '李华', { verifiedOn: null });
    const id = await desk.opens();
    await desk.runs(id);
    await office.asks(`update enrollment set until_month = '2024-12-01' where id = $1`, [enrollmentId]);
    await desk.runs(id);

    expect(await desk.results(id)).toEqual({ 李华: 'ENDED' });
  });

  it('lists who is open page by page, by street, with the number masked', async () => {
    for (const name of ['甲', '乙', '丙']) await enrols(office, project, name, { verifiedOn: null });
    const id = await desk.opens();
    await desk.runs(id);
    const [first, ...rest] = await desk.members(id, 'OPEN', { limit: 2 });

    expect(first).toMatchObject({ name: '甲', street: '街道', community: '社区', resultLabel: '未认证' });
    expect(first!.citizenId).toMatch(/^659\*+/);
    expect(await desk.members(id, 'OPEN', { after: rest.at(-1)!.enrollmentId })).toMatchObject([
      { name: '丙' },
    ]);
    expect(await desk.members(id, 'OPEN', { street: '别的街道' })).toEqual([]);
  });

  it.each`
    whom                   | facts
    ${'somebody verified'} | ${{}}
    ${'somebody dead'}     | ${{ diedOn: '2024-11-05' }}
  `('takes no note about $whom, and then none at all', async ({ facts }) => {
    const other = await enrols(office, project, '李华', facts);
    const open = await enrols(office, project, '外出', { verifiedOn: null });
    const id = await desk.opens();
    await desk.runs(id);

    await expect(desk.holdsBack(id, [open.enrollmentId, other.enrollmentId])).rejects.toMatchObject({
      code: 'not_on_work_list',
      facts: { count: 1 },
    });
    expect(await desk.members(id, 'HELD_BACK')).toEqual([]);
  });

  it('is not closed before it was run, nor while anybody is open', async () => {
    await enrols(office, project, '外出', { verifiedOn: null });
    const id = await desk.opens();
    await expect(desk.closes(id)).rejects.toMatchObject({ code: 'round_not_run' });
    await desk.runs(id);

    await expect(desk.closes(id)).rejects.toMatchObject({
      code: 'round_has_open_items',
      facts: { openCount: 1 },
    });
  });

  it('is closed by one user and confirmed or sent back by another, and everything is on record', async () => {
    const id = await desk.opens();
    await desk.runs(id);
    await desk.closes(id);
    await expect(desk.confirms(id, 'CLERK')).rejects.toMatchObject({ code: 'four_eyes_required' });
    await expect(desk.sendsBack(id, 'CLERK')).rejects.toMatchObject({ code: 'four_eyes_required' });
    await expect(desk.runs(id)).rejects.toMatchObject({ code: 'round_move_not_allowed' });
    await desk.sendsBack(id);
    expect(await desk.shows(id)).toMatchObject({ state: 'OPEN', reason: '名单有误', closedBy: null });
    await desk.closes(id);
    await desk.confirms(id);

    expect(await desk.shows(id)).toMatchObject({ state: 'CONFIRMED', stateLabel: '已确认', reason: null });
    expect(await actsOn(office, 'monthly-round', id)).toEqual(
      ['open', 'run', 'close', 'send-back', 'close', 'confirm'].map((act) => `monthly-round.${act}`),
    );
  });

  it('is one per project and month, and only for projects that ask for it', async () => {
    await desk.opens();
    await desk.opens('2025-02');
    const plain = await founds(office);

    await expect(desk.opens()).rejects.toMatchObject({ code: 'round_already_opened' });
    await expect(new RoundDesk(office, plain.id).opens()).rejects.toMatchObject({ code: 'round_not_asked' });
  });

  it('of another agency is not found', async () => {
    const id = await desk.opens();
    const neighbour = await opensNeighbour(office);

    await expect(office.get(MonthlyRoundListService).show(neighbour, id)).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  describe('and the batch of its month', () => {
    const submits = async (batchId: number) =>
      office
        .get(BatchService)
        .submit(office.actor('CLERK'), batchId, (await batchNow(office, batchId)).version);
    const compiled = async () => {
      await enrols(office, project, '李华');
      const { id } = await opens(office, project, 0);
      await compiles(office, id);
      return id;
    };

    it.each`
      round             | reach                          | state
      ${'not opened'}   | ${[]}                          | ${'尚未开启'}
      ${'open'}         | ${['opens', 'runs']}           | ${'核实中'}
      ${'closed alone'} | ${['opens', 'runs', 'closes']} | ${'已关闭，待确认'}
    `('that is $round: the batch is not submitted', async ({ reach, state }) => {
      const batchId = await compiled();
      let round = 0;
      for (const step of reach) {
        if (step === 'opens') round = await desk.opens();
        else await desk[step as 'runs' | 'closes'](round);
      }

      await expect(submits(batchId)).rejects.toMatchObject({
        code: 'monthly_round_open',
        facts: { projectName: '生活费', month: '2025-01', state },
      });
    });

    it('is submitted once the round is confirmed, and the round of another month does not help', async () => {
      const batchId = await compiled();
      for (const month of ['2025-02', '2025-01']) {
        await expect(submits(batchId)).rejects.toMatchObject({ code: 'monthly_round_open' });
        const round = await desk.opens(month);
        await desk.runs(round);
        await desk.closes(round);
        await desk.confirms(round);
      }

      expect(await submits(batchId)).toMatchObject({ state: 'SUBMITTED' });
    });

    it.each`
      covers                    | dueOn           | month
      ${['2025-01', '2025-12']} | ${'2025-02-10'} | ${'2025-02'}
      ${['2025-01', '2025-02']} | ${'2025-03-01'} | ${'2025-02'}
      ${['2025-02', '2025-03']} | ${'2025-01-31'} | ${'2025-01'}
    `(
      'of $covers that is due on $dueOn is asked for the round of $month',
      async ({ covers, dueOn, month }) => {
        const [coversFrom, coversUntil] = covers;
        project = await founds(office, {
          monthlyRound: true,
          payouts: [{ ...monthlyPayouts()[0]!, coversFrom, coversUntil, dueOn }],
        });
        const batchId = await compiled();

        await expect(submits(batchId)).rejects.toMatchObject({ facts: { month } });
      },
    );

    it('withholds who was held back, by the judge alone', async () => {
      const batchId = await compiled();
      const { personId, enrollmentId } = await enrols(office, project, '外出');
      await suspects(personId, 'DEATH');
      await compiles(office, batchId);
      const round = await desk.opens();
      await desk.runs(round);
      await desk.holdsBack(round, [enrollmentId]);
      await desk.closes(round);
      await desk.confirms(round);
      await submits(batchId);

      expect(
        await office.asks('select state from entitlement where enrollment_id = $1', [enrollmentId]),
      ).toEqual([{ state: 'WITHHELD' }]);
    });
  });
});
