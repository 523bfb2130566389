import { Database } from '../../src/database/database';
import { ComparisonImportService } from '../../src/comparison/comparison-import.service';
import { ComparisonDesk, legacyIdOf, type ComparisonCells } from '../support/office-comparison';
import { openOffice, type Office } from '../support/office';
import { receivedFile } from '../support/office-roster';
import { actsOn, makesCitizenId, opensNeighbour, registersPerson } from '../support/office-registry';

const ID = makesCitizenId();
const STRANGER = makesCitizenId();
/** Well-formed, but with another check character. */
const WRONG_ID = ID.slice(0, 17) + (ID.endsWith('0') ? '1' : '0');

describe('A comparison file', () => {
  let office: Office;
  let desk: ComparisonDesk;

  beforeAll(async () => {
    office = await openOffice('2025-03-10');
    desk = new ComparisonDesk(office);
    await registersPerson(office, { citizenId: ID, name: '李华' });
  });
  afterAll(() => office.closes());

  let recordNo = 0;
  /** A row nobody has handed in before. */
  const row = (id: string, name = '李华', on = '2025-03-01'): ComparisonCells => {
    recordNo += 1;
    return [id, name, on, `R${recordNo}`];
  };

  it.each`
    what                             | id                | name       | match
    ${'the number and the name'}     | ${ID}             | ${'李华'}  | ${['EXACT']}
    ${'the name with a blank in it'} | ${ID}             | ${'李 华'} | ${['EXACT']}
    ${'the number in another name'}  | ${ID}             | ${'王五'}  | ${['ID_OTHER_NAME']}
    ${'the old number'}              | ${legacyIdOf(ID)} | ${'李华'}  | ${['LEGACY_ID']}
    ${'the old number, other name'}  | ${legacyIdOf(ID)} | ${'王五'}  | ${['ID_OTHER_NAME']}
    ${'nobody we know'}              | ${STRANGER}       | ${'李华'}  | ${[]}
  `('matches $what as $match', async ({ id, name, match }) => {
    const importId = await desk.proposes('DEATHS', [row(id, name)]);

    expect((await desk.hits(importId)).map((hit) => hit.match)).toEqual(match);
    expect(await desk.shows(importId)).toMatchObject({
      state: 'CHECKED',
      source: 'DEATHS',
      rows: 1,
      hitCount: match.length,
      noHitCount: 1 - match.length,
    });
  });

  it.each`
    what                             | source              | cells                                          | column            | message
    ${'a wrong check character'}     | ${'DEATHS'}         | ${[WRONG_ID, '李华', '2025-03-01']}            | ${'公民身份号码'} | ${'校验位'}
    ${'no number'}                   | ${'DEATHS'}         | ${['', '李华', '2025-03-01']}                  | ${'公民身份号码'} | ${'为空'}
    ${'no name'}                     | ${'DEATHS'}         | ${[ID, '', '2025-03-01']}                      | ${'姓名'}         | ${'为空'}
    ${'no date'}                     | ${'CREMATIONS'}     | ${[ID, '李华', '']}                            | ${'火化日期'}     | ${'为空'}
    ${'a day that is none'}          | ${'CUSTODY'}        | ${[ID, '李华', '2025-02-30']}                  | ${'羁押日期'}     | ${'没有这一天'}
    ${'a day to come'}               | ${'DEATHS'}         | ${[ID, '李华', '2025-03-11']}                  | ${'死亡日期'}     | ${'晚于今天'}
    ${'a day before birth'}          | ${'DEATHS'}         | ${[ID, '李华', '1950-03-09']}                  | ${'死亡日期'}     | ${'早于出生'}
    ${'a sign of life too long ago'} | ${'MEDICAL_VISITS'} | ${[ID, '李华', '2020-03-09']}                  | ${'就医日期'}     | ${'五年以前'}
    ${'a record number of 101'}      | ${'TRAVEL'}         | ${[ID, '李华', '2025-03-01', 'x'.repeat(101)]} | ${'客票号'}       | ${'不超过'}
  `(
    'reports $what with row and column, and compares the others',
    async ({ source, cells, column, message }) => {
      const importId = await desk.proposes(source, [cells, row(STRANGER)]);

      expect(await desk.problems(importId)).toMatchObject([
        { rowNo: 2, column, message: expect.stringContaining(message) },
      ]);
      expect(await desk.shows(importId)).toMatchObject({
        state: 'CHECKED',
        rows: 2,
        hitCount: 0,
        noHitCount: 1,
        errorRowCount: 1,
      });
    },
  );

  it.each`
    what                           | cells
    ${'the very day of birth'}     | ${[ID, '李华', '1950-03-10', 'birth']}
    ${'a death years ago'}         | ${[ID, '李华', '2019-03-09', 'old']}
    ${'a record without a number'} | ${[ID, '李华', '2025-01-01', '']}
  `('accepts $what', async ({ cells }) => {
    expect(await desk.shows(await desk.proposes('DEATHS', [cells]))).toMatchObject({ hitCount: 1 });
  });

  it('counts every row as a hit, as no hit, or as a problem; what is said twice is compared once', async () => {
    const said = row(ID);
    const importId = await desk.proposes('DEATHS', [said, row(STRANGER), row(WRONG_ID), said, said, row(ID)]);
    const { rows, hitCount, noHitCount, errorRowCount } = await desk.shows(importId);

    expect({ rows, hitCount, noHitCount, errorRowCount }).toEqual({
      rows: 6,
      hitCount: 2,
      noHitCount: 1,
      errorRowCount: 3,
    });
    expect((await desk.problems(importId)).slice(1)).toMatchObject([
      { rowNo: 5, message: expect.stringContaining('与第 2 行') },
      { rowNo: 6, message: expect.stringContaining('与第 2 行') },
    ]);
  });

  it('is refused as a whole for one bad row if the uploader wants that', async () => {
    const { importId } = await desk.handsIn('DEATHS', [row(ID), row(WRONG_ID)], false);
    await desk.checks(importId);

    expect(await desk.shows(importId)).toMatchObject({ state: 'REFUSED', errorRowCount: 1 });
    expect(await desk.hits(importId)).toEqual([]);
  });

  it('shows the masked number of a hit, never the whole', async () => {
    const [hit] = await desk.hits(await desk.proposes('DEATHS', [row(ID, '王五')]));

    expect(hit).toMatchObject({
      citizenId: expect.stringMatching(/^659\*+\d{3}[\dX]$/),
      name: '王五',
      registeredName: '李华',
    });
  });

  it('handed in twice is one import, from another source another', async () => {
    const rows = [row(STRANGER)];
    const first = await desk.handsIn('CREMATIONS', rows);
    const columnsOfDeaths = await desk.handsIn('DEATHS', rows);

    expect((await desk.handsIn('CREMATIONS', rows)).importId).toBe(first.importId);
    expect(columnsOfDeaths.importId).not.toBe(first.importId);
  });

  it('has no effect before another user has confirmed it', async () => {
    const importId = await desk.proposes('DEATHS', [row(ID)]);

    await expect(desk.confirms(importId, 'CLERK')).rejects.toMatchObject({ code: 'four_eyes_required' });
    expect(await desk.effects(importId)).toEqual(['EXACT null']);
    expect(await office.asks('select from suspicion')).toEqual([]);
  });

  it('is forgotten, hits and all, when its uploader takes it back', async () => {
    const importId = await desk.proposes('DEATHS', [row(ID)]);
    await desk.withdraws(importId);

    expect(await desk.hits(importId)).toEqual([]);
  });

  it('of another agency is not found, and hits nobody here', async () => {
    const importId = await desk.proposes('DEATHS', [row(ID)]);
    const neighbour = await opensNeighbour(office);
    const comparisons = office.get(ComparisonImportService);
    const page = { after: -1, limit: 10 };

    await expect(comparisons.hits(neighbour, importId, page)).rejects.toMatchObject({ code: 'not_found' });
    const theirs = receivedFile(
      Buffer.from(`公民身份号码,姓名,死亡日期,死亡证明编号\n${ID},李华,2025-03-01,N1`),
    );
    const received = await comparisons.upload(neighbour, { source: 'DEATHS' }, theirs);
    theirs.discard();
    const { agencyId } = neighbour;
    const checked = await office
      .get(Database)
      .transaction(agencyId, (tx) => comparisons.check(tx, agencyId, received.importId, () => {}));
    expect(checked).toMatchObject({ state: 'CHECKED', hitCount: 0, noHitCount: 1 });
  });

  it('takes effect once: not at all with a crash at the end of its job, then however often it is run', async () => {
    const importId = await desk.proposes('CUSTODY', [row(ID)]);
    await desk.confirms(importId);
    const crash = office.get(Database).transaction(office.agencyId, async (tx) => {
      await office.get(ComparisonImportService).apply(tx, office.agencyId, importId, () => {});
      throw new Error('power cut');
    });
    await expect(crash).rejects.toThrow('power cut');
    expect(await office.asks('select from suspicion')).toEqual([]);

    await desk.applies(importId);
    await desk.applies(importId);

    expect(await office.asks('select version from suspicion')).toEqual([{ version: 1 }]);
    expect(await actsOn(office, 'file-import', importId)).toEqual([
      'comparison-import.upload',
      'comparison-import.check',
      'comparison-import.confirm',
      'comparison-import.apply',
    ]);
  });
});

describe('A comparison file of a hundred thousand rows', () => {
  it('of which three match keeps three hits and counts the rest', async () => {
    const office = await openOffice('2025-03-10');
    const desk = new ComparisonDesk(office);
    const known = [makesCitizenId(), makesCitizenId(), makesCitizenId()];
    for (const citizenId of known) await registersPerson(office, { citizenId });
    const lines = ['公民身份号码,姓名,死亡日期,死亡证明编号'];
    for (let index = 0; index < 100_000; index += 1) {
      const id = index % 40_000 === 7 ? known[Math.floor(index / 40_000)]! : STRANGER;
      lines.push(`${id},李华,2025-03-01,D${index}`);
    }

    const importId = await desk.compares('DEATHS', Buffer.from(lines.join('\n')));

    expect(await desk.shows(importId)).toMatchObject({
      state: 'APPLIED',
      rows: 100_000,
      hitCount: 3,
      noHitCount: 99_997,
      errorRowCount: 0,
    });
    expect(await desk.effects(importId)).toEqual(['EXACT SUSPECTED', 'EXACT SUSPECTED', 'EXACT SUSPECTED']);
    await office.closes();
  });
});
