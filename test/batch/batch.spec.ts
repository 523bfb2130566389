import type { Role } from '../../src/access/permissions';
import { BatchListService } from '../../src/batch/batch-list.service';
import { BatchService } from '../../src/batch/batch.service';
import { openOffice, type Office } from '../support/office';
import {
  approves,
  asOwner,
  compiles,
  enrols,
  founds,
  happens,
  opens,
  owed,
  paidIn,
  verifies,
  type PaidProject,
} from '../support/office-money';

describe('A batch on its way to the bank', () => {
  let office: Office;
  let project: PaidProject;
  let batches: BatchService;
  let id: number;

  beforeAll(async () => {
    office = await openOffice('2025-01-06');
    batches = office.get(BatchService);
  });
  afterAll(() => office.closes());

  beforeEach(async () => {
    project = await founds(office);
    await enrols(office, project, '李华');
    ({ id } = await opens(office, project, 0));
    await compiles(office, id);
  });

  const version = async () =>
    (await office.asks<{ version: number }>('select version from payment_batch where id = $1', [id]))[0]!
      .version;
  const state = async () =>
    (await office.asks<{ state: string }>('select state from payment_batch where id = $1', [id]))[0]!.state;
  const balances = async () => {
    const rows = await office.asks<{ account: string; fen: number }>(
      'select account, balance_fen as fen from funding_balance where funding_line_id = $1 and balance_fen <> 0',
      [project.fundingLineId],
    );
    return Object.fromEntries(rows.map(({ account, fen }) => [account, fen]));
  };
  const as = (role: Role, userOf: Role = role) => ({
    ...office.actor(role),
    userId: office.actor(userOf).userId,
  });

  it.each`
    step         | by            | refusal
    ${'review'}  | ${'CLERK'}    | ${'复核必须由另一人办理'}
    ${'approve'} | ${'CLERK'}    | ${'审批必须由另一人办理'}
    ${'approve'} | ${'REVIEWER'} | ${'审批必须由另一人办理'}
  `('refuses the $step of who had it in hands before as $by', async ({ step, by, refusal }) => {
    await batches.submit(as('CLERK'), id, await version());
    if (step === 'approve') await batches.review(as('REVIEWER'), id, await version());
    const actor = as(step === 'review' ? 'REVIEWER' : 'APPROVER', by);

    await expect(
      version().then((seen) => batches[step as 'review' | 'approve'](actor, id, seen)),
    ).rejects.toThrow(refusal);
  });

  it('is kept from a self-approval by the database too, whatever the code says', async () => {
    await batches.submit(as('CLERK'), id, await version());
    await batches.review(as('REVIEWER'), id, await version());

    await expect(
      office.asks(`update payment_batch set state = 'APPROVED', approved_by = prepared_by where id = $1`, [
        id,
      ]),
    ).rejects.toMatchObject({ code: 'four_eyes_required' });
    await expect(
      office.asks(`update payment_batch set state = 'APPROVED' where id = $1`, [id]),
    ).rejects.toThrow();
  });

  it('commits the money of its line when it is approved, and frees it when it is voided', async () => {
    await approves(office, id);
    expect(await balances()).toEqual({
      APPROPRIATION: -100_000_000,
      AVAILABLE: 99_988_000,
      COMMITTED: 12_000,
    });

    await batches.void(as('APPROVER'), id, await version(), 'void-approved', '名册有误');
    expect(await balances()).toEqual({ APPROPRIATION: -100_000_000, AVAILABLE: 100_000_000 });
    expect(await state()).toBe('VOIDED');
  });

  it('is not approved a second time', async () => {
    const { version: approved } = await approves(office, id);

    await expect(batches.approve(as('APPROVER'), id, approved)).rejects.toMatchObject({
      code: 'batch_move_not_allowed',
    });
  });

  it('lets only one of two simultaneous approvers approve; the other gets a conflict', async () => {
    await batches.submit(as('CLERK'), id, await version());
    await batches.review(as('REVIEWER'), id, await version());
    const seen = await version();

    const outcomes = await Promise.allSettled([
      batches.approve(as('APPROVER'), id, seen),
      batches.approve(as('APPROVER'), id, seen),
    ]);

    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'version_changed', status: 409 },
    });
    expect(await balances()).toMatchObject({ COMMITTED: 12_000 });
  });

  it('is not approved when it would overspend its line; the refusal names line, available and missing amount', async () => {
    const poor = await founds(office, { budgetFen: 12_000 });
    await enrols(office, poor, '李华');
    await enrols(office, poor, '王伟');
    ({ id } = await opens(office, poor, 0));
    await compiles(office, id);

    await expect(approves(office, id)).rejects.toMatchObject({
      code: 'funds_insufficient',
      detail: '预算指标“生活费指标”可用 120.00 元，需要 240.00 元，缺 120.00 元。',
      facts: { availableFen: 12_000, neededFen: 24_000, missingFen: 12_000 },
    });
    expect(await state()).toBe('REVIEWED');
  });

  it('is frozen once submitted: no line is added, changed or removed, not even its totals', async () => {
    await batches.submit(as('CLERK'), id, await version());
    const frozen = { code: 'batch_frozen' };
    const versionId = (
      await office.asks<{ id: number }>('select current_version_id as id from payment_batch where id = $1', [
        id,
      ])
    )[0]!.id;

    await expect(
      office.asks(
        'insert into payment select agency_id, version_id, enrollment_id, person_id, account_id, amount_fen, 2, payee_name, payee_name_key, account, account_index, account_tail, citizen_id, bank_name, bank_code from payment where version_id = $1',
        [versionId],
      ),
    ).rejects.toMatchObject(frozen);
    await expect(
      office.asks('update batch_version set total_fen = 1 where id = $1', [versionId]),
    ).rejects.toMatchObject(frozen);
    await expect(
      office.asks('update payment set amount_fen = 1 where version_id = $1', [versionId]),
    ).rejects.toThrow('permission denied');
    await expect(office.asks('delete from payment where version_id = $1', [versionId])).rejects.toThrow(
      'permission denied',
    );
    await expect(batches.requestCompile(as('CLERK'), id, await version())).rejects.toMatchObject({
      code: 'batch_move_not_allowed',
    });
  });

  it('stops at the next step when somebody altered a line behind the system’s back', async () => {
    await batches.submit(as('CLERK'), id, await version());
    await asOwner(office, async (client) => {
      await client.query('alter table payment disable trigger payment_append_only');
      await client.query(
        'update payment set account = account || $2 where version_id = (select current_version_id from payment_batch where id = $1)',
        [id, Buffer.of(0)],
      );
      await client.query('alter table payment enable trigger payment_append_only');
    });

    await expect(version().then((seen) => batches.review(as('REVIEWER'), id, seen))).rejects.toMatchObject({
      code: 'batch_altered',
    });
  });

  it('goes back to the preparer with a reason, and comes again as a new version', async () => {
    await batches.submit(as('CLERK'), id, await version());
    await batches.sendBack(as('REVIEWER'), id, await version(), 'send-back', '王伟未列入');
    expect((await office.get(BatchListService).find(as('CLERK'), id)).reason).toBe('王伟未列入');
    await enrols(office, project, '王伟');

    expect(await compiles(office, id)).toMatchObject({ versionNo: 2, paymentCount: 2, totalFen: 24_000 });
    expect(await paidIn(office, id)).toEqual({ 李华: 12_000, 王伟: 12_000 });
    await approves(office, id);
  });

  it('takes the same entitlements once, however often it is compiled', async () => {
    await compiles(office, id);
    await compiles(office, id);

    const rows = await office.asks<{ count: number }>(
      'select count(*)::int from entitlement where project_id = $1',
      [project.id],
    );
    expect(rows[0]!.count).toBe(1);
    expect(await paidIn(office, id)).toEqual({ 李华: 12_000 });
  });

  it.each`
    what                                    | opening                            | code
    ${'a second regular batch of a payout'} | ${() => opens(office, project, 0)} | ${'payout_already_has_batch'}
    ${'a second unsent batch of a project'} | ${() => opens(office, project, 1)} | ${'project_has_open_batch'}
  `('refuses $what', async ({ opening, code }) => {
    await expect(opening()).rejects.toMatchObject({ code });
  });

  it('refuses the submission of a batch that would pay nobody', async () => {
    const empty = await founds(office);
    ({ id } = await opens(office, empty, 0));
    await compiles(office, id);

    await expect(batches.submit(as('CLERK'), id, await version())).rejects.toMatchObject({
      code: 'batch_empty',
    });
  });

  it('refuses a payout whose months no funding line may finance', async () => {
    const unfunded = await founds(office, { mayFinance: ['2025-06', '2025-12'] });

    await expect(opens(office, unfunded, 0)).rejects.toMatchObject({ code: 'funding_line_unsuitable' });
  });

  it('refuses to move an entitlement out of a live payment, whoever asks', async () => {
    await expect(
      office.asks(
        `update entitlement set state = 'DUE', version_id = null, serial = null where project_id = $1`,
        [project.id],
      ),
    ).rejects.toMatchObject({ code: 'entitlement_in_live_payment' });
  });
});

