import { CaseService } from '../../src/recovery/case.service';
import { RecoveryListService } from '../../src/recovery/recovery-list.service';
import { RepaymentService } from '../../src/recovery/repayment.service';
import type { Office } from '../support/office';
import { balancesOf } from '../support/office-bank';
import { asOwner, enrols, founds, type PaidProject } from '../support/office-money';
import {
  brokenInvariants,
  caseNow,
  caseOf,
  detects,
  learns,
  openQuietOffice,
  orders,
  paysMonth,
  repays,
} from './recovery-desk';

const refused = (code: string) => expect.objectContaining({ code });

describe('A case on its way to being ordered and settled', () => {
  let office: Office;
  let project: PaidProject;
  const persons: number[] = [];

  beforeAll(async () => {
    office = await openQuietOffice();
    project = await founds(office);
    for (let count = 0; count < 12; count += 1)
      persons.push((await enrols(office, project, `欠${String.fromCodePoint(0x4e00 + count)}`)).personId);
    for (let payout = 0; payout < 3; payout += 1) await paysMonth(office, project, payout);
  });
  afterEach(async () => {
    expect(await brokenInvariants(office)).toEqual([]);
  });
  afterAll(() => office.closes());

  /** Somebody who died in January and was paid in February and March; the case waits to be determined. */
  const overpaid = async () => {
    const personId = persons.pop()!;
    await learns(office, personId, 'DEATH', '2025-01-15');
    return caseOf(office, personId);
  };
  const determination = (version: number, amountFen = 240_00, repayBy = '2025-12-31') => ({
    version,
    amountFen,
    repayBy,
    basis: '数据比对',
  });

  it('is determined by one user and confirmed by another, at the sum of its months', async () => {
    const cases = office.get(CaseService);
    const { id, version } = await overpaid();
    const supervisor = { ...office.actor('SUPERVISOR'), userId: office.actor('AUDITOR').userId };

    await expect(cases.confirm(office.actor('REVIEWER'), id, version)).rejects.toEqual(
      refused('recovery_not_determined'),
    );
    await expect(
      cases.determine(office.actor('AUDITOR'), id, determination(version, 239_99)),
    ).rejects.toEqual(refused('recovery_sum_differs'));
    await expect(
      cases.determine(office.actor('AUDITOR'), id, determination(version, 240_00, '2025-03-10')),
    ).rejects.toEqual(refused('recovery_date_wrong'));
    const determined = await cases.determine(office.actor('AUDITOR'), id, determination(version));
    await expect(cases.confirm(supervisor, id, determined.version)).rejects.toEqual(
      refused('four_eyes_required'),
    );
    await expect(cases.confirm(office.actor('REVIEWER'), id, version)).rejects.toEqual(
      refused('version_changed'),
    );
    await cases.confirm(office.actor('REVIEWER'), id, determined.version);

    expect(await caseNow(office, id)).toMatchObject({
      state: 'ORDERED',
      orderedFen: 240_00,
      orderedOn: '2025-03-10',
    });
  });

  it('goes back to be determined anew with a reason', async () => {
    const cases = office.get(CaseService);
    const { id, version } = await overpaid();
    const determined = await cases.determine(office.actor('AUDITOR'), id, determination(version));

    await cases.sendBack(office.actor('REVIEWER'), id, {
      version: determined.version,
      reason: '死亡日期待核',
    });

    expect(await caseNow(office, id)).toMatchObject({
      state: 'PENDING',
      determinedBy: null,
      reason: '死亡日期待核',
    });
  });

  it.each`
    paid      | facts                           | refusal
    ${240_01} | ${{}}                           | ${'recovery_exceeds_open'}
    ${100_00} | ${{ happenedOn: '2025-03-11' }} | ${'recovery_date_wrong'}
    ${100_00} | ${{ version: 1 }}               | ${'version_changed'}
  `('refuses a repayment of $paid fen with $facts', async ({ paid, facts, refusal }) => {
    const [{ id }] = (await office.asks<{ id: number }>(
      `select min(id) as id from overpayment_case where state = 'ORDERED'`,
    )) as [{ id: number }];

    await expect(repays(office, id, paid as number, facts as object)).rejects.toEqual(
      refused(refusal as string),
    );
  });

  it('takes no money before it is ordered, and none after it is settled', async () => {
    const { personId, id } = await overpaid();
    await expect(repays(office, id, 1)).rejects.toEqual(refused('recovery_move_not_allowed'));
    await orders(office, personId);
    expect((await repays(office, id, 240_00)).state).toBe('SETTLED');

    await expect(repays(office, id, 1)).rejects.toEqual(refused('recovery_move_not_allowed'));
  });

  it('is settled by the last fen and not before, and gives the line its money back', async () => {
    const { personId, id } = await overpaid();
    await orders(office, personId);
    const before = await balancesOf(office, project);

    expect((await repays(office, id, 239_99)).state).toBe('ORDERED');
    expect(await repays(office, id, 1)).toMatchObject({
      state: 'SETTLED',
      openFen: 0,
      closedOn: '2025-03-10',
    });

    const after = await balancesOf(office, project);
    expect(after['PAID']).toBe(before['PAID']! - 240_00);
    expect(after['AVAILABLE']).toBe(before['AVAILABLE']! + 240_00);
  });

  it('takes one document once', async () => {
    const { personId, id } = await overpaid();
    await orders(office, personId);
    await repays(office, id, 10_00, { documentNo: '同一凭证' });

    await expect(repays(office, id, 10_00, { documentNo: '同一凭证' })).rejects.toEqual(
      refused('repayment_document_repeated'),
    );
  });

  it('spreads a repayment over its months, the oldest first', async () => {
    const { personId, id } = await overpaid();
    await orders(office, personId);

    const found = await repays(office, id, 150_00);

    expect(found.months.map(({ period, recoveredFen }) => [period, recoveredFen])).toEqual([
      ['2025-02-01', 120_00],
      ['2025-03-01', 30_00],
    ]);
  });

  it('is handed over by another than who determined it, and still takes what comes in', async () => {
    const cases = office.get(CaseService);
    const { personId, id } = await overpaid();
    const { version } = await orders(office, personId);
    const asked = { version, reason: '拒不退回', transferredTo: '州财政局' };
    const determiner = { ...office.actor('SUPERVISOR'), userId: office.actor('AUDITOR').userId };
    await expect(cases.transfer(determiner, id, asked)).rejects.toEqual(refused('four_eyes_required'));

    await cases.transfer(office.actor('REVIEWER'), id, asked);

    expect(await repays(office, id, 100_00, { channel: 'COURT' })).toMatchObject({
      state: 'TRANSFERRED',
      openFen: 140_00,
    });
    expect((await repays(office, id, 140_00)).state).toBe('SETTLED');
  });

  it('is not closed with an open sum, whoever writes: the database compares the sums', async () => {
    const { personId, id } = await overpaid();
    await orders(office, personId);
    const close = (state: string) =>
      asOwner(office, (client) =>
        client.query('update overpayment_case set state = $2 where id = $1', [id, state]),
      );

    await expect(close('SETTLED')).rejects.toThrow('overpayment_case_settled_agrees');
    await expect(close('CANCELLED')).rejects.toThrow('overpayment_case_cancelled_empty');
  });

  it('gives back what turned out not to be owed, no more than that, and is closed by it', async () => {
    const { personId, id } = await overpaid();
    await orders(office, personId);
    await repays(office, id, 240_00);
    const before = await balancesOf(office, project);
    await asOwner(office, (client) =>
      client.query(`update life_event set state = 'RETRACTED' where person_id = $1`, [personId]),
    );
    await detects(office, personId);
    const reopened = await caseNow(office, id);
    expect(reopened).toMatchObject({ state: 'ORDERED', claimedFen: 0, owedBackFen: 240_00, closedOn: null });
    const refund = (version: number, amountFen: number, documentNo: string) =>
      office.get(RepaymentService).refund(office.actor('FINANCE'), id, {
        version,
        amountFen,
        documentNo,
        happenedOn: '2025-03-10',
        channel: 'BANK_TRANSFER',
      });

    await expect(refund(reopened.version, 240_01, '退1')).rejects.toEqual(refused('recovery_exceeds_open'));
    const part = await refund(reopened.version, 150_00, '退2');
    expect(part.state).toBe('ORDERED');
    expect((await refund(part.version, 90_00, '退3')).state).toBe('CANCELLED');

    const after = await balancesOf(office, project);
    expect(after['PAID']).toBe(before['PAID']! + 240_00);
    expect(after['AVAILABLE']).toBe(before['AVAILABLE']! - 240_00);
  });

  it('goes into the year’s figures', async () => {
    const figures = await office.get(RecoveryListService).summary(office.actor('SUPERVISOR'), 2025);

    expect(figures).toMatchObject({
      openedCount: 9,
      settledCount: 3,
      cancelledCount: 1,
      transferredCount: 0,
    });
    expect(figures.recoveredFen).toBe(240_00 * 3 + 10_00 + 150_00);
    expect(figures.returnedToLineFen).toBe(figures.recoveredFen);
  });
});

