import { openOffice, type Office } from '../support/office';
import { compiles, enrols, founds, opens, owed, paidIn, type PaidProject } from '../support/office-money';

describe('Judging the payout of March 2025 on 2025-03-05', () => {
  let office: Office;
  let project: PaidProject;

  beforeAll(async () => {
    office = await openOffice('2025-03-05');
  });
  afterAll(() => office.closes());

  it.each`
    who                                    | facts                                                                                            | verdict
    ${'enrolled, verified, with account'}  | ${{}}                                                                                            | ${'IN_PAYMENT'}
    ${'enrolled from this month'}          | ${{ from: '2025-03' }}                                                                           | ${'IN_PAYMENT'}
    ${'enrolled from next month'}          | ${{ from: '2025-04' }}                                                                           | ${null}
    ${'enrolled until this month'}         | ${{ until: '2025-03' }}                                                                          | ${'IN_PAYMENT'}
    ${'enrolled until last month'}         | ${{ until: '2025-02' }}                                                                          | ${null}
    ${'verified twelve months ago today'}  | ${{ verifiedOn: '2024-03-05' }}                                                                  | ${'IN_PAYMENT'}
    ${'verified a day earlier than that'}  | ${{ verifiedOn: '2024-03-04' }}                                                                  | ${'WITHHELD VERIFICATION_OVERDUE'}
    ${'never verified'}                    | ${{ verifiedOn: null }}                                                                          | ${'WITHHELD VERIFICATION_OVERDUE'}
    ${'verified with an own last day'}     | ${{ verifiedOn: '2024-12-01', validUntil: '2025-03-05' }}                                        | ${'IN_PAYMENT'}
    ${'verified, own last day was before'} | ${{ verifiedOn: '2024-12-01', validUntil: '2025-03-04' }}                                        | ${'WITHHELD VERIFICATION_OVERDUE'}
    ${'died on the first of the month'}    | ${{ diedOn: '2025-03-01' }}                                                                      | ${'IN_PAYMENT'}
    ${'died on the last of February'}      | ${{ diedOn: '2025-02-28' }}                                                                      | ${'CANCELLED DECEASED'}
    ${'without an account'}                | ${{ account: null }}                                                                             | ${'WITHHELD NO_ACCOUNT'}
    ${'arrested in this month'}            | ${{ events: [['CUSTODY', '2025-03-02']] }}                                                       | ${'IN_PAYMENT'}
    ${'arrested in February'}              | ${{ events: [['CUSTODY', '2025-02-28']] }}                                                       | ${'WITHHELD CUSTODY'}
    ${'released in this month'}            | ${{ events: [['CUSTODY', '2025-01-10'], ['RELEASE', '2025-03-01']] }}                            | ${'CANCELLED CUSTODY_NOT_BACK_PAID'}
    ${'released in February'}              | ${{ events: [['CUSTODY', '2025-01-10'], ['RELEASE', '2025-02-28']] }}                            | ${'IN_PAYMENT'}
    ${'arrested again after a release'}    | ${{ events: [['CUSTODY', '2024-01-10'], ['RELEASE', '2024-06-01'], ['CUSTODY', '2025-02-01']] }} | ${'WITHHELD CUSTODY'}
    ${'held'}                              | ${{ events: [['HOLD', '2025-03-01']] }}                                                          | ${'WITHHELD HELD'}
    ${'held, and the hold lifted'}         | ${{ events: [['HOLD', '2025-02-01'], ['HOLD_LIFTED', '2025-03-04']] }}                           | ${'IN_PAYMENT'}
    ${'emigrated in this month'}           | ${{ events: [['EMIGRATION', '2025-03-01']] }}                                                    | ${'IN_PAYMENT'}
    ${'emigrated in February'}             | ${{ events: [['EMIGRATION', '2025-02-28']] }}                                                    | ${'CANCELLED ENTITLEMENT_ENDED'}
    ${'dead and overdue'}                  | ${{ diedOn: '2025-01-01', verifiedOn: null }}                                                    | ${'CANCELLED DECEASED'}
  `('a person $who is judged $verdict', async ({ facts, verdict }) => {
    project = await founds(office);
    const person = await enrols(office, project, '李华', facts);
    const batch = await opens(office, project, 2);

    await compiles(office, batch.id);

    expect(await owed(office, person)).toEqual(verdict === null ? [] : [`2025-03 ${verdict} 12000`]);
    expect(await paidIn(office, batch.id)).toEqual(verdict === 'IN_PAYMENT' ? { 李华: 12000 } : {});
  });

  it.each`
    rule                                      | project                                   | facts                           | verdict
    ${'a grace of five days still pays'}      | ${{ graceDays: 5 }}                       | ${{ verifiedOn: '2024-02-28' }} | ${'IN_PAYMENT'}
    ${'the sixth day does not'}               | ${{ graceDays: 5 }}                       | ${{ verifiedOn: '2024-02-27' }} | ${'WITHHELD VERIFICATION_OVERDUE'}
    ${'a cycle of six months'}                | ${{ verificationCycleMonths: 6 }}         | ${{ verifiedOn: '2024-09-04' }} | ${'WITHHELD VERIFICATION_OVERDUE'}
    ${'no proof of life asked'}               | ${{ verificationCycleMonths: null }}      | ${{ verifiedOn: null }}         | ${'IN_PAYMENT'}
    ${'the month of death is not paid'}       | ${{ paysMonthOfDeath: false }}            | ${{ diedOn: '2025-03-30' }}     | ${'CANCELLED DECEASED'}
    ${'death on the last day pays the month'} | ${{ paysMonthOfDeath: false }}            | ${{ diedOn: '2025-03-31' }}     | ${'IN_PAYMENT'}
    ${'no money for the month'}               | ${{ mayFinance: ['2025-03', '2025-12'] }} | ${{}}                           | ${'IN_PAYMENT'}
  `('by the project’s parameters: $rule', async ({ project: parameters, facts, verdict }) => {
    const special = await founds(office, parameters);
    const person = await enrols(office, special, '李华', facts);
    const batch = await opens(office, special, 2);

    await compiles(office, batch.id);

    expect(await owed(office, person)).toEqual([`2025-03 ${verdict} 12000`]);
  });

  it('pays who is in two exclusive projects from one of them only', async () => {
    const one = await founds(office, { exclusiveGroup: 'pre-1995' });
    const other = await founds(office, { exclusiveGroup: 'pre-1995' });
    const first = await enrols(office, one, '李华');
    const second = await enrols(office, other, '李华', { personId: first.personId });

    await compiles(office, (await opens(office, one, 2)).id);
    await compiles(office, (await opens(office, other, 2)).id);

    expect(await owed(office, first)).toEqual(['2025-03 IN_PAYMENT 12000']);
    expect(await owed(office, second)).toEqual(['2025-03 WITHHELD EXCLUSIVE_PROJECT 12000']);
  });
});
