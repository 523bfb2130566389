import type { Office } from '../support/office';
import { founds, monthlyBenefit, verifies, type PaidProject } from '../support/office-money';
import { RosterDesk, rosterRow, workbookOf } from '../support/office-roster';
import { brokenInvariants, casesOf, detects, monthsOf, openQuietOffice, paysMonth } from './recovery-desk';

/** An individual fee, so that the rosters of the tests fit the project; nobody is paid it here. */
const FEE = { ...monthlyBenefit(), code: 'only-child-fee', name: '独生子女费', basis: 'INDIVIDUAL' as const };

describe('What was paid before a roster changed the months of an enrolment', () => {
  let office: Office;
  let project: PaidProject;
  let desk: RosterDesk;
  let personId: number;

  beforeEach(async () => {
    office = await openQuietOffice();
    project = await founds(office, { benefits: [monthlyBenefit(), FEE] });
    desk = new RosterDesk(office, project.id);
    await desk.takesOver(await workbookOf([rosterRow(1), rosterRow(2)]));
    const persons = await office.asks<{ id: number }>('select id from person order by id');
    for (const { id } of persons) await verifies(office, id, '2024-12-01');
    personId = persons[0]!.id;
    for (const payout of [0, 1]) await paysMonth(office, project, payout);
  });
  afterEach(async () => {
    expect(await brokenInvariants(office)).toEqual([]);
    await office.closes();
  });

  const found = async () => {
    await detects(office, null);
    return (await casesOf(office, personId)).flatMap(monthsOf);
  };

  it('is not claimed of who was ended and is enrolled again later', async () => {
    await desk.takesOver(await workbookOf([rosterRow(2)]), { mode: 'FULL', effectiveMonth: '2025-03' });
    await desk.takesOver(await workbookOf([rosterRow(1, { 享受起始年月: '2025-06' })]));

    expect(await found()).toEqual([]);
  });

  it('is claimed beyond the end that was moved back, also when enrolled again', async () => {
    await desk.takesOver(await workbookOf([rosterRow(1, { 享受终止年月: '2025-01' })]));
    expect(await found()).toEqual(['2025-02 CLAIMED']);
    await desk.takesOver(await workbookOf([rosterRow(1, { 享受起始年月: '2025-06' })]));

    expect(await found()).toEqual(['2025-02 CLAIMED']);
  });

  it('is claimed from before a beginning that was corrected', async () => {
    await desk.takesOver(await workbookOf([rosterRow(1, { 享受起始年月: '2025-02' })]));

    expect(await found()).toEqual(['2025-01 CLAIMED']);
  });
});
