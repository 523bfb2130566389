import type { Server } from 'node:http';
import request from 'supertest';
import { ComparisonDesk } from '../support/office-comparison';
import { openOffice, type Office } from '../support/office';
import { bearerOf, makesCitizenId, registersPerson } from '../support/office-registry';

const ID = makesCitizenId();

describe('A comparison over HTTP', () => {
  let office: Office;
  let http: Server;
  let desk: ComparisonDesk;
  let clerk: string;
  let reviewer: string;

  beforeAll(async () => {
    office = await openOffice('2025-03-10');
    http = await office.serves();
    desk = new ComparisonDesk(office);
    clerk = await bearerOf(office, 'CLERK');
    reviewer = await bearerOf(office, 'REVIEWER');
    await registersPerson(office, { citizenId: ID });
  });
  afterAll(() => office.closes());

  let asked = 0;
  const get = (path: string) => request(http).get(`/api/v1/${path}`).set('Authorization', clerk);
  const post = (bearer: string, path: string) => {
    asked += 1;
    return request(http)
      .post(`/api/v1/${path}`)
      .set('Authorization', bearer)
      .set('Idempotency-Key', `request-${asked}`);
  };
  const uploads = (text: string, fields: Record<string, string>) =>
    post(clerk, 'comparison-imports').field(fields).attach('file', Buffer.from(text), '死亡.csv');
  const file = (...rows: string[]) => ['公民身份号码,姓名,死亡日期,死亡证明编号', ...rows].join('\n');

  it.each(['xlsx', 'csv'])('gives the template of a source as %s', async (format) => {
    const { status, headers } = await get(
      `comparison-imports/template?source=DEATHS&format=${format}`,
    ).buffer();

    expect(status).toBe(200);
    expect(headers['content-disposition']).toContain(`.${format}`);
  });

  it('refuses an empty file at the door', async () => {
    const { status, body } = await uploads('', { source: 'DEATHS' });

    expect(status).toBe(400);
    expect(body.facts.problems).toEqual(['文件“死亡.csv”是空的，请重新选择文件']);
  });

  it.each`
    fields                                           | state
    ${{ source: 'DEATHS' }}                          | ${'CHECKED'}
    ${{ source: 'DEATHS', applyValidRows: 'false' }} | ${'REFUSED'}
  `('handed in as $fields with one bad row is $state', async ({ fields, state }) => {
    const { status, body } = await uploads(
      file(`${ID},李华,2025-03-01,${state}`, `x,李华,2025-03-01,2`),
      fields,
    );
    expect(status).toBe(202);
    await desk.checks(body.importId);

    expect((await get(`comparison-imports/${body.importId}`)).body).toMatchObject({
      state,
      errorRowCount: 1,
    });
    expect((await get(`comparison-imports/${body.importId}/problem-file`).buffer()).status).toBe(200);
  });

  it('goes from the file to the decision of two users', async () => {
    const { body } = await uploads(file(`${ID},李华,2025-03-01,1`), { source: 'DEATHS' });
    await desk.checks(body.importId);
    await post(reviewer, `comparison-imports/${body.importId}/confirm`).send({ version: 2 }).expect(202);
    await desk.applies(body.importId);
    expect((await get(`comparison-imports/${body.importId}/hits?effect=SUSPECTED`)).body).toHaveLength(1);
    const [suspicion] = (await get('suspicions?state=OPEN&kind=DEATH')).body;

    const proposal = { version: 1, happenedOn: '2025-03-01', reason: '社区证明' };
    await post(clerk, `suspicions/${suspicion.id}/propose-to-confirm`).send(proposal).expect(200);
    const refused = await post(clerk, `suspicions/${suspicion.id}/agree`).send({ version: 2 });
    expect(refused.body).toMatchObject({ status: 403, code: 'permission_denied' });
    await post(reviewer, `suspicions/${suspicion.id}/agree`).send({ version: 2 }).expect(200);

    expect((await get(`suspicions/${suspicion.id}`)).body).toMatchObject({ state: 'CONFIRMED' });
  });

  it.each([{}, { source: 'LOTTERY' }])('refuses the form %o', async (fields) => {
    expect((await uploads(file(`${ID},李华,2025-03-01,9`), fields)).body).toMatchObject({
      status: 400,
      code: 'request_invalid',
    });
  });
});
