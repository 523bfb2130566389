import { REFUSED, RETURNED } from '../../demo/bank-simulator';
import { FundingService } from '../../src/funding/funding.service';
import { LifeEventService } from '../../src/person/life-event.service';
import { AgreementService } from '../../src/recovery/agreement.service';
import { CaseService } from '../../src/recovery/case.service';
import { RepaymentService } from '../../src/recovery/repayment.service';
import type { Office } from '../support/office';
import { balancesOf, pays } from '../support/office-bank';
import { asOwner, compiles, enrols, founds, opens, paidIn } from '../support/office-money';
import { agreesDeduction, overpaidInCustody, recordsConsent } from './agreement-desk';
import {
  answersAll,
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

let office: Office;
beforeAll(async () => {
  office = await openQuietOffice();
});
beforeEach(() => office.clock.set('2025-01-06'));
afterEach(async () => expect(await brokenInvariants(office)).toEqual([]));
afterAll(() => office.closes());

describe('A deduction', () => {
  it('takes what was agreed from each payment to the last fen, books it gross, and settles the case', async () => {
    const project = await founds(office);
    const { id, enrollmentId } = await overpaidInCustody(office, project);
    await agreesDeduction(office, id, { enrollmentId });
    expect((await caseNow(office, id)).state).toBe('IN_DEDUCTION');

    const nets: number[] = [];
    for (let payout = 3; payout < 7; payout += 1) {
      const batchId = await paysMonth(office, project, payout);
      nets.push((await paidIn(office, batchId))['张三']!);
    }

    expect(nets).toEqual([20_00, 20_00, 80_00, 120_00]);
    expect(await caseNow(office, id)).toMatchObject({ state: 'SETTLED', openFen: 0, recoveredFen: 240_00 });
    // Seven months were received in full, two of which came back: the line has paid five.
    expect((await balancesOf(office, project))['PAID']).toBe(5 * 120_00);
  });

  it('leaves what was agreed to be left, and is no obstacle to a month that is paid back', async () => {
    const project = await founds(office);
    const { id, enrollmentId } = await overpaidInCustody(office, project);
    await agreesDeduction(office, id, { enrollmentId, perPaymentFen: 200_00, keepsFen: 50_00 });

    expect(await paidIn(office, await paysMonth(office, project, 3))).toEqual({ 张三: 50_00 });
  });

  it('begins with its month', async () => {
    const project = await founds(office);
    const { id, enrollmentId } = await overpaidInCustody(office, project);
    await agreesDeduction(office, id, { enrollmentId, fromMonth: '2025-05' });

    expect(await paidIn(office, await paysMonth(office, project, 3))).toEqual({ 张三: 120_00 });
    expect(await paidIn(office, await paysMonth(office, project, 4))).toEqual({ 张三: 20_00 });
  });

  it('is taken once however often a batch is compiled, and leaves one row', async () => {
    const project = await founds(office);
    const { id, enrollmentId } = await overpaidInCustody(office, project);
    await agreesDeduction(office, id, { enrollmentId });
    office.clock.set('2025-04-10');
    const batch = await opens(office, project, 3);
    for (let count = 0; count < 3; count += 1) await compiles(office, batch.id);

    expect(await paidIn(office, batch.id)).toEqual({ 张三: 20_00 });
    expect((await caseNow(office, id)).pendingFen).toBe(100_00);
    expect(
      await office.asks(
        'select amount_fen, state from entitlement where deduction_id is not null and enrollment_id = $1',
        [enrollmentId],
      ),
    ).toEqual([{ amount_fen: -100_00, state: 'IN_PAYMENT' }]);
  });

  it('is taken anew of an amount that was corrected before the batch left', async () => {
    const project = await founds(office);
    const { id, enrollmentId } = await overpaidInCustody(office, project);
    await agreesDeduction(office, id, { enrollmentId });
    office.clock.set('2025-04-10');
    const batch = await opens(office, project, 3);
    await compiles(office, batch.id);
    await asOwner(office, (client) =>
      client.query(
        `insert into benefit_rate select agency_id, benefit_id, '2025-04-01', 5000, '更正' from benefit_rate where benefit_id = $1`,
        [project.benefitIds[0]],
      ),
    );

    await compiles(office, batch.id);

    expect(await paidIn(office, batch.id)).toEqual({ 张三: 10_00 });
    expect((await caseNow(office, id)).pendingFen).toBe(40_00);
  });

  it('comes to nothing with a payment that failed, and is taken from the one that replaces it', async () => {
    const project = await founds(office);
    const { id, enrollmentId } = await overpaidInCustody(office, project);
    await agreesDeduction(office, id, { enrollmentId });
    office.clock.set('2025-04-10');
    const batchId = await pays(office, project, 3);
    await answersAll(office, batchId, () => [{ reply: REFUSED.payerShortOfFunds }]);
    expect(await caseNow(office, id)).toMatchObject({ pendingFen: 0, openFen: 240_00 });
    const left = await office.asks<{ state: string; reason: string; fen: number }>(
      `select state, reason, amount_fen as fen from entitlement where enrollment_id = $1 and period = '2025-04-01' order by amount_fen`,
      [enrollmentId],
    );

    expect(left).toEqual([
      { state: 'CANCELLED', reason: 'DEDUCTION_UNDONE', fen: -100_00 },
      { state: 'FAILED', reason: 'BANK_REFUSED', fen: 120_00 },
    ]);

    // The next batch pays April and May, less one deduction.
    expect(await paidIn(office, await paysMonth(office, project, 4))).toEqual({ 张三: 140_00 });
    expect(await caseNow(office, id)).toMatchObject({ recoveredFen: 100_00, pendingFen: 0 });
  });

  it('is taken back in the ledger when the bank sends the payment back after it had been entered', async () => {
    const project = await founds(office);
    const { id, enrollmentId } = await overpaidInCustody(office, project);
    await agreesDeduction(office, id, { enrollmentId, perPaymentFen: 110_00 });
    const before = await balancesOf(office, project);
    const batchId = await paysMonth(office, project, 3);
    expect(await caseNow(office, id)).toMatchObject({ recoveredFen: 110_00, pendingFen: 0 });

    await answersAll(office, batchId, () => [{ reply: RETURNED }]);

    expect(await caseNow(office, id)).toMatchObject({ recoveredFen: 0, openFen: 240_00, pendingFen: 0 });
    expect(await balancesOf(office, project)).toEqual(before);
  });

  it('comes back from a settled case too: it is open again', async () => {
    const project = await founds(office);
    const { id, enrollmentId } = await overpaidInCustody(office, project);
    await repays(office, id, 150_00);
    await agreesDeduction(office, id, { enrollmentId });
    const batchId = await paysMonth(office, project, 3);
    expect((await caseNow(office, id)).state).toBe('SETTLED');

    await answersAll(office, batchId, () => [{ reply: RETURNED }]);

    expect(await caseNow(office, id)).toMatchObject({ state: 'ORDERED', openFen: 90_00, closedOn: null });
  });

  it('is not taken back a second time when it was given back to the person before the payment came back', async () => {
    const project = await founds(office);
    const { id, enrollmentId, personId } = await overpaidInCustody(office, project);
    await agreesDeduction(office, id, { enrollmentId });
    const batchId = await paysMonth(office, project, 3);
    const events = await office.asks<{ id: number }>(
      `select id from life_event where person_id = $1 and kind in ('RELEASE', 'CUSTODY') order by happened_on desc`,
      [personId],
    );
    for (const event of events) {
      const service = office.get(LifeEventService);
      const wrong = await service.proposeRetraction(office.actor('CLERK'), personId, event.id, '误登');
      await service.confirm(office.actor('REVIEWER'), personId, wrong.id);
    }
    await detects(office, personId);
    const { version, owedBackFen } = await caseNow(office, id);
    expect(owedBackFen).toBe(100_00);
    await office.get(RepaymentService).refund(office.actor('FINANCE'), id, {
      version,
      happenedOn: office.clock.today(),
      amountFen: owedBackFen,
      channel: 'BANK_TRANSFER',
      documentNo: '退还1',
    });

    await answersAll(office, batchId, () => [{ reply: RETURNED }]);

    expect(await caseNow(office, id)).toMatchObject({ state: 'CANCELLED', owedBackFen: 0 });
  });

  it('takes less when money comes in meanwhile, which may not be what is being deducted', async () => {
    const project = await founds(office);
    const { id, enrollmentId } = await overpaidInCustody(office, project);
    await agreesDeduction(office, id, { enrollmentId });
    office.clock.set('2025-04-10');
    const batchId = await pays(office, project, 3);

    await expect(repays(office, id, 140_01)).rejects.toEqual(refused('recovery_exceeds_open'));
    await repays(office, id, 100_00);
    await answersAll(office, batchId);
    const next = await paysMonth(office, project, 4);

    expect(await paidIn(office, next)).toEqual({ 张三: 80_00 });
    expect((await caseNow(office, id)).state).toBe('SETTLED');
  });

  it('is never agreed for more than is open, nor twice of one enrolment, nor of who is not paid any more', async () => {
    const project = await founds(office);
    const { id, enrollmentId, personId } = await overpaidInCustody(office, project);

    await expect(agreesDeduction(office, id, { enrollmentId, totalFen: 240_01 })).rejects.toEqual(
      refused('recovery_exceeds_open'),
    );
    await agreesDeduction(office, id, { enrollmentId });
    await agreesDeduction(office, id, { enrollmentId, perPaymentFen: 50_00 });
    expect((await caseNow(office, id)).deductions.map(({ state }) => state)).toEqual(['STOPPED', 'ACTIVE']);
    await learns(office, personId, 'DEATH', '2025-03-09');
    expect(await caseNow(office, id)).toMatchObject({
      state: 'ORDERED',
      reason: '抵扣所依据的待遇已终止，须另行约定',
    });
    await expect(agreesDeduction(office, id, { enrollmentId })).rejects.toEqual(
      refused('enrollment_not_paid'),
    );
  });

  it('of another person needs that person’s consent, recorded by somebody else', async () => {
    const project = await founds(office);
    const spouse = await enrols(office, project, '王五', { validUntil: '2027-12-31' });
    const dead = await enrols(office, project, '李四');
    for (let payout = 0; payout < 2; payout += 1) await paysMonth(office, project, payout);
    await learns(office, dead.personId, 'DEATH', '2025-01-05');
    const { id } = await orders(office, dead.personId);
    const { enrollmentId, personId } = spouse;

    await expect(agreesDeduction(office, id, { enrollmentId })).rejects.toEqual(refused('consent_missing'));
    const { consentId: ofOther } = await recordsConsent(office, id, dead.personId);
    await expect(agreesDeduction(office, id, { enrollmentId, consentId: ofOther })).rejects.toEqual(
      refused('consent_missing'),
    );
    await expect(recordsConsent(office, id, personId)).rejects.toEqual(refused('consent_repeated'));
    const { consentId } = await recordsConsent(office, id, personId, '同意书2号');
    await expect(agreesDeduction(office, id, { enrollmentId, consentId }, 'CLERK')).rejects.toEqual(
      refused('four_eyes_required'),
    );
    await agreesDeduction(office, id, { enrollmentId, consentId });

    expect(
      String((await office.get(AgreementService).openConsent(office.actor('AUDITOR'), consentId)).content),
    ).toBe('同意书扫描件');
    expect(await paidIn(office, await paysMonth(office, project, 2))).toEqual({ 王五: 20_00 });
    expect(await caseNow(office, id)).toMatchObject({ state: 'IN_DEDUCTION', recoveredFen: 100_00 });
    // The spouse dies as well: nothing more is taken, and the case waits for another way.
    await learns(office, personId, 'DEATH', '2025-03-09');
    expect(await caseNow(office, id)).toMatchObject({ state: 'ORDERED', openFen: 20_00 });
    expect(await caseNow(office, id)).toMatchObject({
      agreements: [{ state: 'ENDED' }],
      deductions: [{ state: 'STOPPED' }],
    });
  });

  it('from a line that lacks the money waits for it, and is refused by name until then', async () => {
    // The line can pay what is left of April, and not what was kept back of it.
    const [old, paying] = [await founds(office), await founds(office, { budgetFen: 20_00 })];
    const { id, personId } = await overpaidInCustody(office, old);
    const { enrollmentId } = await enrols(office, paying, '张三', { personId, from: '2025-04' });
    await agreesDeduction(office, id, { enrollmentId, fromMonth: '2025-04' });
    office.clock.set('2025-04-10');
    const batchId = await pays(office, paying, 3);

    expect(await answersAll(office, batchId)).toMatchObject({
      enteredFen: 0,
      waitingLineIds: [paying.fundingLineId],
    });
    const { version, unenteredFen } = await caseNow(office, id);
    expect(unenteredFen).toBe(100_00);
    const books = () => office.get(RepaymentService).bookDeductions(office.actor('FINANCE'), id, version);
    await expect(books()).rejects.toEqual(refused('funds_insufficient'));
    await office.get(FundingService).addDocument(office.actor('FINANCE'), paying.fundingLineId, 'ADDED', {
      amountFen: 100_00,
      documentNo: '追加',
      issuedOn: '2025-04-11',
    });
    await books();

    expect(await caseNow(office, id)).toMatchObject({ recoveredFen: 100_00, pendingFen: 0, unenteredFen: 0 });
    expect(await balancesOf(office, paying)).toMatchObject({ PAID: 120_00 });
    expect((await balancesOf(office, old))['PAID']).toBe(3 * 120_00 - 100_00);
  });

  it('that cannot be undone yet leaves less to be repaid than is open, and more is refused by name', async () => {
    const [old, paying] = [await founds(office), await founds(office)];
    const { id, personId } = await overpaidInCustody(office, old);
    const { enrollmentId } = await enrols(office, paying, '张三', { personId, from: '2025-04' });
    await agreesDeduction(office, id, { enrollmentId, fromMonth: '2025-04' });
    office.clock.set('2025-04-10');
    const batchId = await pays(office, paying, 3);
    await answersAll(office, batchId);
    expect(await caseNow(office, id)).toMatchObject({ recoveredFen: 100_00, openFen: 140_00 });
    // The line that got the money back has none left to give again.
    await office.get(FundingService).addDocument(office.actor('FINANCE'), old.fundingLineId, 'CUT', {
      amountFen: (await balancesOf(office, old))['AVAILABLE']!,
      documentNo: '核减',
      issuedOn: '2025-04-10',
    });
    await answersAll(office, batchId, () => [{ reply: RETURNED }]);

    await expect(repays(office, id, 140_01)).rejects.toEqual(refused('recovery_exceeds_open'));
    expect(await repays(office, id, 140_00)).toMatchObject({ recoveredFen: 240_00 });
  });

  it('ends with the agreement, by hand or by handing the case over', async () => {
    const project = await founds(office);
    const { id, enrollmentId } = await overpaidInCustody(office, project);
    await agreesDeduction(office, id, { enrollmentId });
    const cases = office.get(CaseService);
    const { version } = await caseNow(office, id);
    await cases.endAgreement(office.actor('AUDITOR'), id, { version, reason: '改为分期' });
    expect(await caseNow(office, id)).toMatchObject({ state: 'ORDERED', deductions: [{ state: 'STOPPED' }] });
    await agreesDeduction(office, id, { enrollmentId });
    const again = await caseNow(office, id);
    await cases.transfer(office.actor('REVIEWER'), id, {
      version: again.version,
      reason: '拒退',
      transferredTo: '财政局',
    });

    expect((await caseOf(office, again.personId)).deductions.map(({ state }) => state)).toEqual([
      'STOPPED',
      'STOPPED',
    ]);
    expect(await paidIn(office, await paysMonth(office, project, 3))).toEqual({ 张三: 120_00 });
  });
});
