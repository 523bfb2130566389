import { openOffice } from '../support/office';
import { opensProject, RosterDesk, rosterRow, workbookOf } from '../support/office-roster';
it('smokes', async () => {
  const office = await openOffice();
  const projectId = await opensProject(office);
  const desk = new RosterDesk(office, projectId);
  const id = await desk.proposes(await workbookOf([rosterRow(1), rosterRow(2)]));
  console.log(await desk.shows(id), await desk.problems(id), JSON.stringify(await desk.changes(id)));
  await desk.confirms(id);
  console.log(await desk.applies(id));
  console.log(await office.asks('select * from enrollment'), await office.asks('select count(*) from bank_account'));
  const full = await desk.takesOver(await workbookOf([rosterRow(1, {街道: '新街道', '独生子女费（元）': '100.00'})]), { mode: 'FULL', effectiveMonth: '2025-03' });
  console.log(await desk.shows(full), JSON.stringify(await desk.changes(full)));
  console.log(await office.asks('select from_month, until_month, version from enrollment'), await office.asks('select effective_from, amount_fen from enrollment_amount'));
  await office.closes();
});
