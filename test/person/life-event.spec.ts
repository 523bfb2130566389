import request from 'supertest';
import type { Actor } from '../../src/access/actor';
import type { LifeEventKind } from '../../src/person/life-event.entity';
import { isReportedLate } from '../../src/person/life-event.rules';
import { LifeEventService, type LifeEventInput } from '../../src/person/life-event.service';
import { openOffice, type Office } from '../support/office';
import { actsOn, bearerOf, opensNeighbour, registersPerson, setsUpProject } from '../support/office-registry';

/** An event in a row of a table: kind, day, and `one` or `other` when it concerns that project only. */
type Told = [LifeEventKind, string, ('one' | 'other')?];

describe('A life event', () => {
  let office: Office;
  let events: LifeEventService;
  let clerk: Actor;
  let reviewer: Actor;
  const projectIds: { one?: number; other?: number } = {};

  beforeAll(async () => {
    office = await openOffice('2025-06-02');
    events = office.get(LifeEventService);
    clerk = office.actor('CLERK');
    reviewer = office.actor('REVIEWER');
    projectIds.one = (await setsUpProject(office, { code: 'one' })).id;
    projectIds.other = (await setsUpProject(office, { code: 'other' })).id;
  });
  afterAll(() => office.closes());

  const inputOf = ([kind, happenedOn, only]: Told): LifeEventInput => ({
    kind,
    happenedOn,
    note: '社区报告',
    ...(only && { projectId: projectIds[only]! }),
  });
  const proposes = (personId: number, told: Told) => events.propose(clerk, personId, inputOf(told));
  const happens = async (personId: number, told: Told) =>
    events.confirm(reviewer, personId, (await proposes(personId, told)).id);

  it.each`
    what                                     | before                                                                                                      | then                                           | refusal
    ${'death'}                               | ${[]}                                                                                                       | ${['DEATH', '2025-03-10']}                     | ${undefined}
    ${'death today'}                         | ${[]}                                                                                                       | ${['DEATH', '2025-06-02']}                     | ${undefined}
    ${'death tomorrow'}                      | ${[]}                                                                                                       | ${['DEATH', '2025-06-03']}                     | ${'life_event_date_wrong'}
    ${'death at birth'}                      | ${[]}                                                                                                       | ${['DEATH', '1950-03-10']}                     | ${undefined}
    ${'death before birth'}                  | ${[]}                                                                                                       | ${['DEATH', '1950-03-09']}                     | ${'life_event_date_wrong'}
    ${'a second death'}                      | ${[['DEATH', '2025-03-10']]}                                                                                | ${['DEATH', '2025-03-09']}                     | ${'death_already_reported'}
    ${'death before a hold for suspicion'}   | ${[['HOLD', '2025-05-01']]}                                                                                 | ${['DEATH', '2025-03-10']}                     | ${undefined}
    ${'death in one project'}                | ${[]}                                                                                                       | ${['DEATH', '2025-03-10', 'one']}              | ${'life_event_concerns_all_projects'}
    ${'custody on the day of death'}         | ${[['DEATH', '2025-03-10']]}                                                                                | ${['CUSTODY', '2025-03-10']}                   | ${undefined}
    ${'custody after death'}                 | ${[['DEATH', '2025-03-10']]}                                                                                | ${['CUSTODY', '2025-03-11']}                   | ${'happened_after_death'}
    ${'hold after death'}                    | ${[['DEATH', '2025-03-10']]}                                                                                | ${['HOLD', '2025-03-11']}                      | ${'happened_after_death'}
    ${'release without custody'}             | ${[]}                                                                                                       | ${['RELEASE', '2025-03-10']}                   | ${'not_in_custody'}
    ${'release on the day of custody'}       | ${[['CUSTODY', '2025-03-10']]}                                                                              | ${['RELEASE', '2025-03-10']}                   | ${undefined}
    ${'release before custody'}              | ${[['CUSTODY', '2025-03-10']]}                                                                              | ${['RELEASE', '2025-03-09']}                   | ${'not_in_custody'}
    ${'a second release'}                    | ${[['CUSTODY', '2025-03-10'], ['RELEASE', '2025-04-01']]}                                                   | ${['RELEASE', '2025-04-02']}                   | ${'not_in_custody'}
    ${'a release before the one on record'}  | ${[['CUSTODY', '2025-03-10'], ['RELEASE', '2025-04-01']]}                                                   | ${['RELEASE', '2025-03-31']}                   | ${'not_in_custody'}
    ${'a second custody'}                    | ${[['CUSTODY', '2025-03-10']]}                                                                              | ${['CUSTODY', '2025-03-11']}                   | ${'already_in_custody'}
    ${'custody on the day of release'}       | ${[['CUSTODY', '2025-03-10'], ['RELEASE', '2025-04-01']]}                                                   | ${['CUSTODY', '2025-04-01']}                   | ${'already_in_custody'}
    ${'custody on the day after release'}    | ${[['CUSTODY', '2025-03-10'], ['RELEASE', '2025-04-01']]}                                                   | ${['CUSTODY', '2025-04-02']}                   | ${undefined}
    ${'an earlier custody, learned late'}    | ${[['CUSTODY', '2025-03-10']]}                                                                              | ${['CUSTODY', '2024-03-10']}                   | ${undefined}
    ${'custody in one project'}              | ${[]}                                                                                                       | ${['CUSTODY', '2025-03-10', 'one']}            | ${'life_event_concerns_all_projects'}
    ${'end of entitlement in one project'}   | ${[]}                                                                                                       | ${['END_OF_ENTITLEMENT', '2025-03-10', 'one']} | ${undefined}
    ${'emigration in one project'}           | ${[]}                                                                                                       | ${['EMIGRATION', '2025-03-10', 'one']}         | ${'life_event_concerns_all_projects'}
    ${'lifting a hold'}                      | ${[['HOLD', '2025-03-10']]}                                                                                 | ${['HOLD_LIFTED', '2025-03-10']}               | ${undefined}
    ${'lifting a hold before it began'}      | ${[['HOLD', '2025-03-10']]}                                                                                 | ${['HOLD_LIFTED', '2025-03-09']}               | ${'nothing_to_lift'}
    ${'lifting no hold'}                     | ${[]}                                                                                                       | ${['HOLD_LIFTED', '2025-03-10']}               | ${'nothing_to_lift'}
    ${'lifting a hold twice'}                | ${[['HOLD', '2025-03-10'], ['HOLD_LIFTED', '2025-03-11']]}                                                  | ${['HOLD_LIFTED', '2025-03-12']}               | ${'nothing_to_lift'}
    ${'lifting for one what holds for all'}  | ${[['HOLD', '2025-03-10']]}                                                                                 | ${['HOLD_LIFTED', '2025-03-11', 'one']}        | ${'nothing_to_lift'}
    ${'lifting for all what holds for one'}  | ${[['HOLD', '2025-03-10', 'one']]}                                                                          | ${['HOLD_LIFTED', '2025-03-11']}               | ${'nothing_to_lift'}
    ${'a hold for one below one for all'}    | ${[['HOLD', '2025-03-10']]}                                                                                 | ${['HOLD', '2025-03-11', 'one']}               | ${'already_held'}
    ${'a hold for all above one for one'}    | ${[['HOLD', '2025-03-10', 'one']]}                                                                          | ${['HOLD', '2025-03-11']}                      | ${'already_held'}
    ${'holds for two projects'}              | ${[['HOLD', '2025-03-10', 'one']]}                                                                          | ${['HOLD', '2025-03-11', 'other']}             | ${undefined}
    ${'a hold for all while one is held'}    | ${[['HOLD', '2025-03-10', 'one'], ['HOLD', '2025-03-11', 'other'], ['HOLD_LIFTED', '2025-03-12', 'other']]} | ${['HOLD', '2025-03-13']}                      | ${'already_held'}
    ${'a new hold on the day of lifting'}    | ${[['HOLD', '2025-03-10'], ['HOLD_LIFTED', '2025-03-11']]}                                                  | ${['HOLD', '2025-03-11']}                      | ${'already_held'}
    ${'a new hold on the day after lifting'} | ${[['HOLD', '2025-03-10'], ['HOLD_LIFTED', '2025-03-11']]}                                                  | ${['HOLD', '2025-03-12']}                      | ${undefined}
  `('$what: $refusal', async ({ before, then, refusal }) => {
    const personId = await registersPerson(office);
    for (const told of before) await happens(personId, told);

    const proposed = proposes(personId, then);

    if (refusal) await expect(proposed).rejects.toMatchObject({ code: refusal });
    else await expect(proposed).resolves.toMatchObject({ state: 'PROPOSED' });
  });

  it.each`
    reported                | happenedOn      | reportedOn      | refusal
    ${'on the day'}         | ${'2025-05-30'} | ${'2025-05-30'} | ${undefined}
    ${'before it happened'} | ${'2025-05-30'} | ${'2025-05-29'} | ${'life_event_date_wrong'}
    ${'tomorrow'}           | ${'2025-05-30'} | ${'2025-06-03'} | ${'life_event_date_wrong'}
    ${'today, by default'}  | ${'2025-05-30'} | ${undefined}    | ${undefined}
  `('reported $reported: $refusal', async ({ happenedOn, reportedOn, refusal }) => {
    const personId = await registersPerson(office);
    const input = { ...inputOf(['DEATH', happenedOn]), ...(reportedOn && { reportedOn }) };

    const proposed = events.propose(clerk, personId, input);

    if (refusal) await expect(proposed).rejects.toMatchObject({ code: refusal });
    else await expect(proposed).resolves.toMatchObject({ reportedOn: reportedOn ?? '2025-06-02' });
  });

  it.each`
    reported                               | happenedOn      | reportedOn      | late
    ${'20 working days after a Monday'}    | ${'2025-03-03'} | ${'2025-03-31'} | ${false}
    ${'21 working days after a Monday'}    | ${'2025-03-03'} | ${'2025-04-01'} | ${true}
    ${'20 working days after a Saturday'}  | ${'2025-03-01'} | ${'2025-03-28'} | ${false}
    ${'on the weekend after the 20th day'} | ${'2025-03-01'} | ${'2025-03-30'} | ${false}
    ${'21 working days after a Saturday'}  | ${'2025-03-01'} | ${'2025-03-31'} | ${true}
    ${'20 working days with a holiday'}    | ${'2025-01-15'} | ${'2025-02-18'} | ${false}
    ${'21 working days with a holiday'}    | ${'2025-01-15'} | ${'2025-02-19'} | ${true}
  `('reported $reported is late: $late', ({ happenedOn, reportedOn, late }) => {
    expect(isReportedLate(happenedOn, reportedOn)).toBe(late);
  });

  it('is judged again at confirmation, by what is confirmed then', async () => {
    const personId = await registersPerson(office);
    const custody = await proposes(personId, ['CUSTODY', '2025-03-10']);
    const release = await proposes(personId, ['RELEASE', '2025-04-01']);

    await expect(events.confirm(reviewer, personId, release.id)).rejects.toMatchObject({
      code: 'not_in_custody',
    });
    await events.confirm(reviewer, personId, custody.id);
    expect(await events.confirm(reviewer, personId, release.id)).toMatchObject({ state: 'CONFIRMED' });
  });

  it('may be reported again after its rejection', async () => {
    const personId = await registersPerson(office);
    const { id } = await proposes(personId, ['DEATH', '2025-03-10']);
    await expect(proposes(personId, ['DEATH', '2025-03-12'])).rejects.toMatchObject({
      code: 'death_already_reported',
    });

    await events.reject(reviewer, personId, id);

    expect(await proposes(personId, ['DEATH', '2025-03-12'])).toMatchObject({ happenedOn: '2025-03-12' });
    expect(await actsOn(office, 'life-event', id)).toEqual(['life-event.propose', 'life-event.reject']);
    await expect(events.confirm(reviewer, personId, id)).rejects.toMatchObject({ code: 'proposal_decided' });
  });

  it('leaves a trace when it is confirmed', async () => {
    const { id } = await happens(await registersPerson(office), ['DEATH', '2025-03-10']);

    expect(await actsOn(office, 'life-event', id)).toEqual(['life-event.propose', 'life-event.confirm']);
  });

  it.each(['confirm', 'reject'] as const)('is not for its proposer to %s', async (action) => {
    const personId = await registersPerson(office);
    const { id } = await proposes(personId, ['DEATH', '2025-03-10']);

    await expect(events[action](clerk, personId, id)).rejects.toMatchObject({
      code: 'four_eyes_required',
      facts: { step: '复核人员变动' },
    });
  });

  it.each`
    by                | confirmedBy
    ${'its proposer'} | ${'proposed_by'}
    ${'nobody'}       | ${'null'}
  `('confirmed by $by is refused by the database itself', async ({ confirmedBy }) => {
    const { id } = await proposes(await registersPerson(office), ['DEATH', '2025-03-10']);
    const update = `update life_event set state = 'CONFIRMED', confirmed_by = ${confirmedBy} where id = $1`;

    await expect(office.asks(update, [id])).rejects.toMatchObject({ code: 'four_eyes_required' });
  });

  it('lets only one of two simultaneous arrests in', async () => {
    const personId = await registersPerson(office);

    const outcomes = await Promise.allSettled([
      proposes(personId, ['CUSTODY', '2025-03-10']),
      proposes(personId, ['CUSTODY', '2025-03-11']),
    ]);

    // The later arrest is refused when it comes second, and either may come first.
    const refused = outcomes.filter(({ status }) => status === 'rejected').length;
    const known = await events.list(reviewer, { state: 'PROPOSED', limit: 200 });
    const own = known.filter((event) => event.personId === personId).map(({ happenedOn }) => happenedOn);
    expect(own).toHaveLength(2 - refused);
    expect(own).not.toEqual(['2025-03-10', '2025-03-11']);
  });

  it('concerning a project of nobody is refused', async () => {
    const personId = await registersPerson(office);
    const input = { ...inputOf(['HOLD', '2025-03-10']), projectId: 999_999 };

    await expect(events.propose(clerk, personId, input)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('goes its way over HTTP', async () => {
    const personId = await registersPerson(office);
    const http = await office.serves();
    const asks = (method: 'get' | 'post', path: string, bearer: string) =>
      request(http)[method](`/api/v1/${path}`).set('Authorization', bearer);
    const [asClerk, asReviewer] = [await bearerOf(office, 'CLERK'), await bearerOf(office, 'REVIEWER')];

    const wrong = await asks('post', `persons/${personId}/life-events`, asClerk)
      .set('Idempotency-Key', 'propose-a-wrong-day')
      .send({ kind: 'DEATH', happenedOn: '2025-02-30', note: '死亡证明' });
    const proposed = await asks('post', `persons/${personId}/life-events`, asClerk)
      .set('Idempotency-Key', 'propose-over-http')
      .send({ kind: 'DEATH', happenedOn: '2025-03-03', reportedOn: '2025-04-01', note: '死亡证明' });
    const { id } = proposed.body;
    const waiting = await asks('get', `life-events?state=PROPOSED&after=${id - 1}`, asReviewer);
    const path = `persons/${personId}/life-events/${id}/confirm`;
    const confirmed = await asks('post', path, asReviewer).set('Idempotency-Key', 'confirm-over-http');

    expect(wrong.body.detail).toContain('happenedOn：应为 2025-03-10 这样的日期');
    expect(waiting.body).toEqual([
      expect.objectContaining({
        id,
        personName: '李华',
        kindLabel: '死亡',
        stateLabel: '待复核',
        late: true,
      }),
    ]);
    expect([confirmed.status, confirmed.body.stateLabel]).toEqual([200, '已生效']);
  });

  it('is out of another agency’s reach', async () => {
    const personId = await registersPerson(office);
    const { id } = await proposes(personId, ['DEATH', '2025-03-10']);
    const stranger = await opensNeighbour(office);

    expect(await events.list(stranger, { limit: 50 })).toEqual([]);
    const input = inputOf(['DEATH', '2025-03-10']);
    await expect(events.propose(stranger, personId, input)).rejects.toMatchObject({ code: 'not_found' });
    await expect(events.confirm(stranger, personId, id)).rejects.toMatchObject({ code: 'not_found' });
  });
});
