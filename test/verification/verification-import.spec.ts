import { buffer } from 'node:stream/consumers';
import { Database } from '../../src/database/database';
import { FileImportService } from '../../src/file-import/file-import.service';
import type { TemplateColumn } from '../../src/table-file/find-header';
import { writeXlsx } from '../../src/table-file/write-xlsx';
import { VERIFICATION_COLUMNS } from '../../src/verification/verification-import-row';
import { VerificationImportService } from '../../src/verification/verification-import.service';
import { keepsEvidence } from '../support/office-evidence';
import { openOffice, type Office } from '../support/office';
import { citizenIdOf, opensProject, receivedFile, rosterLine, uploadRoster } from '../support/office-roster';

type Cells = Partial<
  Record<'id' | 'name' | 'channel' | 'on' | 'evidence' | 'result' | 'no' | 'visitors' | 'file', string>
>;

describe('Importing a file of verifications', () => {
  let office: Office;
  let imports: VerificationImportService;

  beforeAll(async () => {
    office = await openOffice('2025-03-10');
    imports = office.get(VerificationImportService);
    await uploadRoster(office, await opensProject(office), [rosterLine(1), rosterLine(2), rosterLine(3)]);
    await dies(3, '2025-02-01');
  });
  afterAll(() => office.closes());

  const dies = (number: number, on: string) =>
    office.asks(
      `insert into life_event (agency_id, person_id, kind, happened_on, reported_on, note, state, proposed_by,
         confirmed_by, proposed_at, confirmed_at)
       select agency_id, id, 'DEATH', $2, $2, '', 'CONFIRMED', $3, $4, now(), now()
       from person where citizen_id_tail = $1`,
      [citizenIdOf(number).slice(-4), on, office.actor('CLERK').userId, office.actor('REVIEWER').userId],
    );
  const row = (number: number, cells: Cells = {}) => [
    cells.id ?? citizenIdOf(number),
    cells.name ?? rosterLine(number).name,
    cells.channel ?? '数据比对',
    cells.on ?? '2025-03-05',
    cells.evidence ?? '2025年3月比对结果',
    cells.result ?? '',
    cells.no ?? '',
    cells.visitors ?? '',
    cells.file ?? '',
  ];
  const inTransaction = (verb: 'check' | 'apply', id: number) =>
    office
      .get(Database)
      .transaction(office.agencyId, (tx) => imports[verb](tx, office.agencyId, id, () => {}));
  const handsIn = async (
    rows: string[][],
    applyValidRows = false,
    columns: readonly TemplateColumn[] = VERIFICATION_COLUMNS,
  ) => {
    const file = receivedFile(await buffer(writeXlsx(columns, rows)));
    const { importId } = await imports.upload(office.actor('CLERK'), { applyValidRows }, file);
    file.discard();
    await inTransaction('check', importId);
    return importId;
  };
  const shows = (id: number) => office.get(FileImportService).show(office.actor('CLERK'), 'VERIFICATION', id);
  const problems = (id: number) =>
    office
      .get(FileImportService)
      .problems(office.actor('CLERK'), 'VERIFICATION', id, { after: -1, limit: 50 });
  const confirms = (id: number, role: 'CLERK' | 'REVIEWER' = 'REVIEWER') =>
    office.get(FileImportService).confirm(office.actor(role), 'VERIFICATION', id, 2);

  it.each`
    what                     | number | cells                           | message
    ${'nobody registered'}   | ${9}   | ${{}}                           | ${'没有登记过'}
    ${'another name'}        | ${1}   | ${{ name: '王五' }}             | ${'与登记的姓名'}
    ${'a date to come'}      | ${1}   | ${{ on: '2025-03-11' }}         | ${'晚于今天'}
    ${'no date'}             | ${1}   | ${{ on: '' }}                   | ${'认证日期为空'}
    ${'a date long ago'}     | ${1}   | ${{ on: '2020-03-09' }}         | ${'五年以前'}
    ${'a day after death'}   | ${3}   | ${{ on: '2025-02-02' }}         | ${'死亡，早于认证日期'}
    ${'an unknown channel'}  | ${1}   | ${{ channel: '电话' }}          | ${'认证方式只能是'}
    ${'no evidence'}         | ${1}   | ${{ evidence: ' ' }}            | ${'数据比对认证须填写：数据来源'}
    ${'an unknown result'}   | ${1}   | ${{ result: '合格' }}           | ${'认证结果只能是'}
    ${'no number'}           | ${1}   | ${{ channel: '手机自助' }}      | ${'须填写：人脸核验编号'}
    ${'a file of nobody'}    | ${1}   | ${{ file: '99' }}               | ${'没有上传过这个编号'}
    ${'a file by its name'}  | ${1}   | ${{ file: '照片' }}             | ${'上传凭证文件时答复的数字'}
    ${'a wrong check digit'} | ${1}   | ${{ id: '659900194503120011' }} | ${'校验位不对'}
  `('refuses a row with $what', async ({ number, cells, message }) => {
    const id = await handsIn([row(number, cells), row(2)]);

    expect(await shows(id)).toMatchObject({ state: 'REFUSED', errorCount: 1 });
    expect(await problems(id)).toMatchObject([{ rowNo: 2, message: expect.stringContaining(message) }]);
  });

  it.each`
    channel       | cells                                                  | stored
    ${'手机自助'} | ${{ no: 'M-1' }}                                       | ${['MOBILE', 'M-1', null, false]}
    ${'经办窗口'} | ${{ no: 'C-1' }}                                       | ${['COUNTER', 'C-1', null, false]}
    ${'自助终端'} | ${{ no: 'T-1' }}                                       | ${['TERMINAL', 'T-1', null, false]}
    ${'数据比对'} | ${{}}                                                  | ${['DATA_COMPARISON', '导入文件第2行', null, false]}
    ${'社区协助'} | ${{ file: 'kept' }}                                    | ${['COMMUNITY', null, null, true]}
    ${'上门'}     | ${{ visitors: '阿依古丽·买买提、李四', file: 'kept' }} | ${['HOME_VISIT', null, ['阿依古丽·买买提', '李四'], true]}
    ${'境外证明'} | ${{ no: 'G-1', file: 'kept' }}                         | ${['OVERSEAS', 'G-1', null, true]}
  `('reads the channel $channel with its evidence', async ({ channel, cells, stored }) => {
    const file = cells.file && { file: String(await keepsEvidence(office)) };
    const id = await handsIn([row(1, { channel, ...cells, ...file })]);

    expect(await shows(id)).toMatchObject({ state: 'CHECKED', newCount: 1 });
    const kept = await office.asks<Record<'channel' | 'no' | 'visitors' | 'file', unknown>>(
      `select channel, reference_no as no, visitors, evidence_file_id is not null as file
       from verification_import_row where import_id = $1`,
      [id],
    );
    expect(kept.map((line) => [line.channel, line.no, line.visitors, line.file])).toEqual([stored]);
  });

  it('reads a file that ends before the columns few channels need', async () => {
    const columns = VERIFICATION_COLUMNS.slice(0, 5);
    const id = await handsIn([row(1).slice(0, 5)], false, columns);

    expect(await shows(id)).toMatchObject({ state: 'CHECKED', newCount: 1 });
    const slipped = await handsIn([[...row(1).slice(0, 5), '通过']], false, [...columns, { title: '' }]);
    expect(await problems(slipped)).toMatchObject([{ message: '模板以外的列中还有内容，请删除。' }]);
  });

  it('accepts a proof of the day of death', async () => {
    expect(await shows(await handsIn([row(3, { on: '2025-02-01' })]))).toMatchObject({ state: 'CHECKED' });
  });

  it('names the rows of a proof that is in the file twice', async () => {
    const id = await handsIn([row(1), row(2), row(1)]);

    expect(await problems(id)).toMatchObject([
      { rowNo: 2, message: expect.stringContaining('第 2、4 行') },
      { rowNo: 4, message: expect.stringContaining('第 2、4 行') },
    ]);
  });

  it('records the proofs once another user confirmed, and moves everybody to the latest', async () => {
    const id = await handsIn([row(1), row(2), row(1, { on: '2025-02-10' })]);
    await expect(confirms(id, 'CLERK')).rejects.toMatchObject({ code: 'four_eyes_required' });
    await confirms(id);
    await inTransaction('apply', id);
    await inTransaction('apply', id);

    expect(
      await office.asks('select verified_on from verification where import_id = $1 order by 1', [id]),
    ).toEqual([{ verified_on: '2025-02-10' }, { verified_on: '2025-03-05' }, { verified_on: '2025-03-05' }]);
    expect(await office.asks('select verified_on from verification_status')).toEqual([
      { verified_on: '2025-03-05' },
      { verified_on: '2025-03-05' },
    ]);
    const again = await handsIn([row(2), row(1)]);
    expect(await shows(again)).toMatchObject({ newCount: 0, sameCount: 2, warningCount: 2 });
  });

  it('records the valid rows alone when the uploader chose so', async () => {
    const id = await handsIn([row(9), row(2, { on: '2025-03-06' })], true);

    expect(await shows(id)).toMatchObject({ state: 'CHECKED', newCount: 1, errorCount: 1 });
  });

  it('is refused as stale when a death became known between check and confirmation', async () => {
    const id = await handsIn([row(2, { on: '2025-03-09' })]);
    await dies(2, '2025-03-08');
    await confirms(id);

    expect(await inTransaction('apply', id)).toMatchObject({
      state: 'REFUSED',
      refusal: 'verification_import_stale',
    });
    expect(await office.asks('select id from verification where import_id = $1', [id])).toEqual([]);
  });

  it('records failed attempts, of the dead too, and holds them back until they pass', async () => {
    const failed = { result: '不通过', evidence: '人证不符', on: '2025-03-07' };
    const id = await handsIn([row(1, failed), row(3, failed)]);
    await confirms(id);
    await inTransaction('apply', id);

    expect(
      await office.asks('select verified_on, failed_on from verification_status order by person_id'),
    ).toEqual([
      { verified_on: '2025-03-05', failed_on: '2025-03-07' },
      { verified_on: '2025-03-05', failed_on: null },
      { verified_on: null, failed_on: '2025-03-07' },
    ]);
  });
});
