import type { Server } from 'node:http';
import { createHash } from 'node:crypto';
import request from 'supertest';
import { Vault } from '../../src/vault/vault';
import { openOffice, type Office } from '../support/office';

describe('A request that makes something happen', () => {
  let office: Office;
  let http: Server;
  let bearer: string;

  beforeAll(async () => {
    office = await openOffice();
    http = await office.serves();
    const { body } = await request(http)
      .post('/api/v1/sessions')
      .send({ agencyCode: 'office', username: 'admin', password: 'Office-2025!' });
    bearer = `Bearer ${body.token}`;
  });
  afterAll(() => office.closes());

  const hires = (key: string | undefined, username: string) => {
    const asked = request(http).post('/api/v1/users').set('Authorization', bearer);
    if (key !== undefined) void asked.set('Idempotency-Key', key);
    return asked.send({ username, displayName: username, password: 'First-pass-1', roles: ['CLERK'] });
  };
  const count = async (username: string) =>
    (
      await office.asks<{ count: number }>('select count(*)::int from app_user where username = $1', [
        username,
      ])
    )[0]!.count;

  it.each`
    key          | why
    ${undefined} | ${'without a key'}
    ${'short'}   | ${'with a key of less than eight characters'}
  `('is refused $why', async ({ key }) => {
    expect((await hires(key, 'nobody')).body).toMatchObject({ status: 400, code: 'idempotency_key_missing' });
    expect(await count('nobody')).toBe(0);
  });

  it('has its effect once and its answer twice when it is sent twice', async () => {
    const first = await hires('hire-wang-2025', 'wang');
    const second = await hires('hire-wang-2025', 'wang');

    expect(first.status).toBe(201);
    expect(second.body).toEqual(first.body);
    expect(await count('wang')).toBe(1);
  });

  it('has its effect once when it is sent ten times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => hires('hire-zhao-2025', 'zhao')));

    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(answers.every(({ status }) => status === 201)).toBe(true);
    expect(await count('zhao')).toBe(1);
  });

  it('is refused when the key was used for something else', async () => {
    await hires('hire-sun-2025', 'sun');

    expect((await hires('hire-sun-2025', 'li')).body).toMatchObject({
      status: 422,
      code: 'idempotency_key_reused',
    });
    expect(await count('li')).toBe(0);
  });

  it('is recognised by a hash that nobody without the key of the vault can try passwords on', async () => {
    await hires('hire-qian-2025', 'qian');
    const [kept] = await office.asks<{ request_hash: string }>(
      'select request_hash from idempotency_key where key = $1',
      ['hire-qian-2025'],
    );
    const body = { username: 'qian', displayName: 'qian', password: 'First-pass-1', roles: ['CLERK'] };
    const asked = ['POST', '/api/v1/users', JSON.stringify(body), ''].join('\0');

    expect(kept!.request_hash).not.toBe(createHash('sha256').update(asked).digest('hex'));
    expect(kept!.request_hash).toBe(office.get(Vault).fingerprint(asked));
  });

  it('may be tried again with the same key after a refusal', async () => {
    const refused = await request(http)
      .post('/api/v1/users')
      .set('Authorization', bearer)
      .set('Idempotency-Key', 'hire-zhou-2025')
      .send({ username: 'zhou', displayName: 'zhou', password: 'weak', roles: ['CLERK'] });
    expect(refused.body.code).toBe('password_too_weak');

    expect((await hires('hire-zhou-2025', 'zhou')).status).toBe(201);
  });
});

describe('A request of the wrong shape', () => {
  let office: Office;
  let http: Server;

  beforeAll(async () => {
    office = await openOffice();
    http = await office.serves();
  });
  afterAll(() => office.closes());

  it('is told everything that is wrong with it at once, as problem+json', async () => {
    const { body, type } = await request(http).post('/api/v1/sessions').send({ username: 7, extra: true });

    expect(type).toBe('application/problem+json');
    expect(body).toMatchObject({
      type: 'urn:zufa:refusal:request_invalid',
      status: 400,
      title: '请求内容不符合要求',
    });
    expect(body.facts.problems.length).toBeGreaterThanOrEqual(4);
    expect(body.facts.problems).toEqual(
      expect.arrayContaining(['extra：不认识的字段', 'username：应为文字', 'password：必须填写']),
    );
  });

  it.each`
    what                    | path                  | status | code
    ${'an unknown address'} | ${'/api/v1/nowhere'}  | ${404} | ${'not_found'}
    ${'no token'}           | ${'/api/v1/batches'}  | ${401} | ${'not_signed_in'}
    ${'nobody’s token'}     | ${'/api/v1/projects'} | ${401} | ${'not_signed_in'}
  `('is answered $status for $what', async ({ path, status, code }) => {
    const { body } = await request(http).get(path).set('Authorization', 'Bearer 1.nonsense');

    expect(body).toMatchObject({ status, code });
  });

  it('is refused when it is no JSON at all', async () => {
    const { body, status } = await request(http)
      .post('/api/v1/sessions')
      .set('Content-Type', 'application/json')
      .send('{"a":');

    expect([status, body.code]).toEqual([400, 'request_invalid']);
  });

  it('is refused when it is larger than any form', async () => {
    const { body } = await request(http)
      .post('/api/v1/sessions')
      .send({ agencyCode: 'x'.repeat(2_000_000) });

    expect(body.code).toBe('request_invalid');
  });
});
