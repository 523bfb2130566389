import { buffer } from 'node:stream/consumers';
import { Database } from '../../src/database/database';
import { writeXlsx } from '../../src/table-file/write-xlsx';
import { VERIFICATION_COLUMNS } from '../../src/verification/verification-import-row';
import { VerificationImportService } from '../../src/verification/verification-import.service';
import { openOffice, type Office } from '../support/office';
import {
  RosterDesk,
  citizenIdOf,
  opensProject,
  receivedFile,
  rosterLine,
  rosterRow,
  uploadRoster,
  workbookOf,
} from '../support/office-roster';

describe('The personal data of an import', () => {
  let office: Office;
  let desk: RosterDesk;

  beforeAll(async () => {
    office = await openOffice('2025-03-10');
    const projectId = await opensProject(office);
    desk = new RosterDesk(office, projectId);
    await uploadRoster(office, projectId, [rosterLine(1)]);
  });
  afterAll(() => office.closes());

  const rowsOf = async (table: string, importId: number) =>
    (await office.asks(`select row_no from ${table} where import_id = $1`, [importId])).length;

  it('stays out of what the job reports: of a refusal it says the code alone', async () => {
    const { importId } = await desk.handsIn(
      Buffer.from('公民身份号码,659900194503120011\n'),
      undefined,
      '名册.csv',
    );
    const outcome = await desk.checks(importId);

    expect(outcome).toMatchObject({ state: 'REFUSED', refusal: 'table_header_differs' });
    expect(await desk.checks(importId)).toEqual(outcome);
    expect(await desk.shows(importId)).toMatchObject({
      refusal: { code: 'table_header_differs', title: expect.any(String), detail: expect.any(String) },
    });
  });

  it('stays out of what the job reports: of a good file it gives counts and state', async () => {
    const { importId } = await desk.handsIn(await workbookOf([rosterRow(2)]));

    expect(
      Object.entries(await desk.checks(importId)).filter(([, value]) => typeof value === 'string'),
    ).toEqual([['state', 'CHECKED']]);
  });

  it('is forgotten with a roster that its uploader takes back', async () => {
    const importId = await desk.proposes(await workbookOf([rosterRow(3), rosterRow(4)]));
    const kept = await desk.proposes(await workbookOf([rosterRow(5)]));
    expect(await rowsOf('roster_import_row', importId)).toBe(2);
    await expect(desk.withdraws(importId, 2, 'REVIEWER')).rejects.toMatchObject({ code: 'import_not_own' });
    expect(await rowsOf('roster_import_row', importId)).toBe(2);
    await desk.withdraws(importId);

    expect(await desk.shows(importId)).toMatchObject({ state: 'WITHDRAWN', newCount: 2 });
    expect(await rowsOf('roster_import_row', importId)).toBe(0);
    expect(await rowsOf('roster_import_row', kept)).toBe(1);
  });

  it('is forgotten with a file of verifications that its uploader takes back', async () => {
    const imports = office.get(VerificationImportService);
    const row = [citizenIdOf(1), rosterLine(1).name, '数据比对', '2025-03-05', '2025年3月比对结果'];
    const file = receivedFile(await buffer(writeXlsx(VERIFICATION_COLUMNS, [row])));
    const { importId } = await imports.upload(office.actor('CLERK'), {}, file);
    file.discard();
    await office
      .get(Database)
      .transaction(office.agencyId, (tx) => imports.check(tx, office.agencyId, importId, () => {}));
    expect(await rowsOf('verification_import_row', importId)).toBe(1);

    expect(await imports.withdraw(office.actor('CLERK'), importId, 2)).toMatchObject({ state: 'WITHDRAWN' });
    expect(await rowsOf('verification_import_row', importId)).toBe(0);
  });
});
