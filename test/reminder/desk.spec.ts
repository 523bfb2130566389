import request from 'supertest';
import { DispatchService } from '../../src/reminder/dispatch.service';
import { DueService } from '../../src/reminder/due.service';
import { ReminderService } from '../../src/reminder/reminder.service';
import { openOffice, type Office } from '../support/office';
import {
  actsOn,
  bearerOf,
  enrols,
  opensNeighbour,
  registersPerson,
  setsUpProject,
} from '../support/office-registry';
import { asksForProof, outbox, plans, proves, runsOut, sends } from '../support/office-reminder';

const EVERYWHERE = { street: null, community: null, after: 0, limit: 50 };

describe('The file for the SMS gateway', () => {
  let office: Office;

  beforeAll(async () => {
    office = await openOffice('2025-06-02');
    const projectId = await asksForProof(office);
    await runsOut(office, projectId, '2025-06-09', { phone: '15460000001', name: '=SUM(A1)' });
    await runsOut(office, projectId, '2025-06-09', { phone: '+8615460000002' });
  });
  afterAll(() => office.closes());

  const asks = async (role: 'CLERK' | 'REVIEWER', path: string) =>
    request(await office.serves())
      .get(`/api/v1${path}`)
      .set('Authorization', await bearerOf(office, role));

  it('has full numbers, is for its permission alone, and every download is on record', async () => {
    await plans(office);
    const { dispatchId } = (await sends(office)) as { dispatchId: number };
    const path = `/reminder-dispatches/${dispatchId}/content`;

    const file = await asks('CLERK', path);
    await asks('CLERK', path);

    const lines = file.text.split('\r\n');
    expect(lines[0]).toBe('\uFEFF手机号码,短信内容,编号');
    expect(lines[1]).toMatch(/^15460000001,【测试社会保险中心】=SUM\(A1\)：.*,zufa-\d+-\d+$/);
    // Nothing that a spreadsheet would take for a formula.
    expect(lines[2]).toMatch(/^'\+8615460000002,/);
    expect(lines.slice(3)).toEqual(['']);
    expect(file.headers['cache-control']).toBe('no-store');
    expect((await asks('REVIEWER', path)).status).toBe(403);
    expect(await actsOn(office, 'reminder-dispatch', dispatchId)).toEqual([
      'reminder.send',
      'reminder.download-file',
      'reminder.download-file',
    ]);
    expect((await asks('CLERK', '/reminder-dispatches')).body).toMatchObject([
      { id: dispatchId, adapterLabel: '短信文件', sentCount: 2, failedCount: 0 },
    ]);
  });

  it('is out of another agency’s reach, as is everything about reminders', async () => {
    const stranger = await opensNeighbour(office);
    const [{ id }] = (await office.asks('select id from reminder limit 1')) as [{ id: number }];
    const [{ id: dispatchId }] = (await office.asks('select id from reminder_dispatch limit 1')) as [
      { id: number },
    ];
    const reminders = office.get(ReminderService);
    const dispatches = office.get(DispatchService);
    const due = office.get(DueService);

    await expect(dispatches.file(stranger, dispatchId)).rejects.toMatchObject({ code: 'not_found' });
    await expect(reminders.retry(stranger, id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await reminders.list(stranger, { state: null, after: 0, limit: 50 })).toEqual([]);
    expect(await dispatches.list(stranger, { before: null, limit: 50 })).toEqual([]);
    expect(await due.list(stranger, { ...EVERYWHERE, daysBefore: null, withoutPhone: false })).toEqual([]);
    expect(await due.communities(stranger)).toEqual([]);
    expect(await due.homeVisits(stranger, { ...EVERYWHERE, projectId: null })).toEqual([]);
    expect(await due.homeVisitCommunities(stranger, null)).toEqual([]);
  });

  it('is asked for over HTTP: plan, then send, by the clerk alone', async () => {
    const http = await office.serves();
    await runsOut(office, await asksForProof(office), '2025-06-20');
    const posts = async (role: 'CLERK' | 'REVIEWER', path: string) => {
      const bearer = await bearerOf(office, role);
      const key = `${role} posts to ${path}`.replace(/\s/g, '-');
      return request(http).post(`/api/v1${path}`).set('Authorization', bearer).set('Idempotency-Key', key);
    };
    const ends = async (jobId: number) => {
      for (;;) {
        const { body } = await asks('CLERK', `/jobs/${jobId}`);
        if (['SUCCEEDED', 'FAILED'].includes(body.state)) return body;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };

    expect((await posts('REVIEWER', '/reminder-plans')).status).toBe(403);
    const planned = await ends((await posts('CLERK', '/reminder-plans')).body.jobId);
    expect(planned).toMatchObject({ state: 'SUCCEEDED', result: { plannedCount: 1 } });
    const sent = await ends((await posts('CLERK', '/reminder-dispatches')).body.jobId);
    expect(sent).toMatchObject({ state: 'SUCCEEDED', result: { sentCount: 1 } });
    expect(await outbox(office)).toHaveLength(3);
  });
});

describe('The work lists of 2 June 2025', () => {
  let office: Office;
  let due: DueService;
  let projectId: number;

  beforeAll(async () => {
    office = await openOffice('2025-06-02');
    due = office.get(DueService);
    projectId = await asksForProof(office);
  });
  afterAll(() => office.closes());

  const clerk = () => office.actor('CLERK');

  it('say who is due, by stage and place, and who has no telephone', async () => {
    const near = await runsOut(office, projectId, '2025-06-09');
    const silent = await runsOut(office, projectId, '2025-07-02', { phone: null });
    await office.asks(`update person set community = '南公园社区' where id = $1`, [silent]);
    const lists = async (filter: Partial<Parameters<DueService['list']>[1]> = {}) =>
      (await due.list(clerk(), { ...EVERYWHERE, daysBefore: null, withoutPhone: false, ...filter })).map(
        ({ personId }) => personId,
      );

    expect(await lists()).toEqual([near, silent]);
    expect(await lists({ after: near })).toEqual([silent]);
    expect(await lists({ daysBefore: 7 })).toEqual([near]);
    expect(await lists({ withoutPhone: true })).toEqual([silent]);
    expect(await lists({ community: '南公园社区' })).toEqual([silent]);
    expect(
      await due.list(clerk(), { ...EVERYWHERE, limit: 1, daysBefore: null, withoutPhone: false }),
    ).toMatchObject([
      { daysLeft: 7, daysBefore: 7, deadlineOn: '2025-06-09', projectName: '生活费', phone: '154****0001' },
    ]);
    const street = '建国路街道';
    expect(await due.communities(clerk())).toEqual([
      { street, community: '北京南路社区', daysBefore: 7, personCount: 1, withoutPhoneCount: 0 },
      { street, community: '南公园社区', daysBefore: 30, personCount: 1, withoutPhoneCount: 1 },
    ]);
  });

  it.each`
    person                           | bornOn          | proof                                         | isVisited
    ${'80 today, never verified'}    | ${'1945-06-02'} | ${{}}                                         | ${true}
    ${'80 tomorrow, never verified'} | ${'1945-06-03'} | ${{}}                                         | ${false}
    ${'90, overdue'}                 | ${'1935-01-01'} | ${{ on: '2024-06-01' }}                       | ${true}
    ${'90, due in 60 days'}          | ${'1935-01-01'} | ${{ on: '2024-08-01' }}                       | ${true}
    ${'90, due in 61 days'}          | ${'1935-01-01'} | ${{ on: '2024-08-02' }}                       | ${false}
    ${'90, failed'}                  | ${'1935-01-01'} | ${{ on: '2025-05-01', failed: '2025-05-02' }} | ${true}
    ${'90, just verified'}           | ${'1935-01-01'} | ${{ on: '2025-06-01' }}                       | ${false}
  `('visit somebody $person: $isVisited', async ({ bornOn, proof, isVisited }) => {
    const only = await asksForProof(office);
    const personId = await registersPerson(office, { bornOn });
    await enrols(office, personId, only);
    await proves(office, personId, proof);

    const visits = await due.homeVisits(clerk(), { ...EVERYWHERE, projectId: only });

    expect(visits.map((visit) => visit.personId)).toEqual(isVisited ? [personId] : []);
    expect(await due.homeVisitCommunities(clerk(), only)).toEqual(
      isVisited ? [{ street: '建国路街道', community: '北京南路社区', personCount: 1 }] : [],
    );
  });

  it('visit a person of several projects once, and nobody where no proof is asked', async () => {
    const bornOn = '1930-01-01';
    const [one, other] = [await asksForProof(office), await asksForProof(office, 1)];
    const { id: free } = await setsUpProject(office, { code: 'free', verificationCycleMonths: null });
    const twice = await registersPerson(office, { bornOn });
    for (const project of [one, other]) await enrols(office, twice, project);
    await proves(office, twice, { on: '2024-07-01' });
    const never = await registersPerson(office, { bornOn });
    await enrols(office, never, free);

    const visits = await due.homeVisits(clerk(), { ...EVERYWHERE, projectId: null, after: twice - 1 });

    expect(visits).toMatchObject([{ personId: twice, standing: 'OVERDUE', projectId: other }]);
  });

  it('leave as csv files, masked, harmless and on record', async () => {
    const only = await asksForProof(office);
    await runsOut(office, only, '2025-06-05', { bornOn: '1930-01-01', name: '=1+1', phone: null });
    const http = await office.serves();
    const downloads = async (path: string) => {
      const bearer = await bearerOf(office, 'SUPERVISOR');
      return (await request(http).get(`/api/v1${path}`).set('Authorization', bearer)).text.split('\r\n');
    };

    const visits = await downloads(`/home-visits/file?projectId=${only}`);
    const dues = await downloads('/reminder-plans/file?daysBefore=7&withoutPhone=true');

    expect(visits[0]).toBe('\uFEFF街道,社区,姓名,公民身份号码,联系电话,发放项目,出生日期,认证状态,到期日');
    expect(visits[1]).toMatch(
      /^建国路街道,北京南路社区,'=1\+1,659\*+\w{4},,生活费,1930-01-01,即将到期,2025-06-05$/,
    );
    expect(visits.slice(2)).toEqual(['']);
    expect(dues.slice(1)).toEqual([expect.stringMatching(/生活费,2025-06-05,3$/), '']);
    const acts = await office.asks(`select act from audit_entry where subject_type = 'list' order by seq`);
    expect(acts).toEqual([{ act: 'home-visit.export' }, { act: 'reminder-plan.export' }]);
  });
});
