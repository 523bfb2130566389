import type { Role } from '../../src/access/permissions';
import { SessionService } from '../../src/auth/session.service';
import { UserService } from '../../src/auth/user.service';
import { passwordProblems } from '../../src/auth/password';
import { Database } from '../../src/database/database';
import { openOffice, type Office } from '../support/office';

describe('Users and their posts', () => {
  let office: Office;
  let users: UserService;
  let sessions: SessionService;

  beforeEach(async () => {
    office = await openOffice('2025-01-06');
    users = office.get(UserService);
    sessions = office.get(SessionService);
  });
  afterEach(() => office.closes());

  it.each`
    roles                              | allowed
    ${['CLERK', 'REVIEWER']}           | ${true}
    ${['CLERK', 'APPROVER']}           | ${true}
    ${['SUPERVISOR', 'APPROVER']}      | ${true}
    ${['CLERK', 'FINANCE']}            | ${false}
    ${['APPROVER', 'FINANCE']}         | ${false}
    ${['AUDITOR', 'CLERK']}            | ${false}
    ${['AUDITOR', 'FINANCE']}          | ${false}
    ${['ADMINISTRATOR', 'CLERK']}      | ${false}
    ${['ADMINISTRATOR', 'SUPERVISOR']} | ${false}
  `(
    'may one person hold $roles together: $allowed',
    async ({ roles, allowed }: { roles: Role[]; allowed: boolean }) => {
      const hiring = users.create(office.actor('ADMINISTRATOR'), {
        username: 'both',
        displayName: '兼任',
        password: 'First-pass-1',
        roles,
      });

      await expect(
        hiring.then(
          () => true,
          (error: { code: string }) => error.code,
        ),
      ).resolves.toBe(allowed || 'roles_incompatible');
    },
  );

  it.each`
    password        | problemCount
    ${'Abcdef-1'}   | ${0}
    ${'Abcde-1'}    | ${1}
    ${'abcdefgh'}   | ${1}
    ${'abcdefg1'}   | ${1}
    ${'Abcdefg1'}   | ${0}
    ${'Clerk-2025'} | ${1}
    ${'a'}          | ${2}
  `('takes the password “$password” with $problemCount complaints', ({ password, problemCount }) => {
    expect(passwordProblems(password, 'clerk')).toHaveLength(problemCount);
  });

  it('locks after five wrong passwords, even for the right one, and opens after half an hour', async () => {
    const tries = (password: string) =>
      sessions.signIn('office', 'admin', password).then(
        () => 'in',
        (error: { code: string }) => error.code,
      );
    const answers: string[] = [];
    for (let attempt = 0; attempt < 5; attempt += 1) answers.push(await tries('wrong'));

    expect(answers).toEqual([
      'sign_in_refused',
      'sign_in_refused',
      'sign_in_refused',
      'sign_in_refused',
      'account_locked',
    ]);
    expect(await tries('Office-2025!')).toBe('account_locked');
    office.clock.set('2025-01-06T09:29:59+08:00');
    expect(await tries('Office-2025!')).toBe('account_locked');
    office.clock.set('2025-01-06T09:30:01+08:00');
    expect(await tries('Office-2025!')).toBe('in');
  });

  it('counts wrong old passwords like wrong ones at signing in, records them and locks', async () => {
    const actor = office.actor('CLERK');
    const tries = (password: string) =>
      users.changeOwnPassword(actor, password, 'Second-pass-2').then(
        () => 'changed',
        (error: { code: string }) => error.code,
      );
    const answers: string[] = [];
    for (let attempt = 0; attempt < 4; attempt += 1) answers.push(await tries('wrong'));
    await sessions
      .signIn('office', 'clerk', 'wrong')
      .catch((error: { code: string }) => answers.push(error.code));

    expect(answers).toEqual([...Array<string>(4).fill('sign_in_refused'), 'account_locked']);
    expect(await tries('First-pass-1')).toBe('account_locked');
    expect(
      await office.asks(
        `select act, count(*)::int from audit_entry where act in ('session.fail', 'session.lock') group by act order by act`,
      ),
    ).toEqual([
      { act: 'session.fail', count: 4 },
      { act: 'session.lock', count: 1 },
    ]);
    office.clock.set('2025-01-06T09:30:01+08:00');
    expect(await tries('First-pass-1')).toBe('changed');
  });

  it.each`
    meanwhile                               | change                                                                                                                          | password          | answer
    ${'nothing happens'}                    | ${'select 1'}                                                                                                                   | ${'First-pass-1'} | ${'in'}
    ${'the account is locked'}              | ${`update app_user set locked_until = '2025-01-07' where username = 'clerk'`}                                                   | ${'First-pass-1'} | ${'account_locked'}
    ${'the user is closed'}                 | ${`update app_user set active = false where username = 'clerk'`}                                                                | ${'First-pass-1'} | ${'sign_in_refused'}
    ${'the password becomes another'}       | ${`update app_user set password_hash = (select password_hash from app_user where username = 'admin') where username = 'clerk'`} | ${'First-pass-1'} | ${'sign_in_refused'}
    ${'the password becomes the one given'} | ${`update app_user set password_hash = (select password_hash from app_user where username = 'admin') where username = 'clerk'`} | ${'Office-2025!'} | ${'in'}
  `(
    'checks a password outside any transaction: $answer when $meanwhile after the first look',
    async ({ change, password, answer }) => {
      const database = office.get(Database);
      const transaction = database.transaction.bind(database);
      let open = 0;
      let count = 0;
      const spy = jest.spyOn(database, 'transaction').mockImplementation(async (agencyId, work) => {
        count += 1;
        if (count === 2) {
          expect(open).toBe(0);
          await transaction(agencyId, (tx) => tx.query(change));
        }
        open += 1;
        try {
          return await transaction(agencyId, work);
        } finally {
          open -= 1;
        }
      });

      await expect(
        sessions.signIn('office', 'clerk', password).then(
          () => 'in',
          (error: { code: string }) => error.code,
        ),
      ).resolves.toBe(answer);
      spy.mockRestore();
    },
  );

  it.each`
    roles                | active
    ${['ADMINISTRATOR']} | ${false}
    ${['CLERK']}         | ${true}
  `('keeps one active administrator: $roles, active $active', async ({ roles, active }) => {
    const actor = office.actor('ADMINISTRATOR');
    const input = { version: 1, displayName: '管理员', roles, active };

    await expect(users.change(actor, actor.userId, input)).rejects.toMatchObject({
      code: 'last_administrator',
      status: 409,
    });
    const second = { username: 'admin2', displayName: '管理员乙', password: 'First-pass-1' };
    const { id } = await users.create(actor, { ...second, roles: ['ADMINISTRATOR'] });
    await expect(users.change(actor, actor.userId, input)).resolves.toMatchObject({ active, roles });
    await expect(users.change(actor, id, { ...input, displayName: '管理员乙' })).rejects.toMatchObject({
      code: 'last_administrator',
    });
  });

  it('keeps one of two administrators who close each other at the same moment', async () => {
    const actor = office.actor('ADMINISTRATOR');
    const second = { username: 'admin2', displayName: '管理员乙', password: 'First-pass-1' };
    const { id } = await users.create(actor, { ...second, roles: ['ADMINISTRATOR'] });
    const closes = (userId: number) =>
      users
        .change(actor, userId, { version: 1, displayName: '管理员', roles: ['ADMINISTRATOR'], active: false })
        .then(
          () => 'closed',
          (error: { code: string }) => error.code,
        );
    const answers = await Promise.all([closes(id), closes(actor.userId)]);

    expect(answers.sort()).toEqual(['closed', 'last_administrator']);
  });

  it.each`
    after                       | moment                         | works
    ${'half an hour idle'}      | ${'2025-01-06T09:30:00+08:00'} | ${true}
    ${'more than half an hour'} | ${'2025-01-06T09:30:01+08:00'} | ${false}
  `('ends a session $after: works $works', async ({ moment, works }) => {
    const { token } = await sessions.signIn('office', 'admin', 'Office-2025!');
    office.clock.set(moment);

    await expect(
      sessions.authenticate(token).then(
        () => true,
        () => false,
      ),
    ).resolves.toBe(works);
  });

  it('ends the earlier session when the user signs in again', async () => {
    const first = await sessions.signIn('office', 'admin', 'Office-2025!');
    await sessions.signIn('office', 'admin', 'Office-2025!');

    await expect(sessions.authenticate(first.token)).rejects.toMatchObject({ code: 'not_signed_in' });
  });

  it('lets a new user do nothing but change the first password', async () => {
    const { token, mustChangePassword } = await sessions.signIn('office', 'clerk', 'First-pass-1');
    expect(mustChangePassword).toBe(true);
    await expect(sessions.authenticate(token)).rejects.toMatchObject({ code: 'password_must_change' });

    const actor = await sessions.authenticate(token, { mayHaveOldPassword: true });
    await expect(users.changeOwnPassword(actor, 'First-pass-1', 'First-pass-1')).rejects.toMatchObject({
      code: 'password_too_weak',
    });
    await users.changeOwnPassword(actor, 'First-pass-1', 'Second-pass-2');
    const again = await sessions.signIn('office', 'clerk', 'Second-pass-2');

    expect(await sessions.authenticate(again.token)).toMatchObject({ username: 'clerk', roles: ['CLERK'] });
  });

  it('ends the sessions of a user who is closed', async () => {
    const { token } = await sessions.signIn('office', 'clerk', 'First-pass-1');
    const clerk = (await users.list(office.actor('ADMINISTRATOR'))).find(
      ({ username }) => username === 'clerk',
    )!;
    await users.change(office.actor('ADMINISTRATOR'), clerk.id, {
      version: clerk.version,
      displayName: '经办',
      roles: ['CLERK'],
      active: false,
    });

    await expect(sessions.authenticate(token, { mayHaveOldPassword: true })).rejects.toMatchObject({
      code: 'not_signed_in',
    });
    await expect(sessions.signIn('office', 'clerk', 'First-pass-1')).rejects.toMatchObject({
      code: 'sign_in_refused',
    });
  });
});
