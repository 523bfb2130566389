import request from 'supertest';
import type { Actor } from '../../src/access/actor';
import { BankAccountService } from '../../src/person/bank-account.service';
import { PersonService } from '../../src/person/person.service';
import type { AccountInput } from '../../src/person/read-account';
import { openOffice, type Office } from '../support/office';
import { actsOn, bearerOf, opensNeighbour, registersPerson } from '../support/office-registry';

const ACCOUNT: AccountInput = {
  accountNumber: '6299000012345678907',
  payeeRelation: 'SELF',
  bankName: '昌吉农商银行',
  bankCode: '402885000012',
  effectiveFrom: '2025-01-06',
};

describe('A change of bank account', () => {
  let office: Office;
  let accounts: BankAccountService;
  let clerk: Actor;
  let reviewer: Actor;

  beforeAll(async () => {
    office = await openOffice('2025-01-06');
    accounts = office.get(BankAccountService);
    clerk = office.actor('CLERK');
    reviewer = office.actor('REVIEWER');
  });
  afterAll(() => office.closes());

  const proposes = async (personId: number, facts: Partial<AccountInput> = {}) =>
    (await accounts.propose(clerk, personId, { ...ACCOUNT, ...facts })).account.id;
  const confirms = async (personId: number, facts: Partial<AccountInput> = {}) =>
    accounts.confirm(reviewer, personId, await proposes(personId, facts));

  it.each`
    account                                | facts                                                                        | refusal
    ${'of the person'}                     | ${{}}                                                                        | ${undefined}
    ${'of the person, named'}              | ${{ payeeName: ' 李华 ' }}                                                   | ${undefined}
    ${'with optional fields left null'}    | ${{ payeeName: null, payeeDocument: null, bankCode: null }}                  | ${undefined}
    ${'of a child with a document'}        | ${{ payeeName: '张三', payeeRelation: 'CHILD', payeeDocument: '委托书1号' }} | ${undefined}
    ${'of a child without a document'}     | ${{ payeeName: '张三', payeeRelation: 'CHILD' }}                             | ${'payee_undocumented'}
    ${'of a child with an empty document'} | ${{ payeeName: '张三', payeeRelation: 'CHILD', payeeDocument: ' ' }}         | ${'payee_undocumented'}
    ${'of a child without a name'}         | ${{ payeeRelation: 'CHILD', payeeDocument: '委托书1号' }}                    | ${'payee_undocumented'}
    ${'of somebody called oneself'}        | ${{ payeeName: '张三', payeeDocument: '委托书1号' }}                         | ${'payee_undocumented'}
    ${'without a bank code'}               | ${{ bankCode: undefined }}                                                   | ${undefined}
    ${'with a short bank code'}            | ${{ bankCode: '40288500001' }}                                               | ${'account_invalid'}
    ${'ruined by Excel'}                   | ${{ accountNumber: '6.21E+18' }}                                             | ${'account_invalid'}
    ${'with a lost character'}             | ${{ payeeName: '张?', payeeRelation: 'CHILD', payeeDocument: '委托书1号' }}  | ${'account_invalid'}
    ${'without a bank'}                    | ${{ bankName: ' ' }}                                                         | ${'account_invalid'}
    ${'from yesterday'}                    | ${{ effectiveFrom: '2025-01-05' }}                                           | ${undefined}
    ${'from tomorrow'}                     | ${{ effectiveFrom: '2025-01-07' }}                                           | ${'account_invalid'}
  `('to an account $account: $refusal', async ({ facts, refusal }) => {
    const personId = await registersPerson(office);

    const proposed = accounts.propose(clerk, personId, { ...ACCOUNT, ...facts });

    if (refusal) await expect(proposed).rejects.toMatchObject({ code: refusal });
    else await expect(proposed).resolves.toMatchObject({ account: { state: 'PROPOSED' } });
  });

  it('names every problem at once and never the number', async () => {
    const personId = await registersPerson(office);
    const wrong = { ...ACCOUNT, accountNumber: '62990000123456789078888888888888888', bankCode: '1' };

    const refused = await accounts.propose(clerk, personId, wrong).catch((error: unknown) => error);

    expect(refused).toMatchObject({ code: 'account_invalid', facts: { problems: { length: 2 } } });
    expect(JSON.stringify(refused)).not.toContain('62990000');
  });

  it('warns of a wrong check digit and of an account that somebody else is paid to', async () => {
    const [one, other] = [await registersPerson(office), await registersPerson(office)];
    await confirms(one, { accountNumber: '6299000012345678900' });

    const { warnings } = await accounts.propose(clerk, other, {
      ...ACCOUNT,
      accountNumber: '6299000012345678900',
    });

    expect(warnings).toEqual([
      '银行卡号校验位不符，请核对是否录入有误；如果是存折账号，可以忽略。',
      '另有 1 名人员使用同一账号，请核对是否录入有误。',
    ]);
  });

  it.each`
    next                             | from            | until           | refusal
    ${'on the day after'}            | ${'2025-01-06'} | ${'2025-01-05'} | ${undefined}
    ${'on its own first day'}        | ${'2025-01-03'} | ${'2025-01-02'} | ${undefined}
    ${'on the day before its first'} | ${'2025-01-02'} | ${null}         | ${'account_out_of_order'}
  `('ends the account since 3 January when the next begins $next', async ({ from, until, refusal }) => {
    const personId = await registersPerson(office);
    const first = await confirms(personId, { effectiveFrom: '2025-01-03' });

    const next = confirms(personId, { effectiveFrom: from, accountNumber: '88880000' });

    if (refusal) await expect(next).rejects.toMatchObject({ code: refusal });
    else await expect(next).resolves.toMatchObject({ state: 'CONFIRMED', effectiveUntil: null });
    const shown = await office.get(PersonService).find(clerk, personId);
    expect(shown.accounts.find(({ id }) => id === first.id)).toMatchObject({ effectiveUntil: until });
    const current = shown.accounts.filter((account) => account.effectiveUntil === null);
    expect(current.map(({ account }) => account)).toEqual([
      refusal ? '************8907' : '************0000',
    ]);
  });

  it('leaves the current account when the next is rejected', async () => {
    const personId = await registersPerson(office);
    const first = await confirms(personId);
    const next = await proposes(personId);

    expect(await accounts.reject(reviewer, personId, next)).toMatchObject({ state: 'REJECTED' });

    const { accounts: shown } = await office.get(PersonService).find(clerk, personId);
    expect(shown.find(({ id }) => id === first.id)).toMatchObject({ effectiveUntil: null });
    expect(await actsOn(office, 'account', first.id)).toEqual(['account.propose', 'account.confirm']);
    expect(await actsOn(office, 'account', next)).toEqual(['account.propose', 'account.reject']);
  });

  it('waits alone: a second change is refused until the first is decided', async () => {
    const personId = await registersPerson(office);
    await proposes(personId);

    await expect(proposes(personId)).rejects.toMatchObject({ code: 'account_proposal_waiting' });
  });

  it.each(['confirm', 'reject'] as const)('is not for its proposer to %s', async (action) => {
    const personId = await registersPerson(office);
    const id = await proposes(personId);

    await expect(accounts[action](clerk, personId, id)).rejects.toMatchObject({
      code: 'four_eyes_required',
      facts: { step: '复核账户变更' },
    });
  });

  it.each`
    by                | confirmedBy
    ${'its proposer'} | ${'proposed_by'}
    ${'nobody'}       | ${'null'}
  `('confirmed by $by is refused by the database itself', async ({ confirmedBy }) => {
    const personId = await registersPerson(office);
    const id = await proposes(personId);
    const update = `update bank_account set state = 'CONFIRMED', confirmed_by = ${confirmedBy} where id = $1`;

    await expect(office.asks(update, [id])).rejects.toMatchObject({ code: 'four_eyes_required' });
  });

  it('is decided by one of two simultaneous reviewers', async () => {
    const personId = await registersPerson(office);
    const id = await proposes(personId);

    const outcomes = await Promise.allSettled([
      accounts.confirm(reviewer, personId, id),
      accounts.reject(office.actor('APPROVER'), personId, id),
    ]);

    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(lost).toMatchObject({ reason: { code: 'proposal_decided', status: 409 } });
  });

  it('is stored encrypted and shown by its last four digits', async () => {
    const personId = await registersPerson(office);
    const id = await proposes(personId);

    const [row] = await office.asks<{ account: Buffer }>('select account from bank_account where id = $1', [
      id,
    ]);
    const waiting = await accounts.list(reviewer, { state: 'PROPOSED', after: id - 1, limit: 1 });

    expect(row!.account.includes(ACCOUNT.accountNumber)).toBe(false);
    expect(waiting).toEqual([
      expect.objectContaining({ id, personName: '李华', account: '************8907' }),
    ]);
    expect(JSON.stringify(waiting)).not.toContain(ACCOUNT.accountNumber);
    const entries = await office.asks('select details::text from audit_entry');
    expect(JSON.stringify(entries)).not.toContain(ACCOUNT.accountNumber);
  });

  it('goes its way over HTTP', async () => {
    const personId = await registersPerson(office);
    const http = await office.serves();
    const asks = (method: 'get' | 'post', path: string, bearer: string) =>
      request(http)[method](`/api/v1/${path}`).set('Authorization', bearer);
    const [asClerk, asReviewer] = [await bearerOf(office, 'CLERK'), await bearerOf(office, 'REVIEWER')];

    const proposed = await asks('post', `persons/${personId}/accounts`, asClerk)
      .set('Idempotency-Key', 'propose-over-http')
      .send(ACCOUNT);
    const { id } = proposed.body.account;
    const path = `persons/${personId}/accounts/${id}/confirm`;
    const waiting = await asks('get', `accounts?state=PROPOSED&after=${id - 1}`, asReviewer);
    const forbidden = await asks('post', path, asClerk).set('Idempotency-Key', 'confirm-by-clerk');
    const confirmed = await asks('post', path, asReviewer).set('Idempotency-Key', 'confirm-over-http');

    expect(proposed.status).toBe(201);
    expect(waiting.body.map((account: { id: number }) => account.id)).toEqual([id]);
    expect(forbidden.body.code).toBe('permission_denied');
    expect([confirmed.status, confirmed.body.state]).toEqual([200, 'CONFIRMED']);
  });

  it('is out of another agency’s reach', async () => {
    const personId = await registersPerson(office);
    const id = await proposes(personId);
    const stranger = await opensNeighbour(office);

    expect(await accounts.list(stranger, { limit: 50 })).toEqual([]);
    await expect(accounts.propose(stranger, personId, ACCOUNT)).rejects.toMatchObject({ code: 'not_found' });
    await expect(accounts.confirm(stranger, personId, id)).rejects.toMatchObject({ code: 'not_found' });
  });
});
