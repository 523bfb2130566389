import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { ownerUrlOf } from '../../bench/owner-url';
import { populate } from '../../bench/population';
import { answerPaymentFile, PAID } from '../../demo/bank-simulator';
import { createAgency, UserClient, type DemoUser } from '../../demo/office-client';
import { rosterWorkbook } from '../../demo/roster-workbook';
import { SystemClock } from '../../src/calendar/clock';
import type { InvariantResult } from '../../src/report/report.service';
import { Vault } from '../../src/vault/vault';
import { rosterLine } from '../support/office-roster';
import { freshFolder, ServerProcess } from './server-process';

/** Enough that each job runs for long enough to be killed in the middle on any machine. */
const PERSONS = 15_000;
const ROSTER_ROWS = 3_000;

const USERS: readonly DemoUser[] = [
  { username: 'clerk', displayName: '经办', roles: ['CLERK'] },
  { username: 'reviewer', displayName: '复核', roles: ['REVIEWER'] },
  { username: 'approver', displayName: '审批', roles: ['APPROVER'] },
  { username: 'finance', displayName: '财务', roles: ['FINANCE'] },
  { username: 'supervisor', displayName: '主管', roles: ['SUPERVISOR'] },
];

describe('The product, killed in the middle of each kind of job and started again', () => {
  const clock = new SystemClock();
  const { varDir, remove } = freshFolder();
  let server: ServerProcess;
  let users: Record<string, UserClient>;

  beforeAll(async () => {
    server = await ServerProcess.start(varDir);
    const administrator: DemoUser = { username: 'admin', displayName: '管理员', roles: ['ADMINISTRATOR'] };
    const setupToken = readFileSync(join(varDir, 'setup-token'), 'utf8').trim();
    await createAgency(server.apiUrl, setupToken, { code: 'office', name: '社保中心', administrator });
    const admin = clientOf(administrator);
    for (const user of USERS) await admin.post('/users', { ...user, password: 'Zufa-demo-01' });
    users = Object.fromEntries(USERS.map((user) => [user.username, clientOf(user)]));
    await asks(async (owner) => {
      const vault = new Vault([
        { id: 1, secret: Buffer.from(readFileSync(join(varDir, 'vault-key'), 'utf8').trim(), 'hex') },
      ]);
      await populate(
        {
          owner,
          vault,
          agencyId: 1,
          verifiedOn: clock.today(),
          fiscalYear: Number(clock.today().slice(0, 4)),
        },
        PERSONS,
      );
    });
  }, 120_000);
  afterAll(async () => {
    await server.stops();
    remove();
  });

  const clientOf = (user: DemoUser) =>
    new UserClient(
      {
        get apiUrl() {
          return server.apiUrl;
        },
        agencyCode: 'office',
        clock,
      },
      user,
    );
  const asks = async <T>(work: (owner: Client) => Promise<T>): Promise<T> => {
    const owner = new Client({ connectionString: ownerUrlOf(varDir) });
    await owner.connect();
    try {
      return await work(owner);
    } finally {
      await owner.end();
    }
  };
  const count = (sql: string) =>
    asks(async (owner) => (await owner.query<{ count: number }>(sql)).rows[0]!.count);

  /** Kills the product once the job is seen running, starts it again, and waits until the job is done. */
  const survives = async (user: string, jobId: number) => {
    while ((await users[user]!.get<{ state: string }>(`/jobs/${jobId}`)).state === 'QUEUED') await pause(5);
    await pause(30);
    await server.kills();
    server = await ServerProcess.start(varDir);
    return users[user]!.job(jobId);
  };
  const batchNow = () =>
    users['clerk']!.get<{ version: number; state: string; paymentCount: number }>('/batches/1');
  const moves = async (user: string, act: string) =>
    users[user]!.post('/batches/1/' + act, { version: (await batchNow()).version });

  it('compiles, sends and settles the batch exactly once', async () => {
    await users['clerk']!.post('/batches', { payoutId: 1, kind: 'REGULAR', bankProfileId: 1 });
    const compile = await users['clerk']!.post<{ jobId: number }>('/batches/1/compile', { version: 1 });
    await survives('clerk', compile.jobId);
    const { paymentCount } = await batchNow();
    expect(await count('select count(*)::int from batch_version')).toBe(1);
    expect(await count('select count(*)::int from payment')).toBe(paymentCount);
    expect(await count('select count(*)::int from entitlement')).toBe(PERSONS);

    await moves('clerk', 'submit');
    await moves('reviewer', 'review');
    await moves('approver', 'approve');
    const send = (await moves('finance', 'send')) as { jobId: number };
    await survives('finance', send.jobId);
    expect(await count('select count(*)::int from bank_file')).toBe(1);
    expect(await count(`select count(*)::int from ledger_entry where event = 'FILE_SENT'`)).toBe(1);

    const [file] = await users['finance']!.get<{ id: number }[]>('/batches/1/bank-files');
    const sent = await users['finance']!.download(`/bank-files/${file!.id}/content`);
    const content = answerPaymentFile(sent, {
      format: 'P2',
      postedOn: clock.today(),
      decide: () => [{ reply: PAID }],
    });
    const settle = await users['finance']!.upload<{ jobId: number }>('/batches/1/returns', {
      name: 'r.txt',
      content,
    });
    await survives('finance', settle.jobId);
    expect(await count('select count(*)::int from payment_outcome')).toBe(paymentCount);
    expect((await batchNow()).state).toBe('RETURNED');
  }, 240_000);

  it('checks and applies a roster exactly once', async () => {
    const content = await rosterWorkbook(
      Array.from({ length: ROSTER_ROWS }, (_, index) => ({ ...rosterLine(index), amounts: {} })),
      [],
    );
    const { importId, jobId } = await users['clerk']!.upload<{ importId: number; jobId: number }>(
      '/projects/1/roster-imports',
      { name: '花名册.xlsx', content },
      { mode: 'PARTIAL' },
    );
    await survives('clerk', jobId);
    const { version } = await users['reviewer']!.get<{ version: number }>(`/roster-imports/${importId}`);
    const confirmed = await users['reviewer']!.post<{ jobId: number }>(
      `/roster-imports/${importId}/confirm`,
      { version },
    );
    await survives('reviewer', confirmed.jobId);

    expect(await count('select count(*)::int from enrollment')).toBe(PERSONS + ROSTER_ROWS);
    expect(await count('select count(*)::int from person')).toBe(PERSONS + ROSTER_ROWS);
  }, 240_000);

  it('leaves the invariants standing', async () => {
    const results = await users['supervisor']!.get<InvariantResult[]>('/reports/invariants');

    // The registry was filled behind the office's back: without documents and log, and with more persons than the batch.
    const setUpByHand = [2, 5, 8];
    expect(results.filter(({ holds, number }) => !holds && !setUpByHand.includes(number))).toEqual([]);
    expect(results).toHaveLength(10);
  }, 60_000);
});