describe('Month after month', () => {
  let office: Office;
  let project: PaidProject;

  beforeAll(async () => {
    office = await openOffice('2025-01-06');
    project = await founds(office);
  });
  afterAll(() => office.closes());

  const sends = async (payout: number) => {
    const { id } = await opens(office, project, payout);
    await compiles(office, id);
    await approves(office, id);
    await office.asks(`update payment_batch set state = 'FILE_SENT', sent_on = '2025-01-20' where id = $1`, [
      id,
    ]);
    return id;
  };

  it('withholds who is overdue, pays the withheld months once verified, and shows each change by name', async () => {
    const li = await enrols(office, project, '李华');
    const wang = await enrols(office, project, '王伟', { verifiedOn: '2024-02-01' });
    const zhao = await enrols(office, project, '赵敏');
    await sends(0);
    office.clock.set('2025-02-06');
    await happens(office, zhao.personId, 'DEATH', '2025-01-20');
    const february = await sends(1);
    expect(await paidIn(office, february)).toEqual({ 李华: 12_000 });

    await verifies(office, wang.personId, '2025-02-20');
    office.clock.set('2025-03-06');
    const sun = await enrols(office, project, '孙丽', { from: '2025-03' });
    const march = await sends(2);

    expect(await paidIn(office, march)).toEqual({ 李华: 12_000, 王伟: 24_000, 孙丽: 12_000 });
    expect(await owed(office, wang)).toEqual([
      '2025-01 IN_PAYMENT 12000',
      '2025-02 IN_PAYMENT 12000',
      '2025-03 IN_PAYMENT 12000',
    ]);
    expect(await owed(office, zhao)).toEqual([
      '2025-01 IN_PAYMENT 12000',
      '2025-02 CANCELLED DECEASED 12000',
      '2025-03 CANCELLED DECEASED 12000',
    ]);
    expect(li.enrollmentId).not.toBe(sun.enrollmentId);

    const lists = office.get(BatchListService);
    const groups = (await lists.control(office.actor('CLERK'), march)).groups.map(
      ({ change, personCount, currentFen }) => [change, personCount, currentFen],
    );
    expect(groups).toEqual([
      ['ADDED', 1, 12_000],
      ['KEPT', 1, 12_000],
      ['RESUMED', 1, 24_000],
    ]);
    const gone = (await lists.control(office.actor('CLERK'), february)).groups.map(
      ({ change, personCount, previousFen }) => [change, personCount, previousFen],
    );
    expect(gone).toEqual([
      ['ENDED', 1, 12_000],
      ['KEPT', 1, 12_000],
      ['WITHHELD', 1, 12_000],
    ]);
    const named = (change: 'RESUMED' | 'WITHHELD', batch: number) =>
      lists.controlNames(office.actor('CLERK'), batch, { change, limit: 10 });
    expect(await named('RESUMED', march)).toMatchObject([
      { name: '王伟', previousFen: 0, currentFen: 24_000 },
    ]);
    expect(await named('WITHHELD', february)).toMatchObject([{ name: '王伟', previousFen: 12_000 }]);
    expect(await lists.unpaidByReason(office.actor('CLERK'), march)).toMatchObject([
      { state: 'CANCELLED', reason: 'DECEASED', personCount: 1, entitlementCount: 2, amountFen: 24_000 },
    ]);
  });

  it('pays a person enrolled late for the months missed in a supplementary batch', async () => {
    const late = await enrols(office, project, '周强', { from: '2025-01' });
    const { id } = await opens(office, project, 2, 'SUPPLEMENTARY');

    await compiles(office, id);

    expect(await paidIn(office, id)).toEqual({ 周强: 36_000 });
    expect(await owed(office, late)).toHaveLength(3);
  });
});
