import type { Server } from 'node:http';
import request, { type Test } from 'supertest';
import { founds, type PaidProject } from '../support/office-money';
import { openOffice, type Office } from '../support/office';
import { bearerOf } from '../support/office-registry';

/** More than a bigint holds, more than an int holds, and the one character PostgreSQL's text cannot hold. */
const HUGE = '99999999999999999999';
const LARGE = '99999999999';
const NUL = '\u0000';

describe('A value of the right shape that no record can have', () => {
  let office: Office;
  let http: Server;
  let clerk: string;
  let finance: string;
  let project: PaidProject;

  beforeAll(async () => {
    office = await openOffice();
    http = await office.serves();
    clerk = await bearerOf(office, 'CLERK');
    finance = await bearerOf(office, 'FINANCE');
    project = await founds(office);
  });
  afterAll(() => office.closes());

  let asked = 0;
  const get = (path: string) => request(http).get(`/api/v1${path}`).set('Authorization', clerk);
  const post = (bearer: string, path: string, body: object) => {
    asked += 1;
    return request(http)
      .post(`/api/v1${path}`)
      .set('Authorization', bearer)
      .set('Idempotency-Key', `request-${asked}`)
      .send(body);
  };
  const line = (facts: object = {}) => ({
    projectId: project.id,
    fiscalYear: 2025,
    code: `bad-${asked}`,
    name: '生活费指标',
    source: '一般财政拨款',
    functionCode: '2080109',
    windowFrom: '2025-01-01',
    windowUntil: '2025-12-10',
    mayFinanceFrom: '2025-01',
    mayFinanceUntil: '2025-12',
    initial: { amountFen: 1, documentNo: '年初预算', issuedOn: '2025-01-02' },
    ...facts,
  });
  const batch = (facts: object) => ({
    payoutId: project.payoutIds[0],
    kind: 'REGULAR',
    bankProfileId: project.bankProfileId,
    ...facts,
  });

  it.each<[string, () => Test]>([
    ['a record beyond all numbers', () => get(`/persons/${HUGE}`)],
    ['a project beyond all numbers', () => get(`/projects/${HUGE}`)],
    ['a batch beyond all numbers', () => get(`/batches/${HUGE}`)],
    ['a cursor beyond all serials', () => get(`/batches/1/payments?after=${LARGE}`)],
    ['a year beyond all calendars', () => get(`/funding-lines?fiscalYear=${LARGE}`)],
    ['a NUL in a name searched for', () => get('/persons?name=%00')],
    ['a NUL in a name recorded', () => post(finance, '/funding-lines', line({ name: `指标${NUL}` }))],
    [
      'a funding line for a project nobody has',
      () => post(finance, '/funding-lines', line({ projectId: 999 })),
    ],
    [
      'a funding line for a project beyond all numbers',
      () => post(finance, '/funding-lines', line({ projectId: 1e30 })),
    ],
    ['a batch of a payout nobody has', () => post(clerk, '/batches', batch({ payoutId: 999 }))],
    ['a batch in a bank profile nobody has', () => post(clerk, '/batches', batch({ bankProfileId: 999 }))],
    ['a batch from a funding line nobody has', () => post(clerk, '/batches', batch({ fundingLineId: 999 }))],
    [
      'a person nobody has',
      () =>
        post(clerk, '/verifications', {
          personId: 999,
          channel: 'COUNTER',
          verifiedOn: '2025-01-01',
          evidence: '窗口',
        }),
    ],
  ])('%s is refused in words, not by an internal error', async (_, ask) => {
    const { status, body } = await ask();

    expect({ status, code: body.code }).not.toMatchObject({ code: 'unexpected' });
    expect(status).toBeLessThan(500);
  });
});