describe('Money that comes back in a later year than the line’s', () => {
  it('goes to the treasury, and is given back from there', async () => {
    const office = await openQuietOffice();
    const project = await founds(office);
    const { personId } = await enrols(office, project, '跨年', { validUntil: '2027-12-31' });
    await paysMonth(office, project, 0);
    await paysMonth(office, project, 1);
    await learns(office, personId, 'DEATH', '2024-12-20');
    const { id } = await orders(office, personId, '2026-06-30');
    await repays(office, id, 40_00);
    office.clock.set('2026-02-01');
    await repays(office, id, 20_00, { happenedOn: '2025-12-31' });
    await repays(office, id, 80_00);

    expect(await balancesOf(office, project)).toMatchObject({
      PAID: 240_00 - 140_00,
      RETURNED_TO_TREASURY: 80_00,
    });
    await asOwner(office, (client) => client.query(`update life_event set state = 'RETRACTED'`));
    await detects(office, personId);
    const { version, owedBackFen } = await caseNow(office, id);
    await office.get(RepaymentService).refund(office.actor('FINANCE'), id, {
      version,
      amountFen: owedBackFen,
      documentNo: '退库',
      happenedOn: '2026-02-01',
      channel: 'BANK_TRANSFER',
    });

    expect(owedBackFen).toBe(140_00);
    const balances = await balancesOf(office, project);
    expect(balances).toMatchObject({ PAID: 240_00 });
    expect(balances['RETURNED_TO_TREASURY']).toBeUndefined();
    expect(await brokenInvariants(office)).toEqual([]);
    await office.closes();
  });
});
