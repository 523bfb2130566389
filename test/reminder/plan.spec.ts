import { ReminderService } from '../../src/reminder/reminder.service';
import { countStatements } from '../support/count-statements';
import { openOffice, type Office } from '../support/office';
import { asOwner, happens } from '../support/office-money';
import { enrols, registersPerson } from '../support/office-registry';
import { asksForProof, outbox, outboxJob, plans, proves, runsOut, sends } from '../support/office-reminder';

describe('Planning reminders on 2 June 2025', () => {
  let office: Office;
  let projectId: number;

  beforeAll(async () => {
    office = await openOffice('2025-06-02');
    projectId = await asksForProof(office);
  });
  afterAll(() => office.closes());

  it.each`
    deadline        | left                    | planned
    ${'2025-06-01'} | ${'over since one day'} | ${null}
    ${'2025-06-02'} | ${'the last day'}       | ${7}
    ${'2025-06-09'} | ${'7 days'}             | ${7}
    ${'2025-06-10'} | ${'8 days'}             | ${30}
    ${'2025-07-02'} | ${'30 days'}            | ${30}
    ${'2025-07-03'} | ${'31 days'}            | ${60}
    ${'2025-08-01'} | ${'60 days'}            | ${60}
    ${'2025-08-02'} | ${'61 days'}            | ${null}
  `('reminds of $deadline, $left, at the stage of $planned days', async ({ deadline, planned }) => {
    const personId = await runsOut(office, projectId, deadline);
    await plans(office);

    expect(await outbox(office, personId)).toEqual(planned ? [`${planned} ${deadline} PENDING`] : []);
  });

  it.each`
    person                                | proof                                         | planned
    ${'by the cycle'}                     | ${{ on: '2024-06-09' }}                       | ${['7 2025-06-09 PENDING']}
    ${'by its own last day'}              | ${{ on: '2024-06-09', until: '2025-07-02' }}  | ${['30 2025-07-02 PENDING']}
    ${'never verified'}                   | ${{}}                                         | ${[]}
    ${'failed since'}                     | ${{ on: '2024-06-09', failed: '2025-05-01' }} | ${[]}
    ${'failed before and verified since'} | ${{ on: '2024-06-09', failed: '2024-05-01' }} | ${['7 2025-06-09 PENDING']}
  `('of somebody whose proof runs out $person is $planned', async ({ proof, planned }) => {
    const personId = await registersPerson(office);
    await enrols(office, personId, projectId);
    await proves(office, personId, proof);
    await plans(office);

    expect(await outbox(office, personId)).toEqual(planned);
  });

  it('counts the days of grace: the deadline is the last day on which payment goes on', async () => {
    const patient = await asksForProof(office, 12, 10);
    const personId = await runsOut(office, patient, '2025-06-01');
    await plans(office);

    expect(await outbox(office, personId)).toEqual(['30 2025-06-11 PENDING']);
  });

  it('reminds a person of several projects of the earliest deadline that is still to come', async () => {
    const [halfYearly, passed] = [await asksForProof(office, 6), await asksForProof(office, 4)];
    const personId = await registersPerson(office);
    for (const project of [projectId, halfYearly, passed]) await enrols(office, personId, project);
    await proves(office, personId, { on: '2025-01-20' });
    await plans(office);

    const [line] = await office.asks('select project_id from reminder where person_id = $1', [personId]);
    expect(await outbox(office, personId)).toEqual(['60 2025-07-20 PENDING']);
    expect(line).toEqual({ project_id: halfYearly });
  });

  it.each`
    who                                  | kind                    | on              | planned
    ${'has died'}                        | ${'DEATH'}              | ${'2025-05-30'} | ${0}
    ${'emigrated last month'}            | ${'EMIGRATION'}         | ${'2025-05-31'} | ${0}
    ${'lost the entitlement last month'} | ${'END_OF_ENTITLEMENT'} | ${'2025-05-31'} | ${0}
    ${'emigrates this month'}            | ${'EMIGRATION'}         | ${'2025-06-01'} | ${1}
  `('plans $planned for somebody who $who', async ({ kind, on, planned }) => {
    const personId = await runsOut(office, projectId, '2025-06-09');
    await happens(office, personId, kind, on);
    await plans(office);

    expect(await outbox(office, personId)).toHaveLength(planned);
  });

  it.each`
    enrolment       | months                          | planned
    ${'has ended'}  | ${{ untilMonth: '2025-05-01' }} | ${0}
    ${'ends now'}   | ${{ untilMonth: '2025-06-01' }} | ${1}
    ${'is to come'} | ${{ fromMonth: '2025-07-01' }}  | ${0}
  `('plans $planned for somebody whose enrolment $enrolment', async ({ months, planned }) => {
    const personId = await registersPerson(office);
    await enrols(office, personId, projectId, months);
    await proves(office, personId, { on: '2025-01-01', until: '2025-06-09' });
    await plans(office);

    expect(await outbox(office, personId)).toHaveLength(planned);
  });

  it('writes what the person reads', async () => {
    const personId = await runsOut(office, projectId, '2025-06-09', { name: '阿依古丽' });
    await plans(office);

    const [{ text }] = (await office.asks('select text from reminder where person_id = $1', [personId])) as [
      { text: string },
    ];
    expect(text).toMatch(/^【测试社会保险中心】阿依古丽：您的生活费领取资格认证将于2025年6月9日到期。/);
    expect(text).not.toMatch(/[{}]/);
  });

  it('counts who has no telephone and writes nothing for them', async () => {
    const before = await plans(office);
    const personId = await runsOut(office, projectId, '2025-06-09', { phone: null });
    const after = await plans(office);

    expect(await outbox(office, personId)).toEqual([]);
    expect(after).toMatchObject({
      plannedCount: 0,
      dueCount: Number(before['dueCount']) + 1,
      withoutPhoneCount: Number(before['withoutPhoneCount']) + 1,
    });
  });
});

