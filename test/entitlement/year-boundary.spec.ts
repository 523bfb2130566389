import { PAID } from '../../demo/bank-simulator';
import { BatchService } from '../../src/batch/batch.service';
import { FundingService } from '../../src/funding/funding.service';
import { openOffice, type Office } from '../support/office';
import { answers, balancesOf, pays } from '../support/office-bank';
import { compiles, enrols, founds, opens, owed, verifies, type PaidProject } from '../support/office-money';

/** Payouts of December 2024 and January 2025; the line of 2025 may finance 2025 only. */
const PAYOUTS = ['2024-12', '2025-01'].map((month, index) => ({
  fiscalYear: Number(month.slice(0, 4)),
  sequence: index + 1,
  name: `${month}发放`,
  coversFrom: month,
  coversUntil: month,
  qualifyingOn: null,
  dueOn: `${month}-25`,
  benefitCodes: ['living'],
}));

describe('Months withheld in the old year and payable in the new one', () => {
  let office: Office;
  let project: PaidProject;
  let person: { personId: number; enrollmentId: number };

  beforeAll(async () => {
    office = await openOffice('2024-12-20');
  });
  afterAll(() => office.closes());

  /** Somebody overdue in December and verified in January, when the batch of January has been compiled and paid. */
  beforeEach(async () => {
    office.clock.set('2024-12-20');
    project = await founds(office, { payouts: PAYOUTS, mayFinance: ['2025-01', '2025-12'] });
    await openLine(2024, ['2024-01', '2024-12']);
    person = await enrols(office, project, '李华', { verifiedOn: '2023-12-01' });
    await enrols(office, project, '王伟');
    await answers(office, await pays(office, project, 0), () => [{ reply: PAID }]);
    office.clock.set('2025-01-20');
    await verifies(office, person.personId, '2025-01-06');
    await answers(office, await pays(office, project, 1), () => [{ reply: PAID }]);
  });

  let lines = 0;
  const openLine = async (fiscalYear: number, [from, until]: [string, string]) => {
    lines += 1;
    const line = await office.get(FundingService).createLine(office.actor('FINANCE'), {
      projectId: project.id,
      fiscalYear,
      code: `B${lines}`,
      name: '以前年度补发指标',
      source: '一般财政拨款',
      functionCode: '2080109',
      windowFrom: `${fiscalYear}-01-01`,
      windowUntil: `${fiscalYear}-12-31`,
      mayFinanceFrom: from,
      mayFinanceUntil: until,
      initial: { amountFen: 1_000_000, documentNo: `年初预算${lines}`, issuedOn: `${fiscalYear}-01-02` },
    });
    return line.id;
  };

  it('are not paid from a line that may not finance them, and say so', async () => {
    expect(await owed(office, person)).toEqual([
      '2024-12 WITHHELD NO_FUNDING_LINE 12000',
      '2025-01 IN_PAYMENT 12000',
    ]);
  });

  it('are paid from a line of the new year that may finance the old one', async () => {
    const lineId = await openLine(2025, ['2024-01', '2025-12']);
    const { id } = await office.get(BatchService).open(office.actor('CLERK'), {
      payoutId: project.payoutIds[0]!,
      kind: 'SUPPLEMENTARY',
      fundingLineId: lineId,
      bankProfileId: project.bankProfileId,
    });

    const { totalFen } = await compiles(office, id);

    expect(totalFen).toBe(120_00);
    expect(await owed(office, person)).toEqual(['2024-12 IN_PAYMENT 12000', '2025-01 IN_PAYMENT 12000']);
    expect(await balancesOf(office, project)).toMatchObject({ PAID: 2 * 120_00 });
  });

  it('are refused by name when the only line for them is of the year that has closed', async () => {
    const { id, version } = await opens(office, project, 0, 'SUPPLEMENTARY');
    await compiles(office, id);
    const batches = office.get(BatchService);
    await batches.submit(office.actor('CLERK'), id, version + 1);
    await batches.review(office.actor('REVIEWER'), id, version + 2);

    await expect(batches.approve(office.actor('APPROVER'), id, version + 3)).rejects.toMatchObject({
      code: 'funding_line_closed',
    });
  });

  it('are refused when there is no line for them at all', async () => {
    const unfunded = await founds(office, { payouts: PAYOUTS, mayFinance: ['2025-01', '2025-12'] });

    await expect(opens(office, unfunded, 0, 'SUPPLEMENTARY')).rejects.toMatchObject({
      code: 'funding_line_unsuitable',
      detail: '没有可列支 2024-12 至 2024-12 的预算指标，请财务先登记。',
    });
  });
});
