import { openOffice, type Office } from '../support/office';
import { RosterDesk, citizenIdOf, opensProject, rosterRow, workbookOf } from '../support/office-roster';

const FEE = '独生子女费（元）';

describe('Applying a roster', () => {
  let office: Office;
  let desk: RosterDesk;
  let projectId: number;

  beforeEach(async () => {
    office = await openOffice('2025-03-10');
    projectId = await opensProject(office);
    desk = new RosterDesk(office, projectId);
  });
  afterEach(() => office.closes());

  const registry = () =>
    office.asks(
      `select person.name, person.street, person.version, enrollment.from_month as "from",
         enrollment.until_month as until, account.account_tail as account, account.effective_from as since,
         account.proposed_by as proposer, account.confirmed_by as confirmer
       from enrollment
       join person using (agency_id)
       left join bank_account account on account.person_id = person.id and account.effective_until is null
       where person.id = enrollment.person_id and enrollment.project_id = $1 order by person.id`,
      [projectId],
    );
  const everything = async () => [
    await registry(),
    await office.asks('select * from person order by id'),
    await office.asks('select * from enrollment order by id'),
    await office.asks('select * from enrollment_amount order by enrollment_id, effective_from'),
    await office.asks('select * from bank_account order by id'),
  ];

  it('registers and enrols new persons, with the clerk and the reviewer on their accounts', async () => {
    await desk.takesOver(await workbookOf([rosterRow(1), rosterRow(2, { 享受终止年月: '2025-12' })]));

    const account = {
      since: '2025-03-10',
      proposer: office.actor('CLERK').userId,
      confirmer: office.actor('REVIEWER').userId,
    };
    expect(await registry()).toMatchObject([
      { from: '2011-01-01', until: null, account: '0001', ...account },
      { from: '2011-01-01', until: '2025-12-01', account: '0002', ...account },
    ]);
    expect(await office.asks('select effective_from, amount_fen from enrollment_amount')).toEqual([
      { effective_from: '2011-01-01', amount_fen: 10_900 },
      { effective_from: '2011-01-01', amount_fen: 10_900 },
    ]);
  });

  it.each`
    column            | value        | jobs
    ${'享受终止年月'} | ${'2025-02'} | ${[{ subject_id: 0, payload: { personId: null } }]}
    ${'享受起始年月'} | ${'2011-02'} | ${[{ subject_id: 0, payload: { personId: null } }]}
    ${'原单位'}       | ${'州糖厂'}  | ${[]}
  `('looks for what was overpaid when it changes $column: $jobs', async ({ column, value, jobs }) => {
    await desk.takesOver(await workbookOf([rosterRow(1)]));
    await desk.takesOver(await workbookOf([rosterRow(1, { [column]: value })]));

    expect(await office.asks(`select subject_id, payload from job where name = 'recovery.detect'`)).toEqual(
      jobs,
    );
  });

  it.each`
    column            | value            | field                      | before            | after
    ${'姓名'}         | ${'阿不都·热合'} | ${'name'}                  | ${'张丁'}         | ${'阿不都·热合'}
    ${'街道'}         | ${'建国路街道'}  | ${'street'}                | ${'延安北路街道'} | ${'建国路街道'}
    ${'原单位'}       | ${'州糖厂'}      | ${'employer'}              | ${'州第一毛纺厂'} | ${'州糖厂'}
    ${'退休日期'}     | ${'1994-04-01'}  | ${'retiredOn'}             | ${'1994-03-01'}   | ${'1994-04-01'}
    ${'享受起始年月'} | ${'2011-02'}     | ${'fromMonth'}             | ${'2011-01'}      | ${'2011-02'}
    ${'享受终止年月'} | ${'2025-06'}     | ${'untilMonth'}            | ${null}           | ${'2025-06'}
    ${FEE}            | ${'100'}         | ${'amount only-child-fee'} | ${'109.00'}       | ${'100.00'}
  `('previews and makes a change of $column', async ({ column, value, field, before, after }) => {
    await desk.takesOver(await workbookOf([rosterRow(1), rosterRow(2)]));
    const id = await desk.proposes(await workbookOf([rosterRow(1, { [column]: value }), rosterRow(2)]));

    expect(await desk.shows(id)).toMatchObject({ newCount: 0, changedCount: 1, sameCount: 1 });
    const [change] = await desk.changes(id);
    expect(change!.changes.find((one) => one.field === field)).toMatchObject({ before, after });
    await desk.confirms(id);
    await desk.applies(id);
    const again = await desk.proposes(await workbookOf([rosterRow(2), rosterRow(1, { [column]: value })]));
    expect(await desk.shows(again)).toMatchObject({ changedCount: 0, sameCount: 2 });
  });

  it('warns that a name differs from the registry', async () => {
    await desk.takesOver(await workbookOf([rosterRow(1)]));
    const id = await desk.proposes(await workbookOf([rosterRow(1, { 姓名: '阿不都•热合' })]));

    expect(await desk.problems(id)).toMatchObject([{ rowNo: 2, column: '姓名', isError: false }]);
  });

  it('leaves what an empty cell does not say', async () => {
    await desk.takesOver(await workbookOf([rosterRow(1)]));
    const blank = { 手机号: null, 街道: null, 社区: null, 原单位: null, 退休日期: null, [FEE]: null };
    const noAccount = { 银行账号: null, 开户银行: null, 联行号: null };
    const id = await desk.proposes(await workbookOf([rosterRow(1, { ...blank, ...noAccount })]));

    expect(await desk.shows(id)).toMatchObject({ sameCount: 1, warningCount: 0 });
  });

  it('replaces the account from today on; the one before ends yesterday', async () => {
    await desk.takesOver(await workbookOf([rosterRow(1)]));
    office.clock.set('2025-05-20');
    const other = { 银行账号: '30129999999999999', 户名: '李四', 户名关系: '配偶', 关系证明文件: 'WT-1' };
    await desk.takesOver(await workbookOf([rosterRow(1, other)]));

    expect(
      await office.asks(
        'select account_tail, payee_relation, effective_from, effective_until from bank_account order by id',
      ),
    ).toEqual([
      {
        account_tail: '0001',
        payee_relation: 'SELF',
        effective_from: '2025-03-10',
        effective_until: '2025-05-19',
      },
      { account_tail: '9999', payee_relation: 'SPOUSE', effective_from: '2025-05-20', effective_until: null },
    ]);
  });

  it('gives a changed amount its own first month and keeps the one before', async () => {
    await desk.takesOver(await workbookOf([rosterRow(1)]));
    const upload = { mode: 'PARTIAL', effectiveMonth: '2025-07' } as const;
    await desk.takesOver(await workbookOf([rosterRow(1, { [FEE]: '90.50' })]), upload);

    expect(
      await office.asks('select effective_from, amount_fen from enrollment_amount order by effective_from'),
    ).toEqual([
      { effective_from: '2011-01-01', amount_fen: 10_900 },
      { effective_from: '2025-07-01', amount_fen: 9_050 },
    ]);
  });

  describe('that is full', () => {
    const full = { mode: 'FULL', effectiveMonth: '2025-04' } as const;

    it('ends who is missing with the month before, and nobody whose end is earlier', async () => {
      const ended = { 享受终止年月: '2025-03' };
      await desk.takesOver(await workbookOf([rosterRow(1), rosterRow(2), rosterRow(3, ended)]));
      const id = await desk.proposes(await workbookOf([rosterRow(1)]), full);

      expect(await desk.shows(id)).toMatchObject({ sameCount: 1, endedCount: 1 });
      expect(await desk.changes(id, 'ENDED')).toMatchObject([{ rowNo: null, untilMonth: '2025-03' }]);
      await desk.confirms(id);
      await desk.applies(id);
      expect((await registry()).map((row) => (row as { until: string }).until)).toEqual([
        null,
        '2025-03-01',
        '2025-03-01',
      ]);
    });

    it('enrols somebody again whose entitlement had ended', async () => {
      await desk.takesOver(await workbookOf([rosterRow(1), rosterRow(2)]));
      await desk.takesOver(await workbookOf([rosterRow(1)]), full);
      await desk.takesOver(await workbookOf([rosterRow(2, { 享受起始年月: '2025-06' })]));

      expect(await registry()).toMatchObject([{ until: null }, { from: '2025-06-01', until: null }]);
    });

    it.each`
      upload                                                               | code
      ${{ mode: 'FULL' }}                                                  | ${'roster_month_missing'}
      ${{ mode: 'FULL', effectiveMonth: '2025-04', applyValidRows: true }} | ${'roster_full_only'}
    `('is refused as $code', async ({ upload, code }) => {
      await expect(desk.proposes(await workbookOf([rosterRow(1)]), upload)).rejects.toMatchObject({ code });
    });
  });

  it('changes nothing the second time', async () => {
    const id = await desk.takesOver(await workbookOf([rosterRow(1), rosterRow(2)]));
    const before = await everything();

    expect(await desk.applies(id)).toMatchObject({ state: 'APPLIED' });
    expect(await everything()).toEqual(before);
  });

  it('answers the same content with the import that is there', async () => {
    const content = await workbookOf([rosterRow(1)]);
    const id = await desk.takesOver(content);

    expect(await desk.handsIn(content)).toMatchObject({ importId: id, jobId: null, state: 'APPLIED' });
    const other = await desk.handsIn(content, { mode: 'PARTIAL', effectiveMonth: '2025-08' });
    expect(other.importId).not.toBe(id);
  });

  it('makes one import of the same content handed in twice at once', async () => {
    const content = await workbookOf([rosterRow(1)]);
    const receipts = await Promise.all([desk.handsIn(content), desk.handsIn(content)]);

    expect(receipts[0]!.importId).toBe(receipts[1]!.importId);
  });

  it.each`
    what                                  | act                                                                             | code
    ${'confirmed by who handed it in'}    | ${(d: RosterDesk, id: number) => d.confirms(id, 2, 'CLERK')}                    | ${'four_eyes_required'}
    ${'confirmed at a version not seen'}  | ${(d: RosterDesk, id: number) => d.confirms(id, 1)}                             | ${'version_changed'}
    ${'applied before it is confirmed'}   | ${(d: RosterDesk, id: number) => d.applies(id)}                                 | ${'import_move_not_allowed'}
    ${'withdrawn by somebody else'}       | ${(d: RosterDesk, id: number) => d.withdraws(id, 2, 'REVIEWER')}                | ${'import_not_own'}
    ${'confirmed after it was withdrawn'} | ${(d: RosterDesk, id: number) => d.withdraws(id).then(() => d.confirms(id, 3))} | ${'import_move_not_allowed'}
  `('is not $what', async ({ act, code }) => {
    const id = await desk.proposes(await workbookOf([rosterRow(1)]));

    await expect(act(desk, id)).rejects.toMatchObject({ code });
    expect(await registry()).toEqual([]);
  });

  it('needs another user even for who goes around the service', async () => {
    const id = await desk.proposes(await workbookOf([rosterRow(1)]));

    await expect(
      office.asks('update file_import set confirmed_by = proposed_by where id = $1', [id]),
    ).rejects.toMatchObject({ code: 'four_eyes_required' });
  });

  it('lets one of two simultaneous reviewers confirm', async () => {
    const id = await desk.proposes(await workbookOf([rosterRow(1)]));
    const outcomes = await Promise.allSettled([desk.confirms(id), desk.confirms(id)]);

    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it.each`
    what                          | first                           | second                                | full
    ${'a row became another act'} | ${[rosterRow(1)]}               | ${[rosterRow(1, { 街道: '新街道' })]} | ${false}
    ${'another person would end'} | ${[rosterRow(1), rosterRow(2)]} | ${[rosterRow(1)]}                     | ${true}
  `('is refused as stale when meanwhile $what', async ({ first, second, full }) => {
    const upload = full ? ({ mode: 'FULL', effectiveMonth: '2025-04' } as const) : undefined;
    const id = await desk.proposes(await workbookOf(second), upload);
    await desk.takesOver(await workbookOf(first));
    const before = await everything();
    await desk.confirms(id);

    expect(await desk.applies(id)).toMatchObject({
      state: 'REFUSED',
      refusal: 'roster_import_stale',
    });
    expect(await everything()).toEqual(before);
    expect(await office.asks('select row_no from roster_import_row where import_id = $1', [id])).toEqual([]);
  });

  it('takes a person whom another project registered meanwhile for the same person', async () => {
    const otherProject = new RosterDesk(office, await opensProject(office, 'other'));
    const id = await desk.proposes(await workbookOf([rosterRow(1)]));
    await otherProject.takesOver(await workbookOf([rosterRow(1)]));
    await desk.confirms(id);
    await desk.applies(id);

    expect(await registry()).toHaveLength(1);
    expect(await office.asks('select id from person')).toHaveLength(1);
    expect(await office.asks('select id from bank_account')).toHaveLength(1);
  });

  it('writes an audit entry for every act', async () => {
    await desk.takesOver(await workbookOf([rosterRow(1)]));

    const entries = await office.asks<{ act: string }>(
      `select act from audit_entry where subject_type = 'file-import' order by seq`,
    );
    expect(entries.map(({ act }) => act)).toEqual([
      'roster.upload',
      'roster.check',
      'roster.confirm',
      'roster.apply',
    ]);
    const details = JSON.stringify(await office.asks('select details from audit_entry'));
    expect(details).not.toContain(citizenIdOf(1));
  });
});