describe('A deadline', () => {
  let office: Office;
  let personId: number;

  beforeEach(async () => {
    office = await openOffice('2025-06-02');
    personId = await runsOut(office, await asksForProof(office), '2025-07-31');
  });
  afterEach(() => office.closes());

  const onDay = async (day: string, work: () => Promise<unknown>) => {
    office.clock.set(day);
    await work();
    return outbox(office, personId);
  };
  const plansAndSends = async () => {
    await plans(office);
    await sends(office);
  };

  it('is reminded of once at each stage, however often the plan is run', async () => {
    await onDay('2025-06-02', plansAndSends);
    await onDay('2025-06-02', plansAndSends);
    await onDay('2025-06-30', plansAndSends);
    expect(await outbox(office, personId)).toEqual(['60 2025-07-31 SENT']);

    await onDay('2025-07-01', plansAndSends);
    await onDay('2025-07-23', plansAndSends);
    await onDay('2025-07-24', plansAndSends);
    await onDay('2025-07-31', plansAndSends);
    expect(await onDay('2025-08-01', plansAndSends)).toEqual([
      '60 2025-07-31 SENT',
      '30 2025-07-31 SENT',
      '7 2025-07-31 SENT',
    ]);
  });

  it('is planned once by two runs at the same moment', async () => {
    await Promise.all([plans(office), plans(office)]);

    expect(await outbox(office, personId)).toEqual(['60 2025-07-31 PENDING']);
  });

  it('is not reminded of at a stage that a nearer one has overtaken', async () => {
    await onDay('2025-07-30', plansAndSends);
    expect(await onDay('2025-07-01', plansAndSends)).toEqual(['7 2025-07-31 SENT']);
  });

  it('sends the nearest of two stages that waited together', async () => {
    await onDay('2025-06-02', () => plans(office));

    expect(await onDay('2025-07-01', plansAndSends)).toEqual(['60 2025-07-31 LAPSED', '30 2025-07-31 SENT']);
  });

  it('that moved by a new proof is reminded of anew, and the old one no more', async () => {
    await onDay('2025-06-02', plansAndSends);
    await proves(office, personId, { on: '2025-06-20' });
    expect(await onDay('2025-07-25', plansAndSends)).toEqual(['60 2025-07-31 SENT']);

    expect(await onDay('2026-06-13', plansAndSends)).toEqual(['60 2025-07-31 SENT', '7 2026-06-20 SENT']);
  });

  it.each`
    meanwhile                | change
    ${'is verified'}         | ${(o: Office, id: number) => proves(o, id, { on: '2025-06-02' })}
    ${'fails'}               | ${(o: Office, id: number) => proves(o, id, { on: '2025-01-01', until: '2025-07-31', failed: '2025-06-02' })}
    ${'dies'}                | ${(o: Office, id: number) => happens(o, id, 'DEATH', '2025-06-01')}
    ${'loses the telephone'} | ${(o: Office) => o.asks('update person set phone = null')}
  `('of somebody who $meanwhile before it is sent is not sent', async ({ change }) => {
    await plans(office);
    await change(office, personId);

    expect(await sends(office)).toMatchObject({ sentCount: 0, lapsedCount: 1, dispatchId: null });
    expect(await outbox(office, personId)).toEqual(['60 2025-07-31 LAPSED']);
  });

  it('that had lapsed by mistake is reminded of after all', async () => {
    await plans(office);
    await happens(office, personId, 'DEATH', '2025-06-01');
    await sends(office);
    await asOwner(office, (client) => client.query(`update life_event set state = 'RETRACTED'`));

    expect(await onDay('2025-06-03', plansAndSends)).toEqual(['60 2025-07-31 LAPSED', '60 2025-07-31 SENT']);
  });
});

describe('The statements of a plan', () => {
  let office: Office;

  beforeEach(async () => (office = await openOffice('2025-06-02')));
  afterEach(() => office.closes());

  const registers = (projectId: number, count: number, kind: string) =>
    asOwner(office, (client) =>
      client.query(
        `with born as (
           insert into person (agency_id, citizen_id, citizen_id_index, citizen_id_tail, name, name_key, sex, born_on, phone,
             street, community, created_at, version)
           select $1, '\\x00', sha256(($4 || n)::bytea), '0000', '张三', '张三', 'MALE', '1950-01-01', '\\x00', '街道', '社区', now(), 1
           from generate_series(1, $3::int) n returning id
         ), enrolled as (
           insert into enrollment (agency_id, project_id, person_id, from_month, employer, created_at, version)
           select $1, $2, id, '2020-01-01', '', now(), 1 from born
         )
         insert into verification_status select $1, id, '2025-01-01', '2025-06-09', null from born`,
        [office.agencyId, projectId, count, kind],
      ),
    );

  it('are as many for 5,000 persons as for 200', async () => {
    const projectId = await asksForProof(office);
    const counted = async (count: number) => {
      await registers(projectId, count, `${count}/`);
      return countStatements(office, (tx) => office.get(ReminderService).plan(outboxJob(office, tx)));
    };

    expect(await counted(5_000)).toBe(await counted(200));
    expect(await outbox(office)).toHaveLength(5_200);
  });
});
