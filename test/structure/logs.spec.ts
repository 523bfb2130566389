import { Writable } from 'node:stream';
import type { Server } from 'node:http';
import request, { type Test } from 'supertest';
import { PersonService } from '../../src/person/person.service';
import { asOwner } from '../support/office-money';
import { openOffice, type Office } from '../support/office';
import { bearerOf, makesCitizenId, registersPerson, setsUpProject } from '../support/office-registry';

const mockLines: string[] = [];

// The office's logger writes to standard output; here the same logger, with all its levels, writes to a list.
jest.mock('pino', () => {
  const pino = jest.requireActual<(options: object, stream: Writable) => unknown>('pino');
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      mockLines.push(String(chunk));
      done();
    },
  });
  return { __esModule: true, default: (options: object) => pino({ ...options, level: 'trace' }, stream) };
});

const CITIZEN_ID = makesCitizenId();
/** Well-formed, but with another check character. */
const WRONG_ID = CITIZEN_ID.slice(0, 17) + (CITIZEN_ID.endsWith('0') ? '1' : '0');
const ACCOUNT = '6217000000000012345';
const PHONE = '15460001234';
const NAME = '古丽巴哈尔·买买提';
const PAYEE = '热依汗古丽·艾合买提';
const PERSONAL = [CITIZEN_ID, WRONG_ID, ACCOUNT, PHONE, NAME, PAYEE];

