import { RosterImportService } from '../../src/enrollment/roster-import.service';
import { JobRunner } from '../../src/queue/job-runner';
import { countStatements } from '../support/count-statements';
import { openOffice, type Office } from '../support/office';
import { RosterDesk, opensProject, rosterRow, workbookOf } from '../support/office-roster';

describe('The statements of a roster import', () => {
  let office: Office;
  let desk: RosterDesk;

  beforeEach(async () => {
    office = await openOffice('2025-03-10');
    desk = new RosterDesk(office, await opensProject(office));
  });
  afterEach(() => office.closes());

  it.each(['check', 'apply'] as const)('needs as many statements to %s 5,000 rows as 200', async (verb) => {
    // The jobs are run by the test alone.
    jest.spyOn(office.get(JobRunner), 'announce').mockImplementation(() => {});
    const counted = async (rowCount: number, firstRow: number) => {
      const rows = Array.from({ length: rowCount }, (_, index) => rosterRow(firstRow + index));
      const { importId } = await desk.handsIn(await workbookOf(rows));
      if (verb === 'apply') {
        await desk.checks(importId);
        await desk.confirms(importId);
      }
      return countStatements(office, (tx) =>
        office.get(RosterImportService)[verb](tx, office.agencyId, importId, () => {}),
      );
    };

    expect(await counted(5_000, 10_000)).toBe(await counted(200, 20_000));
  });
});
