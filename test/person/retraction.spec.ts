import type { Actor } from '../../src/access/actor';
import type { LifeEventKind } from '../../src/person/life-event.entity';
import { LifeEventService } from '../../src/person/life-event.service';
import { openOffice, type Office } from '../support/office';
import { actsOn, opensNeighbour, registersPerson } from '../support/office-registry';

type Told = [LifeEventKind, string];

describe('Taking a wrong event back', () => {
  let office: Office;
  let events: LifeEventService;
  let clerk: Actor;
  let reviewer: Actor;

  beforeAll(async () => {
    office = await openOffice('2025-06-02');
    events = office.get(LifeEventService);
    clerk = office.actor('CLERK');
    reviewer = office.actor('REVIEWER');
  });
  afterAll(() => office.closes());

  const proposes = (personId: number, [kind, happenedOn]: Told) =>
    events.propose(clerk, personId, { kind, happenedOn, note: '社区报告' });
  const happens = async (personId: number, told: Told) =>
    (await events.confirm(reviewer, personId, (await proposes(personId, told)).id)).id;
  const retracts = async (personId: number, id: number) => {
    const retraction = await events.proposeRetraction(clerk, personId, id, '同名误登');
    return events.confirm(reviewer, personId, retraction.id);
  };
  const statesOf = async (personId: number) =>
    (
      await office.asks<{ told: string }>(
        `select kind || ' ' || state as told from life_event where person_id = $1 order by id`,
        [personId],
      )
    ).map(({ told }) => told);

  it('keeps both entries, and lets the right one be recorded', async () => {
    const personId = await registersPerson(office);
    const id = await happens(personId, ['DEATH', '2025-03-10']);

    const retraction = await retracts(personId, id);

    expect(retraction).toMatchObject({
      kindLabel: '撤销变动',
      retractsId: id,
      state: 'CONFIRMED',
      late: false,
    });
    expect(await statesOf(personId)).toEqual(['DEATH RETRACTED', 'RETRACTION CONFIRMED']);
    expect(await actsOn(office, 'life-event', retraction.id)).toEqual([
      'life-event.propose',
      'life-event.confirm',
    ]);
    await happens(personId, ['DEATH', '2025-05-10']);
    expect(await statesOf(personId)).toEqual(['DEATH RETRACTED', 'RETRACTION CONFIRMED', 'DEATH CONFIRMED']);
  });

  it('changes nothing before a second user agrees, and nothing when he does not', async () => {
    const personId = await registersPerson(office);
    const id = await happens(personId, ['DEATH', '2025-03-10']);
    const retraction = await events.proposeRetraction(clerk, personId, id, '同名误登');

    await expect(events.confirm(clerk, personId, retraction.id)).rejects.toMatchObject({
      code: 'four_eyes_required',
    });
    await events.reject(reviewer, personId, retraction.id);

    expect(await statesOf(personId)).toEqual(['DEATH CONFIRMED', 'RETRACTION REJECTED']);
    expect((await retracts(personId, id)).state).toBe('CONFIRMED');
  });

  it.each`
    what                                   | before                                                                               | wrong | refusal
    ${'a custody that was released'}       | ${[['CUSTODY', '2025-03-10'], ['RELEASE', '2025-04-01']]}                            | ${0}  | ${'retraction_leaves_contradiction'}
    ${'the release itself'}                | ${[['CUSTODY', '2025-03-10'], ['RELEASE', '2025-04-01']]}                            | ${1}  | ${undefined}
    ${'a release before the next custody'} | ${[['CUSTODY', '2025-03-10'], ['RELEASE', '2025-04-01'], ['CUSTODY', '2025-05-01']]} | ${1}  | ${'retraction_leaves_contradiction'}
    ${'the last custody'}                  | ${[['CUSTODY', '2025-03-10'], ['RELEASE', '2025-04-01'], ['CUSTODY', '2025-05-01']]} | ${2}  | ${undefined}
    ${'a hold that was lifted'}            | ${[['HOLD', '2025-03-10'], ['HOLD_LIFTED', '2025-04-01']]}                           | ${0}  | ${'retraction_leaves_contradiction'}
    ${'the lifting of a hold'}             | ${[['HOLD', '2025-03-10'], ['HOLD_LIFTED', '2025-04-01']]}                           | ${1}  | ${undefined}
    ${'a hold, while the death stays'}     | ${[['HOLD', '2025-05-10'], ['DEATH', '2025-03-01']]}                                 | ${0}  | ${undefined}
    ${'the death, while the hold stays'}   | ${[['HOLD', '2025-05-10'], ['DEATH', '2025-03-01']]}                                 | ${1}  | ${undefined}
    ${'an emigration'}                     | ${[['EMIGRATION', '2025-03-10']]}                                                    | ${0}  | ${undefined}
  `('of $what: $refusal', async ({ before, wrong, refusal }) => {
    const personId = await registersPerson(office);
    const ids: number[] = [];
    for (const told of before) ids.push(await happens(personId, told));

    const retracted = retracts(personId, ids[wrong]!);

    if (refusal) await expect(retracted).rejects.toMatchObject({ code: refusal });
    else await expect(retracted).resolves.toMatchObject({ state: 'CONFIRMED' });
  });

  it('is refused for what waits, for what was taken back, for a retraction, and twice', async () => {
    const personId = await registersPerson(office);
    const waiting = await proposes(personId, ['EMIGRATION', '2025-02-10']);
    const wrong = await happens(personId, ['DEATH', '2025-03-10']);
    const asks = (id: number) => events.proposeRetraction(clerk, personId, id, '同名误登');

    await expect(asks(waiting.id)).rejects.toMatchObject({ code: 'proposal_decided' });
    const retraction = await asks(wrong);
    await expect(asks(wrong)).rejects.toMatchObject({ code: 'retraction_already_proposed' });
    await expect(asks(retraction.id)).rejects.toMatchObject({ code: 'retraction_not_retractable' });
    await events.confirm(reviewer, personId, retraction.id);
    await expect(asks(wrong)).rejects.toMatchObject({ code: 'proposal_decided' });
    await expect(asks(999_999)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is judged again when a second user agrees', async () => {
    const personId = await registersPerson(office);
    const custody = await happens(personId, ['CUSTODY', '2025-03-10']);
    const retraction = await events.proposeRetraction(clerk, personId, custody, '同名误登');
    await happens(personId, ['RELEASE', '2025-04-01']);

    await expect(events.confirm(reviewer, personId, retraction.id)).rejects.toMatchObject({
      code: 'retraction_leaves_contradiction',
    });
  });

  it('is out of another agency’s reach', async () => {
    const personId = await registersPerson(office);
    const id = await happens(personId, ['DEATH', '2025-03-10']);
    const stranger = await opensNeighbour(office);

    await expect(events.proposeRetraction(stranger, personId, id, '同名误登')).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
