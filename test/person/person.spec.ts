import request from 'supertest';
import { PersonService } from '../../src/person/person.service';
import { openOffice, type Office } from '../support/office';
import { bearerOf, makesCitizenId, opensNeighbour, registersPerson } from '../support/office-registry';

describe('Looking persons up', () => {
  let office: Office;
  let persons: PersonService;
  const ids: number[] = [];
  const citizenId = makesCitizenId('1948-05-06');

  beforeAll(async () => {
    office = await openOffice();
    persons = office.get(PersonService);
    ids.push(await registersPerson(office, { name: '古丽·阿不都', citizenId }));
    ids.push(await registersPerson(office, { name: '古丽娜', phone: null }));
    ids.push(await registersPerson(office, { name: '王100%' }));
  });
  afterAll(() => office.closes());

  it.each`
    by                            | query                      | found
    ${'no name'}                  | ${{}}                      | ${[0, 1, 2]}
    ${'the first characters'}     | ${{ name: '古丽' }}        | ${[0, 1]}
    ${'a name with its dot'}      | ${{ name: '古丽·阿不都' }} | ${[0]}
    ${'a name with another dot'}  | ${{ name: '古丽•阿' }}     | ${[0]}
    ${'characters in the middle'} | ${{ name: '阿不都' }}      | ${[]}
    ${'a wildcard'}               | ${{ name: '%' }}           | ${[]}
    ${'a name with a wildcard'}   | ${{ name: '王100%' }}      | ${[2]}
  `('by $by finds $found', async ({ query, found }) => {
    const listed = await persons.list(office.actor('CLERK'), { ...query, limit: 50 });

    expect(listed.map(({ id }) => ids.indexOf(id))).toEqual(found);
  });

  it('goes on after the cursor', async () => {
    const first = await persons.list(office.actor('CLERK'), { limit: 2 });
    const rest = await persons.list(office.actor('CLERK'), { limit: 2, after: first[1]!.id });

    expect([...first, ...rest].map(({ id }) => id)).toEqual(ids);
  });

  it('masks the citizen ID and the phone number', async () => {
    const [masked] = await persons.list(office.actor('CLERK'), { limit: 1 });

    expect(masked).toMatchObject({ citizenId: `659***********${citizenId.slice(-4)}`, phone: '154****0001' });
    expect(JSON.stringify(await persons.list(office.actor('CLERK'), { limit: 50 }))).not.toMatch(/\d{11}/);
    expect(JSON.stringify(await persons.find(office.actor('CLERK'), ids[0]!))).not.toMatch(/\d{11}/);
  });

  it.each`
    written                   | text                                                | found
    ${'as printed'}           | ${citizenId}                                        | ${1}
    ${'in groups'}            | ${`${citizenId.slice(0, 6)} ${citizenId.slice(6)}`} | ${1}
    ${'for somebody unknown'} | ${makesCitizenId('1930-01-01')}                     | ${0}
  `('finds the one with a citizen ID $written over HTTP, without a key', async ({ text, found }) => {
    const { status, body } = await request(await office.serves())
      .post('/api/v1/persons/search')
      .set('Authorization', await bearerOf(office, 'CLERK'))
      .send({ citizenId: text });

    expect(status).toBe(200);
    expect(body.map(({ id }: { id: number }) => id)).toEqual(ids.slice(0, found));
  });

  it('refuses a citizen ID that is none without repeating it', async () => {
    const wrong = `${citizenId.slice(0, 17)}${citizenId.endsWith('1') ? '2' : '1'}`;
    const refused = persons.search(office.actor('CLERK'), wrong);

    await expect(refused).rejects.toMatchObject({
      code: 'citizen_id_invalid',
      detail: '公民身份号码的校验位不对，请核对每一位数字。',
    });
  });

  it('lists over HTTP what the query asks for', async () => {
    const { body } = await request(await office.serves())
      .get('/api/v1/persons')
      .query({ name: '古丽', limit: 1 })
      .set('Authorization', await bearerOf(office, 'AUDITOR'));

    expect(body).toEqual([expect.objectContaining({ id: ids[0], name: '古丽·阿不都' })]);
  });

  it('shows another agency nobody', async () => {
    const stranger = await opensNeighbour(office);

    expect(await persons.list(stranger, { limit: 50 })).toEqual([]);
    expect(await persons.search(stranger, citizenId)).toEqual([]);
    await expect(persons.find(stranger, ids[0]!)).rejects.toMatchObject({ code: 'not_found' });
  });
});
