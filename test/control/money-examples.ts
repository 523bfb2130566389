import type { Compiled, Scene, Someone } from './scene';
import type { Example } from './registry-examples';

type Examples = Record<string, (scene: Scene) => Promise<Example>>;

/** A person enrolled in a project. */
async function enrolled(scene: Scene, projectId: number, row: Record<string, unknown> = {}) {
  const person = await scene.person();
  return { person, id: await scene.enrolls(projectId, person, row) };
}

/** Two enrolled persons in one batch, each with a line. */
async function listed(scene: Scene, odd: Record<string, unknown> = {}, plain: Record<string, unknown> = {}) {
  const projectId = await scene.project();
  const batch = await scene.batch(projectId);
  const [one, other] = [await enrolled(scene, projectId), await enrolled(scene, projectId)];
  await scene.line(batch, one.person, one.id, odd);
  await scene.line(batch, other.person, other.id, plain);
  return { batch, one, other, suspicious: one.id, harmless: other.id };
}

/** Regular batches of two projects after one that was sent: what each is compiled with. */
async function afterSent(scene: Scene, odd: Record<string, unknown>, plain: Record<string, unknown>) {
  const next = async (version: Record<string, unknown>) => {
    const projectId = await scene.project();
    await scene.sent(projectId);
    return (await scene.batch(projectId, {}, version)).id;
  };
  return { suspicious: await next(odd), harmless: await next(plain) };
}

/** Refused payments to a first account, and then a second account. */
async function refused(scene: Scene, outcomes: readonly string[]): Promise<number> {
  const projectId = await scene.project();
  const { person, id } = await enrolled(scene, projectId);
  const first = await scene.account(person, { effective_until: '2025-05-31' });
  const second = await scene.account(person, { confirmed_at: '2025-06-01T02:00:00Z' });
  for (const [nth, outcome] of outcomes.entries()) {
    const batch = await scene.sent(projectId);
    await scene.line(batch, person, id, { account_id: first, serial: 1000 + nth });
    await stated(scene, batch, 1000 + nth, outcome);
  }
  return second;
}

function stated(scene: Scene, { versionId }: Compiled, serial: number, outcome: string, returnId = 0) {
  const row = { version_id: versionId, return_id: returnId, serial, seq: 1, outcome, code: '01' };
  return scene.put('payment_outcome', row);
}

function bankReturn(scene: Scene, batch: Compiled, receivedAt: string): Promise<number> {
  return scene.put('bank_return', {
    batch_id: batch.id,
    file_id: 0,
    sha256: Buffer.from(`${batch.id}`),
    state: 'APPLIED',
    line_count: 1,
    applied_count: 1,
    repeated_count: 0,
    discrepancy_count: 0,
    received_by: scene.clerk,
    received_at: receivedAt,
  });
}

