import { AgreementService } from '../../src/recovery/agreement.service';
import { RecoveryListService } from '../../src/recovery/recovery-list.service';
import type { Office } from '../support/office';
import { founds } from '../support/office-money';
import { overpaidInCustody } from './agreement-desk';
import { brokenInvariants, caseNow, openQuietOffice, repays } from './recovery-desk';

const refused = (code: string) => expect.objectContaining({ code });

let office: Office;
beforeAll(async () => {
  office = await openQuietOffice();
});
beforeEach(() => office.clock.set('2025-01-06'));
afterEach(async () => expect(await brokenInvariants(office)).toEqual([]));
afterAll(() => office.closes());

describe('Instalments', () => {
  // 240 yuan are open, the agreement is signed on 2025-03-10.
  it.each`
    instalments                                         | refusal
    ${[['2025-04-30', 100_00], ['2025-05-31', 139_99]]} | ${'recovery_sum_differs'}
    ${[['2025-04-30', 100_00], ['2025-05-31', 140_01]]} | ${'recovery_sum_differs'}
    ${[['2025-05-31', 100_00], ['2025-04-30', 140_00]]} | ${'recovery_date_wrong'}
    ${[['2025-04-30', 100_00], ['2025-04-30', 140_00]]} | ${'recovery_date_wrong'}
    ${[['2025-03-10', 240_00]]}                         | ${'recovery_date_wrong'}
    ${[['2025-03-11', 240_00]]}                         | ${null}
    ${[['2025-04-30', 100_00], ['2025-05-31', 140_00]]} | ${null}
  `('of $instalments answer $refusal', async ({ instalments, refusal }) => {
    const { id } = await overpaidInCustody(office, await founds(office));
    const { version } = await caseNow(office, id);
    const rows = (instalments as [string, number][]).map(([dueOn, amountFen]) => ({ dueOn, amountFen }));
    const agreeing = office.get(AgreementService).agreeInstalments(office.actor('AUDITOR'), id, {
      version,
      documentNo: '协议1号',
      signedOn: '2025-03-10',
      instalments: rows,
    });

    if (refusal) await expect(agreeing).rejects.toEqual(refused(refusal as string));
    else expect((await agreeing).state).toBe('IN_INSTALMENTS');
  });

  it('are overdue after their day by what came in too little, and never by more than is open', async () => {
    const { id } = await overpaidInCustody(office, await founds(office));
    const listed = (asOf: string) =>
      office.get(RecoveryListService).overdue(office.actor('AUDITOR'), { asOf, after: 0, limit: 50 });
    const overdue = async (asOf: string) =>
      (await listed(asOf))
        .filter(({ caseId }) => caseId === id)
        .map(({ dueOn, overdueFen, daysLate }) => [dueOn, overdueFen, daysLate]);
    expect(await overdue('2025-12-31')).toEqual([]);
    expect(await overdue('2026-01-01')).toEqual([['2025-12-31', 240_00, 1]]);
    await repays(office, id, 40_00);
    const { version } = await caseNow(office, id);
    const instalments = ['2025-04-30', '2025-05-31', '2025-06-30', '2025-07-31'].map((dueOn) => ({
      dueOn,
      amountFen: 50_00,
    }));
    await office.get(AgreementService).agreeInstalments(office.actor('AUDITOR'), id, {
      version,
      documentNo: '协议1号',
      signedOn: '2025-03-10',
      instalments,
    });

    expect(await overdue('2025-04-30')).toEqual([]);
    expect(await overdue('2025-05-01')).toEqual([['2025-04-30', 50_00, 1]]);
    office.clock.set('2025-05-10');
    await repays(office, id, 70_00);
    expect(await overdue('2025-05-31')).toEqual([]);
    expect(await overdue('2025-06-01')).toEqual([['2025-05-31', 30_00, 1]]);
    expect(await overdue('2026-01-01')).toEqual([['2025-05-31', 130_00, 215]]);
    office.clock.set('2025-08-01');
    const summary = await office.get(RecoveryListService).summary(office.actor('SUPERVISOR'), 2025);
    const late = await listed('2025-08-01');
    expect(summary.overdueCount).toBe(late.length);
    expect(summary.overdueFen).toBe(late.reduce((sum, { overdueFen }) => sum + overdueFen, 0));
    expect((await repays(office, id, 130_00)).state).toBe('SETTLED');
    expect(await overdue('2026-01-01')).toEqual([]);
  });
});
