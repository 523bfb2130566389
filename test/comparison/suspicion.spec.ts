import { LifeEventService } from '../../src/person/life-event.service';
import { ComparisonDesk, type ComparisonCells } from '../support/office-comparison';
import { happens } from '../support/office-money';
import { openOffice, type Office } from '../support/office';
import { actsOn, makesCitizenId, registersPerson } from '../support/office-registry';

describe('A suspicion', () => {
  let office: Office;
  let desk: ComparisonDesk;

  beforeAll(async () => {
    office = await openOffice('2025-03-10');
    desk = new ComparisonDesk(office);
  });
  afterAll(() => office.closes());

  /** A person and a way to write rows about them. */
  const somebody = async () => {
    const citizenId = makesCitizenId();
    const id = await registersPerson(office, { citizenId });
    const row = (on: string, recordNo = 'D1', name = '李华'): ComparisonCells => [
      citizenId,
      name,
      on,
      recordNo,
    ];
    return { id, row };
  };
  /** Somebody who is suspected dead. */
  const suspect = async (on = '2025-02-01') => {
    const person = await somebody();
    await desk.compares('DEATHS', [person.row(on)]);
    const [suspicion] = await desk.suspicionsOf(person.id);
    return { ...person, suspicion: suspicion! };
  };
  const eventsOf = (personId: number) =>
    office.asks(
      `select kind, happened_on as on, state, proposed_by as "proposedBy", confirmed_by as "confirmedBy"
       from life_event where person_id = $1 order by id`,
      [personId],
    );
  const [clerk, reviewer] = [() => office.actor('CLERK'), () => office.actor('REVIEWER')];
  const toConfirm = (happenedOn: string) =>
    ({ act: 'propose-to-confirm', happenedOn, reason: '社区证明' }) as const;

  it('is all a file of deaths brings about: nobody is declared dead by it', async () => {
    const { id, suspicion } = await suspect();

    expect(suspicion).toMatchObject({
      kind: 'DEATH',
      state: 'OPEN',
      suspectedOn: '2025-02-01',
      isWeak: false,
    });
    expect(await eventsOf(id)).toEqual([]);
  });

  it('proposed to be confirmed declares nobody dead either', async () => {
    const { id, suspicion } = await suspect();
    await desk.suspicions.propose(clerk(), suspicion.id, 1, toConfirm('2025-01-31'));

    expect(await eventsOf(id)).toEqual([]);
    expect(await desk.suspicionsOf(id)).toMatchObject([
      { state: 'CONFIRM_PROPOSED', proposedOn: '2025-01-31' },
    ]);
  });

  it.each`
    source                       | kind         | event
    ${'DEATHS'}                  | ${'DEATH'}   | ${'DEATH'}
    ${'CREMATIONS'}              | ${'DEATH'}   | ${'DEATH'}
    ${'HOUSEHOLD_CANCELLATIONS'} | ${'DEATH'}   | ${'DEATH'}
    ${'CUSTODY'}                 | ${'CUSTODY'} | ${'CUSTODY'}
  `('from $source that two users confirm becomes a confirmed $event', async ({ source, kind, event }) => {
    const { id, row } = await somebody();
    await desk.compares(source, [row('2025-02-01')]);
    const [suspicion] = await desk.suspicionsOf(id);
    expect(suspicion).toMatchObject({ kind });

    await desk.confirmsSuspicion(suspicion!, '2025-01-31');

    expect(await eventsOf(id)).toEqual([
      {
        kind: event,
        on: '2025-01-31',
        state: 'CONFIRMED',
        proposedBy: clerk().userId,
        confirmedBy: reviewer().userId,
      },
    ]);
    const [decided] = await desk.suspicionsOf(id);
    expect(decided).toMatchObject({ state: 'CONFIRMED', decidedBy: reviewer().userId });
    expect(await actsOn(office, 'suspicion', suspicion!.id)).toEqual([
      'suspicion.propose-to-confirm',
      'suspicion.agree',
    ]);
    expect(await actsOn(office, 'life-event', decided!.lifeEventId!)).toEqual([
      'life-event.propose',
      'life-event.confirm',
    ]);
  });

  it('that two users clear leaves no event behind', async () => {
    const { id, suspicion } = await suspect();
    await desk.clears(suspicion);

    expect(await desk.suspicionsOf(id)).toMatchObject([{ state: 'CLEARED' }]);
    expect(await eventsOf(id)).toEqual([]);
  });

  it.each(['agree', 'sendBack'] as const)('is decided by another than who proposed (%s)', async (verb) => {
    const { suspicion } = await suspect();
    await desk.suspicions.propose(reviewer(), suspicion.id, 1, toConfirm('2025-02-01'));

    await expect(desk.suspicions[verb](reviewer(), suspicion.id, 2, '再核实')).rejects.toMatchObject({
      code: 'four_eyes_required',
    });
  });

  it('sent back is open again, with the reason, and may be proposed otherwise', async () => {
    const { id, suspicion } = await suspect();
    await desk.suspicions.propose(clerk(), suspicion.id, 1, toConfirm('2025-02-01'));
    await desk.suspicions.sendBack(reviewer(), suspicion.id, 2, '日期与火化证明不符');

    const [open] = await desk.suspicionsOf(id);
    expect(open).toMatchObject({ state: 'OPEN', reason: '日期与火化证明不符', proposedOn: null, version: 3 });
    await desk.clears(open!);
  });

  it('is refused whole when its event contradicts the record: what was decided elsewhere stands', async () => {
    const { id, suspicion } = await suspect();
    const elsewhere = { kind: 'DEATH', happenedOn: '2025-02-02', note: '家属报告' } as const;
    await office.get(LifeEventService).propose(clerk(), id, elsewhere);
    await desk.suspicions.propose(clerk(), suspicion.id, 1, toConfirm('2025-02-01'));

    await expect(desk.suspicions.agree(reviewer(), suspicion.id, 2)).rejects.toMatchObject({
      code: 'death_already_reported',
    });
    expect(await desk.suspicionsOf(id)).toMatchObject([{ state: 'CONFIRM_PROPOSED', version: 2 }]);
    expect(await eventsOf(id)).toMatchObject([{ on: '2025-02-02', state: 'PROPOSED' }]);
  });

  it.each`
    date                    | on
    ${'a day to come'}      | ${'2025-03-11'}
    ${'a day before birth'} | ${'1950-03-09'}
  `('cannot be proposed to be confirmed with $date', async ({ on }) => {
    const { id, suspicion } = await suspect();

    await expect(desk.suspicions.propose(clerk(), suspicion.id, 1, toConfirm(on))).rejects.toMatchObject({
      code: 'life_event_date_wrong',
    });
    expect(await desk.suspicionsOf(id)).toMatchObject([{ state: 'OPEN', version: 1 }]);
  });

  it('that was decided stays decided, and an older version of it is refused', async () => {
    const { suspicion } = await suspect();
    await expect(
      desk.suspicions.propose(clerk(), suspicion.id, 7, toConfirm('2025-02-01')),
    ).rejects.toMatchObject({ code: 'version_changed' });
    await desk.clears(suspicion);

    await expect(
      desk.suspicions.propose(clerk(), suspicion.id, 3, toConfirm('2025-02-01')),
    ).rejects.toMatchObject({ code: 'suspicion_move_not_allowed' });
  });

  it('is one for a person whom a file names dead on two days, with both days as hits', async () => {
    const { id, row } = await somebody();
    await desk.compares('DEATHS', [row('2025-02-05', 'D1'), row('2025-02-01', 'D2')]);

    const [suspicion, ...others] = await desk.suspicionsOf(id);
    expect(others).toEqual([]);
    expect(suspicion).toMatchObject({ suspectedOn: '2025-02-01', hitCount: 2, datesDiffer: true });
    expect((await desk.suspicions.show(clerk(), suspicion!.id)).hits).toMatchObject([
      { happenedOn: '2025-02-01', recordNo: 'D2' },
      { happenedOn: '2025-02-05', recordNo: 'D1' },
    ]);
  });

  it('gathers what several files say, and a proposal made before the last of them is not agreed unread', async () => {
    const { id, row, suspicion } = await suspect('2025-02-01');
    await desk.suspicions.propose(clerk(), suspicion.id, 1, toConfirm('2025-02-01'));
    await desk.compares('CREMATIONS', [row('2025-02-04')]);

    await expect(desk.suspicions.agree(reviewer(), suspicion.id, 2)).rejects.toMatchObject({
      code: 'version_changed',
    });
    expect(await desk.suspicionsOf(id)).toMatchObject([
      // A death and its cremation have two days by nature.
      { state: 'CONFIRM_PROPOSED', suspectedOn: '2025-02-01', hitCount: 2, datesDiffer: false, version: 3 },
    ]);
  });

  it('resting on a weaker match alone says so', async () => {
    const { id, row } = await somebody();
    await desk.compares('DEATHS', [row('2025-02-01', 'D1', '王五')]);

    expect(await desk.suspicionsOf(id)).toMatchObject([{ state: 'OPEN', isWeak: true }]);
  });
});