/** What was paid and what was not. */
export const PAYMENT_EXAMPLES = {
  'account-after-failures': async (scene) => ({
    suspicious: await refused(scene, ['SUCCEEDED', 'FAILED', 'FAILED', 'FAILED']),
    harmless: await refused(scene, ['FAILED', 'FAILED', 'SUCCEEDED', 'FAILED']),
  }),
  'paid-after-death': async (scene) => {
    const paid = async (funeral_months: number) => {
      const projectId = await scene.project({ funeral_months });
      const { versionId } = await scene.sent(projectId);
      const { person, id } = await enrolled(scene, projectId);
      await scene.event(person, 'DEATH', '2025-04-10');
      await scene.due(projectId, id, {
        version_id: versionId,
        period: '2025-05-01',
        qualifying_on: '2025-05-01',
      });
      return id;
    };
    return { suspicious: await paid(0), harmless: await paid(1) };
  },
  'withheld-long': async (scene) => {
    const withheld = async (period: string) => {
      const projectId = await scene.project();
      const { id } = await enrolled(scene, projectId);
      await scene.due(projectId, id, { state: 'WITHHELD', reason: 'VERIFICATION_OVERDUE', period });
      return id;
    };
    return { suspicious: await withheld('2024-12-01'), harmless: await withheld('2025-01-01') };
  },
  'enrolled-unpaid': async (scene) => {
    const projectId = await scene.project();
    const old = { from_month: '2020-01-01', created_at: '2024-01-01' };
    const [unpaid, paid] = [await enrolled(scene, projectId, old), await enrolled(scene, projectId, old)];
    await scene.due(projectId, paid.id, { version_id: 1, judged_on: '2024-07-10' });
    return { suspicious: unpaid.id, harmless: paid.id };
  },
  'unknown-long': async (scene) => {
    const unknown = async (receivedAt: string) => {
      const projectId = await scene.project();
      const batch = await scene.sent(projectId);
      const { person, id } = await enrolled(scene, projectId);
      await scene.line(batch, person, id, { serial: 7 });
      await stated(scene, batch, 7, 'UNKNOWN', await bankReturn(scene, batch, receivedAt));
      return id;
    };
    return {
      suspicious: await unknown('2025-06-10T02:00:00Z'),
      harmless: await unknown('2025-06-11T02:00:00Z'),
    };
  },
  'discrepancy-waiting': async (scene) => {
    const returned = async (receivedAt: string, resolvedAt: string | null = null) => {
      const batch = await scene.sent(await scene.project());
      const return_id = await bankReturn(scene, batch, receivedAt);
      await scene.put('return_discrepancy', {
        return_id,
        line_no: 3,
        kind: 'AMOUNT_DIFFERS',
        facts: '{}',
        message: '',
        resolved_at: resolvedAt,
      });
      return return_id;
    };
    const dealtWith = await returned('2025-06-10T02:00:00Z', '2025-06-11');
    const fiveDaysOld = await returned('2025-06-11T02:00:00Z');
    return { suspicious: await returned('2025-06-10T02:00:00Z'), harmless: [dealtWith, fiveDaysOld] };
  },
  'failure-waiting': async (scene) => {
    const failed = async (sent_on: string) => {
      const projectId = await scene.project();
      const { versionId } = await scene.sent(projectId, { sent_on });
      const { id } = await enrolled(scene, projectId);
      const refusal = {
        state: 'FAILED',
        reason: 'BANK_REFUSED',
        failed_version_id: versionId,
        failed_serial: 1,
      };
      await scene.due(projectId, id, refusal);
      return id;
    };
    return { suspicious: await failed('2025-05-16'), harmless: await failed('2025-05-17') };
  },
  'funding-nearly-used': async (scene) => {
    const left = async (availableFen: number) => {
      const projectId = await scene.project();
      const funding_line_id = await scene.put('funding_line', {
        project_id: projectId,
        fiscal_year: 2025,
        code: `scene-${projectId}`,
        name: '生活费指标',
        source: '一般财政拨款',
        function_code: '2080109',
        window_from: '2025-01-01',
        window_until: '2025-12-10',
        may_finance_from: '2025-01-01',
        may_finance_until: '2025-12-01',
        created_at: '2025-01-01',
      });
      const balances = { APPROPRIATION: -1000, AVAILABLE: availableFen };
      for (const [account, balance_fen] of Object.entries(balances))
        await scene.put('funding_balance', { funding_line_id, account, balance_fen });
      return funding_line_id;
    };
    return { suspicious: await left(99), harmless: await left(100) };
  },
} satisfies Examples;

/** What is about to be paid. */
export const BATCH_EXAMPLES = {
  'listed-after-death': async (scene) => {
    const { batch, one, other, ...example } = await listed(scene);
    for (const { id } of [one, other]) await scene.due(batch.projectId, id, { version_id: batch.versionId });
    await scene.event(one.person, 'DEATH', '2025-05-31');
    await scene.event(other.person, 'DEATH', '2025-06-01');
    return example;
  },
  'listed-while-suspected': async (scene) => {
    const { one, other, ...example } = await listed(scene);
    await scene.suspicion(one.person, { kind: 'CUSTODY' });
    await scene.suspicion(other.person, { state: 'CLEARED', proposed_by: 1, decided_by: 2 });
    return example;
  },
  'listed-account-replaced': async (scene) => {
    const [was, is] = [await scene.person(), await scene.person()];
    const former = await scene.account(was, { effective_until: '2025-06-15' });
    const current = await scene.account(is);
    return listed(scene, { account_id: former }, { account_id: current });
  },
  'listed-above-standard': async (scene) => {
    const { batch, one, other, ...example } = await listed(scene);
    const benefit_id = await scene.benefit(batch.projectId, [
      {},
      { effective_from: '2025-06-01', amount_fen: 9000 },
    ]);
    const line = { version_id: batch.versionId, benefit_id };
    await scene.due(batch.projectId, one.id, line);
    await scene.due(batch.projectId, other.id, {
      ...line,
      period: '2025-05-01',
      qualifying_on: '2025-05-01',
    });
    return example;
  },
  'account-changed-before-file': async (scene) => {
    const changed = async (confirmedAt: string) => {
      const person = await scene.person();
      await scene.account(person, { effective_until: '2025-06-01' });
      return scene.account(person, { confirmed_at: confirmedAt });
    };
    const example = await listed(
      scene,
      { account_id: await changed('2025-06-13T02:00:00Z') },
      { account_id: await changed('2025-06-12T02:00:00Z') },
    );
    const fresh = await enrolled(scene, example.batch.projectId);
    const first = await scene.account(fresh.person, { confirmed_at: '2025-06-13T02:00:00Z' });
    await scene.line(example.batch, fresh.person, fresh.id, { account_id: first });
    return { suspicious: example.suspicious, harmless: [example.harmless, fresh.id] };
  },
  'large-payment': async (scene) => {
    const { batch, ...example } = await listed(scene, { amount_fen: 72001 }, { amount_fen: 72000 });
    for (let nth = 0; nth < 4; nth += 1) {
      const usual = await enrolled(scene, batch.projectId);
      await scene.line(batch, usual.person, usual.id);
    }
    return example;
  },
  'first-payment': async (scene) => {
    const projectId = await scene.project();
    await scene.sent(projectId, {}, { compiled_at: '2025-05-15' });
    const batch = await scene.batch(projectId);
    const [fresh, old] = [
      await enrolled(scene, projectId, { created_at: '2025-05-16' }),
      await enrolled(scene, projectId, { created_at: '2025-05-14' }),
    ];
    for (const { person, id } of [fresh, old]) await scene.line(batch, person, id);
    return { suspicious: fresh.id, harmless: old.id };
  },
  'long-back-pay': async (scene) => {
    const { batch, ...example } = await listed(scene);
    const backTo = async (enrollmentId: number, months: number) => {
      for (let month = 6 - months; month <= 6; month += 1) {
        const period = month > 0 ? `2025-0${month}-01` : `2024-${12 + month}-01`;
        await scene.due(batch.projectId, enrollmentId, { version_id: batch.versionId, period });
      }
    };
    await backTo(example.suspicious, 7);
    await backTo(example.harmless, 6);
    return example;
  },
  'total-jump': (scene) => afterSent(scene, { total_fen: 144001 }, { total_fen: 96000 }),
  'headcount-jump': (scene) => afterSent(scene, { payment_count: 8 }, { payment_count: 11 }),
} satisfies Examples;

