import request from 'supertest';
import type { Server } from 'node:http';
import { openOffice, type Office } from '../support/office';

describe('Signing in', () => {
  let office: Office;
  let http: Server;

  beforeAll(async () => {
    office = await openOffice();
    http = await office.serves();
  });
  afterAll(() => office.closes());

  const signIn = (username: string, password: string, agencyCode = 'office') =>
    request(http).post('/api/v1/sessions').send({ agencyCode, username, password });

  it.each`
    what                | agencyCode   | username    | password
    ${'unknown agency'} | ${'nowhere'} | ${'admin'}  | ${'Office-2025!'}
    ${'unknown user'}   | ${'office'}  | ${'nobody'} | ${'Office-2025!'}
    ${'wrong password'} | ${'office'}  | ${'admin'}  | ${'Office-2026!'}
  `('refuses an $what with one and the same answer', async ({ agencyCode, username, password }) => {
    const { body, status } = await signIn(username, password, agencyCode);

    expect(status).toBe(401);
    expect(body).toMatchObject({ code: 'sign_in_refused', detail: '机构代码、用户名或密码不正确。' });
  });

  it('gives a token that works until the user signs out', async () => {
    const { body } = await signIn('admin', 'Office-2025!');
    const bearer = `Bearer ${body.token}`;

    expect((await request(http).get('/api/v1/users').set('Authorization', bearer)).status).toBe(200);
    expect((await request(http).delete('/api/v1/sessions/current').set('Authorization', bearer)).status).toBe(
      200,
    );
    expect((await request(http).get('/api/v1/users').set('Authorization', bearer)).body.code).toBe(
      'not_signed_in',
    );
  });
});
