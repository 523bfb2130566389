import { RateMissing } from '../../src/entitlement/entitlement.errors';
import { BatchService } from '../../src/batch/batch.service';
import { openOffice, type Office } from '../support/office';
import {
  asOwner,
  compiles,
  enrols,
  founds,
  monthlyBenefit,
  monthlyPayouts,
  opens,
  owed,
  paidIn,
} from '../support/office-money';

/** Benefits of the teachers: both yearly, amounts individual. */
const FEE = {
  code: 'fee',
  name: '独生子女费',
  frequency: 'YEARLY',
  basis: 'INDIVIDUAL',
  rates: [{ amountFen: 109_00, effectiveFrom: '2020-01' }],
} as const;
const HEATING = {
  ...FEE,
  code: 'heating',
  name: '采暖费',
  rates: [{ amountFen: 1100_00, effectiveFrom: '2020-01' }],
} as const;
const yearly = (sequence: number, code: string, qualifyingOn: string, dueOn: string) => ({
  fiscalYear: 2025,
  sequence,
  name: code,
  coversFrom: '2025-01',
  coversUntil: '2025-12',
  qualifyingOn,
  dueOn,
  benefitCodes: [code],
});

describe('What turns out to be wrong before it is paid', () => {
  let office: Office;

  beforeEach(async () => {
    office = await openOffice('2025-03-05');
  });
  afterEach(() => office.closes());

  const corrects = (sql: string) => asOwner(office, (client) => client.query(sql));

  it('is compiled anew at the corrected amount: nothing is frozen before it is submitted', async () => {
    const project = await founds(office, {
      benefits: [
        {
          ...monthlyBenefit(),
          basis: 'INDIVIDUAL',
          rates: [{ amountFen: 2000_00, effectiveFrom: '2020-01' }],
        },
      ],
    });
    await enrols(office, project, '李华', { amounts: { [project.benefitIds[0]!]: 1100_00 } });
    const { id } = await opens(office, project, 2);
    await compiles(office, id);
    await corrects('update enrollment_amount set amount_fen = 11000');

    await compiles(office, id);

    expect(await paidIn(office, id)).toEqual({ 李华: 110_00 });
  });

  it('follows a rate set backwards for what is still withheld', async () => {
    const project = await founds(office);
    const li = await enrols(office, project, '李华', { verifiedOn: null });
    await compiles(office, (await opens(office, project, 2)).id);
    await corrects(
      `insert into benefit_rate values (${office.agencyId}, ${project.benefitIds[0]}, '2025-03-01', 15000, '文件')`,
    );

    await corrects(`update payment_batch set state = 'VOIDED'`);
    await compiles(office, (await opens(office, project, 2)).id);

    expect(await owed(office, li)).toEqual(['2025-03 WITHHELD VERIFICATION_OVERDUE 15000']);
  });

  it('does not stay cancelled once the mistaken end is taken back', async () => {
    const project = await founds(office);
    const li = await enrols(office, project, '李华');
    const { id } = await opens(office, project, 2);
    await compiles(office, id);
    await corrects(`update enrollment set until_month = '2025-02-01'`);
    await compiles(office, id);
    expect(await owed(office, li)).toEqual(['2025-03 CANCELLED ENTITLEMENT_ENDED 12000']);
    await corrects('update enrollment set until_month = null');

    await compiles(office, id);

    expect(await owed(office, li)).toEqual(['2025-03 IN_PAYMENT 12000']);
  });

  it('cancels what was accrued before a corrected first month', async () => {
    const project = await founds(office);
    const li = await enrols(office, project, '李华', { verifiedOn: null });
    const { id } = await opens(office, project, 2);
    await compiles(office, id);
    await corrects(`update enrollment set from_month = '2025-06-01'`);

    await compiles(office, id);

    expect(await owed(office, li)).toEqual(['2025-03 CANCELLED CORRECTION 12000']);
  });

  it('refuses a payout of which a month has no rate, instead of leaving everybody out', async () => {
    const benefit = { ...monthlyBenefit(), rates: [{ amountFen: 120_00, effectiveFrom: '2025-04' }] };
    const project = await founds(office, { benefits: [benefit] });
    await enrols(office, project, '李华');
    const { id } = await opens(office, project, 2);

    await expect(compiles(office, id)).rejects.toEqual(new RateMissing('生活费', '2025-03'));
  });

  it('refuses to pay from a line whose fiscal year is over', async () => {
    const project = await founds(office);
    await enrols(office, project, '李华', { verifiedOn: '2025-12-01' });
    const { id } = await opens(office, project, 2);
    office.clock.set('2026-01-05');
    await compiles(office, id);
    const batches = office.get(BatchService);
    await batches.submit(office.actor('CLERK'), id, 2);
    await batches.review(office.actor('REVIEWER'), id, 3);

    await expect(batches.approve(office.actor('APPROVER'), id, 4)).rejects.toMatchObject({
      code: 'funding_line_closed',
    });
  });
});

describe('A year with two yearly benefits', () => {
  let office: Office;

  beforeEach(async () => {
    office = await openOffice('2025-09-05');
  });
  afterEach(() => office.closes());

  const teachers = () =>
    founds(office, {
      benefits: [HEATING, FEE],
      payouts: [
        yearly(1, 'heating', '2025-08-01', '2025-08-16'),
        yearly(2, 'fee', '2025-12-01', '2025-12-10'),
      ],
    });

  it('pays a supplementary batch for the first payout without touching the one that is still to come', async () => {
    const project = await teachers();
    const [heating, fee] = project.benefitIds as [number, number];
    await enrols(office, project, '李华', { amounts: { [heating]: 1000_00, [fee]: 100_00 } });
    const { id } = await opens(office, project, 0, 'SUPPLEMENTARY');

    await compiles(office, id);

    expect(await paidIn(office, id)).toEqual({ 李华: 1000_00 });
  });

  it('pays who was enrolled in the middle of the year, with the amount that holds on the qualifying day', async () => {
    const project = await teachers();
    const [heating] = project.benefitIds as [number];
    await enrols(office, project, '李华', { from: '2025-06', amounts: { [heating]: 1000_00 } });
    await asOwner(office, (client) =>
      client.query(`update enrollment_amount set effective_from = '2025-06-01'`),
    );
    const { id } = await opens(office, project, 0);

    await compiles(office, id);

    expect(await paidIn(office, id)).toEqual({ 李华: 1000_00 });
  });

  it.each`
    what                                           | payouts
    ${'a yearly benefit in two payouts of a year'} | ${[yearly(1, 'fee', '2025-06-01', '2025-06-10'), yearly(2, 'fee', '2025-12-01', '2025-12-10')]}
    ${'a month of a benefit in two payouts'}       | ${[...monthlyPayouts(), { ...monthlyPayouts()[0]!, sequence: 13, name: '重复' }]}
  `('refuses $what: it would be owed twice', async ({ payouts }) => {
    await expect(founds(office, { benefits: [monthlyBenefit(), FEE], payouts })).rejects.toThrow(
      '会重复发放',
    );
  });
});