/** A user the scene knows nothing else of. */
let users = 900;

/** What users do. */
export const WORK_EXAMPLES = {
  'verified-in-bulk': async (scene) => {
    const records = async (everyNthSecond: number) => {
      const recorded_by = (users += 1);
      const first = Date.parse('2025-05-12T02:00:00Z');
      for (let nth = 0; nth < 21; nth += 1) {
        const recorded_at = new Date(first + nth * everyNthSecond * 1000);
        await scene.verification(await scene.person(), '2025-05-12', { recorded_by, recorded_at });
      }
      return recorded_by;
    };
    return { suspicious: await records(30), harmless: await records(31) };
  },
  'verified-off-hours': async (scene) => {
    const records = async (recorded_at: string) => {
      const recorded_by = (users += 1);
      await scene.verification(await scene.person(), '2025-05-12', { recorded_by, recorded_at });
      return recorded_by;
    };
    // A Monday that is a holiday, and a Sunday on which offices work in its place.
    const [holiday, workedSunday] = ['2025-06-02T02:00:00Z', '2025-04-27T02:00:00Z'];
    const [first, last] = ['2025-05-12T00:00:00Z', '2025-05-12T11:59:59Z'];
    const usual = [await records(workedSunday), await records(first), await records(last)];
    return { suspicious: await records(holiday), harmless: usual };
  },
  'confirmed-in-a-rush': async (scene) => {
    const confirms = async (changes: number) => {
      const confirmed_by = (users += 1);
      for (let nth = 0; nth < changes; nth += 1)
        await scene.account(await scene.person(), { confirmed_by, confirmed_at: '2025-05-12T02:00:00Z' });
      return confirmed_by;
    };
    return { suspicious: await confirms(11), harmless: await confirms(10) };
  },
  'prepared-and-approved': async (scene) => {
    const approved = async (createdAt: string) => {
      const approved_by = (users += 1);
      const projectId = await scene.project();
      await scene.sent(projectId, { prepared_by: approved_by, created_at: createdAt });
      return (await scene.sent(projectId, { approved_by, created_at: '2025-06-01' })).id;
    };
    return { suspicious: await approved('2025-05-01'), harmless: await approved('2025-03-01') };
  },
  'posts-held-together': async (scene) => {
    const holds = (roles: readonly string[]) =>
      scene.put('app_user', {
        username: `holder-${(users += 1)}`,
        display_name: '用户',
        password_hash: '',
        password_set_at: '2025-01-01',
        must_change_password: false,
        roles,
        active: true,
        failed_logins: 0,
        version: 1,
      });
    return { suspicious: await holds(['CLERK', 'REVIEWER']), harmless: await holds(['CLERK', 'SUPERVISOR']) };
  },
  'account-and-event-by-same-pair': async (scene) => {
    const changed = async (of: Someone, hands: Record<string, number>) => {
      await scene.event(of, 'RELEASE', '2025-05-10', hands);
      return scene.account(of, { confirmed_at: '2025-05-20T02:00:00Z' });
    };
    return {
      suspicious: await changed(await scene.person(), {}),
      harmless: await changed(await scene.person(), { proposed_by: (users += 1) }),
    };
  },
} satisfies Examples;
