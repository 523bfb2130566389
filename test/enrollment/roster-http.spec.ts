import type { Server } from 'node:http';
import request from 'supertest';
import { UserService } from '../../src/auth/user.service';
import { openOffice, type Office } from '../support/office';
import { RosterDesk, opensProject, rosterRow, workbookOf } from '../support/office-roster';

describe('A roster over HTTP', () => {
  let office: Office;
  let http: Server;
  let projectId: number;
  let clerk: string;

  beforeAll(async () => {
    office = await openOffice('2025-03-10');
    http = await office.serves();
    projectId = await opensProject(office);
    const sessions = (password: string) =>
      request(http).post('/api/v1/sessions').send({ agencyCode: 'office', username: 'clerk', password });
    await office.get(UserService).changeOwnPassword(office.actor('CLERK'), 'First-pass-1', 'Second-pass-2');
    clerk = `Bearer ${(await sessions('Second-pass-2')).body.token}`;
  });
  afterAll(() => office.closes());

  const get = (path: string) => request(http).get(`/api/v1/${path}`).set('Authorization', clerk);
  const uploads = (content: Buffer, key: string, fields: Record<string, string> = { mode: 'PARTIAL' }) =>
    request(http)
      .post(`/api/v1/projects/${projectId}/roster-imports`)
      .set('Authorization', clerk)
      .set('Idempotency-Key', key)
      .field(fields)
      .attach('file', content, '花名册.xlsx');

  it.each(['xlsx', 'csv'])('gives the template as %s', async (format) => {
    const { status, headers } = await get(`projects/${projectId}/roster-template?format=${format}`).buffer();

    expect(status).toBe(200);
    expect(headers['content-disposition']).toContain(`.${format}`);
  });

  it('takes a file in with 202 and a job, and answers the same content with the same import', async () => {
    const content = await workbookOf([rosterRow(1), rosterRow(2, { 姓名: '' })]);
    const { status, body } = await uploads(content, 'first-upload');

    expect(status).toBe(202);
    expect(body).toMatchObject({
      importId: expect.any(Number),
      jobId: expect.any(Number),
      state: 'UPLOADED',
    });
    await new RosterDesk(office, projectId).checks(body.importId);
    const shown = await get(`roster-imports/${body.importId}`);
    expect(shown.body).toMatchObject({ state: 'REFUSED', errorCount: 1, rows: 2 });
    const problems = await get(`roster-imports/${body.importId}/problems`);
    expect(problems.body).toMatchObject([{ rowNo: 3, column: '姓名', isError: true }]);
    const file = await get(`roster-imports/${body.importId}/problem-file`).buffer();
    expect(file.status).toBe(200);
    expect((await get('roster-imports')).body).toHaveLength(1);
  });

  it.each`
    fields                                         | status | code
    ${{ mode: 'ALL' }}                             | ${400} | ${'request_invalid'}
    ${{ mode: 'PARTIAL', effectiveMonth: '2025' }} | ${400} | ${'request_invalid'}
    ${{ mode: 'FULL' }}                            | ${422} | ${'roster_month_missing'}
  `('refuses the form $fields as $code', async ({ fields, status, code }) => {
    const answer = await uploads(await workbookOf([rosterRow(3)]), `refused-${code}-${status}`, fields);

    expect(answer.status).toBe(status);
    expect(answer.body.code).toBe(code);
  });

  it('lets a clerk confirm nothing, and shows enrolments masked', async () => {
    const id = await new RosterDesk(office, projectId).takesOver(
      await workbookOf([rosterRow(4), rosterRow(5)]),
    );
    const confirm = await request(http)
      .post(`/api/v1/roster-imports/${id}/confirm`)
      .set('Authorization', clerk)
      .set('Idempotency-Key', 'clerk-confirms')
      .send({ version: 2 });

    expect(confirm.body.code).toBe('permission_denied');
    const { body } = await get(`projects/${projectId}/enrollments?limit=1`);
    expect(body).toMatchObject([
      { citizenId: expect.stringMatching(/^659\*{11}.{4}$/), accountTail: '0004' },
    ]);
  });
});