describe('What leaves the office by log or by refusal', () => {
  let office: Office;
  let http: Server;
  let bearer: string;
  let personId: number;
  let projectId: number;

  beforeAll(async () => {
    office = await openOffice();
    http = await office.serves();
    bearer = await bearerOf(office, 'CLERK');
    personId = await registersPerson(office, { citizenId: CITIZEN_ID, name: NAME, phone: PHONE });
    projectId = (await setsUpProject(office)).id;
  });
  afterAll(() => office.closes());
  let before = 0;
  beforeEach(() => (before = mockLines.length));
  afterEach(() => jest.restoreAllMocks());

  let asked = 0;
  const get = (path: string) => request(http).get(`/api/v1${path}`).set('Authorization', bearer);
  const post = (path: string, body: object) => {
    asked += 1;
    return request(http)
      .post(`/api/v1${path}`)
      .set('Authorization', bearer)
      .set('Idempotency-Key', `request-${asked}`)
      .send(body);
  };
  const upload = (fileName: string, content: string) => {
    asked += 1;
    return request(http)
      .post(`/api/v1/projects/${projectId}/roster-imports`)
      .set('Authorization', bearer)
      .set('Idempotency-Key', `request-${asked}`)
      .field('mode', 'FULL')
      .field('effectiveMonth', '2025-01')
      .attach('file', Buffer.from(content), fileName);
  };
  const account = (facts: object = {}) => ({
    accountNumber: ACCOUNT,
    payeeRelation: 'SELF',
    bankName: '昌吉农商银行',
    effectiveFrom: '2025-01-01',
    ...facts,
  });
  const logged = () => mockLines.slice(before).join('');

  it.each<[string, number, () => Test]>([
    [
      'a search by citizen ID that finds somebody',
      200,
      () => post('/persons/search', { citizenId: CITIZEN_ID }),
    ],
    ['a search by a mistyped citizen ID', 422, () => post('/persons/search', { citizenId: WRONG_ID })],
    ['a search for a name', 200, () => get(`/persons?name=${encodeURIComponent(NAME)}`)],
    ['a citizen ID sent as a number', 400, () => post('/persons/search', { citizenId: [CITIZEN_ID] })],
    ['a citizen ID typed into the address', 404, () => get(`/persons/${CITIZEN_ID}`)],
    ['a citizen ID typed into an address that is none', 404, () => get(`/people/${CITIZEN_ID}`)],
    ['a phone number in a query that is none', 400, () => get(`/persons?phone=${PHONE}`)],
    ['an account proposal', 201, () => post(`/persons/${personId}/accounts`, account({ payeeName: NAME }))],
    ['a second one, refused', 409, () => post(`/persons/${personId}/accounts`, account())],
    [
      'an account number with a letter',
      422,
      () => post(`/persons/${personId}/accounts`, account({ accountNumber: `${ACCOUNT}x` })),
    ],
    [
      'a payee without a document',
      422,
      () => post(`/persons/${personId}/accounts`, account({ payeeRelation: 'CHILD', payeeName: PAYEE })),
    ],
    [
      'a sign-in with an ID as user name',
      401,
      () => post('/sessions', { agencyCode: 'office', username: CITIZEN_ID, password: ACCOUNT }),
    ],
    [
      'a file that is no table, named after a person',
      202,
      () => upload(`${NAME}${CITIZEN_ID}.xlsx`, `${NAME},${ACCOUNT}`),
    ],
    [
      'a file with the wrong header',
      202,
      () => upload('roster.csv', `${NAME},${CITIZEN_ID}\n${PAYEE},${ACCOUNT}\n`),
    ],
  ])('%s: the answer %i and the log name nobody', async (_, status, ask) => {
    const answer = await ask();

    expect(answer.status).toBe(status);
    expect(namedIn(logged())).toEqual([]);
    expect(namedIn(answer.status < 400 ? '' : answer.text)).toEqual([]);
    expect(logged()).toContain('"msg":"request"');
  });

  // A JSON parser quotes what it could not read, all of it if it is short.
  it.each([`[${NAME}]`, `{"p":x${PHONE}}`, `[x${CITIZEN_ID}`])(
    'a body that is no JSON, %#: neither answer nor log quotes it',
    async (text) => {
      const answer = await request(http)
        .post('/api/v1/persons/search')
        .set('Authorization', bearer)
        .set('Content-Type', 'application/json')
        .send(text);

      expect(answer.status).toBe(400);
      expect(namedIn(logged() + answer.text)).toEqual([]);
    },
  );

  it('an error nobody foresaw, whose message and stack hold numbers: they are blotted out', async () => {
    jest.spyOn(office.get(PersonService), 'find').mockImplementation(() => {
      throw new Error(`cannot read ${CITIZEN_ID} with account ${ACCOUNT} and phone ${PHONE}`);
    });

    const answer = await get(`/persons/${personId}`);

    expect(answer.status).toBe(500);
    expect(answer.body).toMatchObject({ code: 'unexpected' });
    expect(logged()).toContain('unexpected error');
    expect(namedIn(logged() + answer.text)).toEqual([]);
  });

  it('a row the database refuses: none of its values is passed on', async () => {
    await asOwner(office, (client) =>
      client.query('alter table bank_account add constraint refuses_everything check (false) not valid'),
    );
    const other = await registersPerson(office, { name: PAYEE });

    const answer = await post(`/persons/${other}/accounts`, account());

    expect(answer.status).toBe(500);
    expect(logged()).toContain('refuses_everything');
    expect(namedIn(logged() + answer.text)).toEqual([]);
  });

  it('jobs and audit entries, which are read by many, name nobody either', async () => {
    // The files handed in above are read in the background.
    while ((await office.asks(`select from job where state in ('QUEUED', 'RUNNING')`)).length > 0)
      await new Promise((resolve) => setTimeout(resolve, 50));
    const kept = await office.asks<{ text: string }>(
      `select concat(payload, problem, result) as text from job union all select details::text from audit_entry`,
    );

    expect(kept.length).toBeGreaterThan(3);
    expect(namedIn(kept.map(({ text }) => text).join('\n'))).toEqual([]);
    expect(namedIn(mockLines.filter((line) => !line.includes('"path"')).join(''))).toEqual([]);
  });
});

/** Which of the personal values a text names; any other number of 18 digits counts too. */
function namedIn(text: string): string[] {
  const numbers = text.match(/(?<![\da-f-])\d{17}[\dXx](?![\da-f])/g) ?? [];
  return [
    ...PERSONAL.filter((value) => text.includes(value) || text.includes(encodeURIComponent(value))),
    ...numbers,
  ];
}