describe('A hit after a suspicion was decided', () => {
  let office: Office;
  let desk: ComparisonDesk;
  const FIRST = ['DEATHS', '2025-02-01', 'D1'] as const;

  beforeAll(async () => {
    office = await openOffice('2025-03-10');
    desk = new ComparisonDesk(office);
  });
  afterAll(() => office.closes());

  it.each`
    before         | later                                 | effect         | states
    ${'open'}      | ${['DEATHS', '2025-02-01', 'D1']}     | ${'REPEATED'}  | ${['OPEN']}
    ${'open'}      | ${['DEATHS', '2025-02-02', 'D1']}     | ${'SUSPECTED'} | ${['OPEN']}
    ${'cleared'}   | ${['DEATHS', '2025-02-01', 'D1']}     | ${'REPEATED'}  | ${['CLEARED']}
    ${'cleared'}   | ${['DEATHS', '2025-02-02', 'D1']}     | ${'SUSPECTED'} | ${['CLEARED', 'OPEN']}
    ${'cleared'}   | ${['DEATHS', '2025-02-01', 'D2']}     | ${'SUSPECTED'} | ${['CLEARED', 'OPEN']}
    ${'cleared'}   | ${['CREMATIONS', '2025-02-01', 'D1']} | ${'SUSPECTED'} | ${['CLEARED', 'OPEN']}
    ${'confirmed'} | ${['DEATHS', '2025-02-01', 'D1']}     | ${'KNOWN'}     | ${['CONFIRMED']}
    ${'confirmed'} | ${['CREMATIONS', '2025-02-04', 'D9']} | ${'KNOWN'}     | ${['CONFIRMED']}
    ${'confirmed'} | ${['CUSTODY', '2025-02-04', 'D9']}    | ${'KNOWN'}     | ${['CONFIRMED']}
  `('$before, saying $later, is $effect', async ({ before, later, effect, states }) => {
    const citizenId = makesCitizenId();
    const id = await registersPerson(office, { citizenId });
    const compares = ([source, on, recordNo]: readonly string[], filler: string) =>
      desk.compares(source as 'DEATHS', [
        [citizenId, '李华', on!, recordNo!],
        [makesCitizenId(), '李华', on!, filler],
      ]);
    await compares(FIRST, 'first');
    const [suspicion] = await desk.suspicionsOf(id);
    if (before === 'cleared') await desk.clears(suspicion!);
    if (before === 'confirmed') await desk.confirmsSuspicion(suspicion!, '2025-02-01');

    expect(await desk.effects(await compares(later, 'later'))).toEqual([`EXACT ${effect}`]);
    expect((await desk.suspicionsOf(id)).map(({ state }) => state)).toEqual(states);
  });

  it.each`
    custody         | release         | hit             | effect
    ${'2024-06-01'} | ${null}         | ${'2024-06-01'} | ${'KNOWN'}
    ${'2024-06-01'} | ${null}         | ${'2025-02-01'} | ${'KNOWN'}
    ${'2024-06-01'} | ${null}         | ${'2024-05-31'} | ${'SUSPECTED'}
    ${'2024-06-01'} | ${'2025-01-15'} | ${'2025-01-15'} | ${'KNOWN'}
    ${'2024-06-01'} | ${'2025-01-15'} | ${'2025-01-16'} | ${'SUSPECTED'}
  `(
    'of custody on $hit is $effect for who was arrested on $custody and released on $release',
    async ({ custody, release, hit, effect }) => {
      const citizenId = makesCitizenId();
      const id = await registersPerson(office, { citizenId });
      await happens(office, id, 'CUSTODY', custody);
      if (release !== null) await happens(office, id, 'RELEASE', release);

      const importId = await desk.compares('CUSTODY', [[citizenId, '李华', hit, 'C1']]);

      expect(await desk.effects(importId)).toEqual([`EXACT ${effect}`]);
    },
  );
});
