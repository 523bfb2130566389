import iconv from 'iconv-lite';
import { rosterColumns } from '../../src/enrollment/roster-template';
import { openOffice, type Office } from '../support/office';
import {
  ROSTER_BENEFITS,
  RosterDesk,
  citizenIdOf,
  opensProject,
  rosterRow,
  workbookOf,
} from '../support/office-roster';

const TITLES = rosterColumns(ROSTER_BENEFITS).map((column) => column.title);
const FEE = '独生子女费（元）';

const csvOf = (rows: readonly (readonly (string | null)[])[]) =>
  [TITLES, ...rows].map((row) => row.map((cell) => cell ?? '').join(',')).join('\r\n');

describe('Checking a roster file', () => {
  let office: Office;
  let desk: RosterDesk;
  let number = 0;

  beforeAll(async () => {
    office = await openOffice('2025-03-10');
    desk = new RosterDesk(office, await opensProject(office));
  });
  afterAll(() => office.closes());

  /** Checks one line with some cells replaced, beside a line that is right. */
  const checksLine = async (cells: Record<string, string | null>) => {
    number += 2;
    const id = await desk.proposes(await workbookOf([rosterRow(number - 1, cells), rosterRow(number)]));
    const { state } = await desk.shows(id);
    return { id, state, problems: await desk.problems(id) };
  };

  it.each`
    column            | value                   | message
    ${'公民身份号码'} | ${''}                   | ${'公民身份号码为空'}
    ${'公民身份号码'} | ${'659900194503120011'} | ${'校验位不对'}
    ${'公民身份号码'} | ${'6.599E+17'}          | ${'科学计数法'}
    ${'公民身份号码'} | ${'65990019450230001X'} | ${'不是真实的日期'}
    ${'姓名'}         | ${'买买提?艾力'}        | ${'生僻字或间隔号'}
    ${'姓名'}         | ${''}                   | ${'姓名为空'}
    ${'银行账号'}     | ${'6.21E+18'}           | ${'科学计数法'}
    ${'银行账号'}     | ${'1234567'}            | ${'8 至 32 位'}
    ${'联行号'}       | ${'2885000017'}         | ${'开头的 0 丢失'}
    ${'开户银行'}     | ${''}                   | ${'开户银行却为空'}
    ${'享受起始年月'} | ${''}                   | ${'享受起始年月为空'}
    ${'享受起始年月'} | ${'2025-13'}            | ${'不是年月'}
    ${'享受终止年月'} | ${'2010-12'}            | ${'早于享受起始年月'}
    ${'退休日期'}     | ${'1994-02-30'}         | ${'没有这一天'}
    ${FEE}            | ${'109.01'}             | ${'超过上限 109.00 元'}
    ${FEE}            | ${'100.005'}            | ${'最多两位小数'}
    ${FEE}            | ${'0'}                  | ${'必须大于 0'}
    ${FEE}            | ${'1,00'}               | ${'不是金额'}
    ${'户名'}         | ${'李四'}               | ${'请填写户名关系'}
    ${'户名关系'}     | ${'邻居'}               | ${'户名关系只能是'}
  `('refuses $column “$value”: $message', async ({ column, value, message }) => {
    const { state, problems } = await checksLine({ [column]: value });

    expect(state).toBe('REFUSED');
    expect(problems).toEqual([
      {
        rowNo: 2,
        column,
        value: expect.any(String),
        message: expect.stringContaining(message),
        isError: true,
      },
    ]);
  });

  it.each`
    column            | value                | stored
    ${'公民身份号码'} | ${'659900450312001'} | ${'一代证'}
    ${'享受起始年月'} | ${'2011年1月'}       | ${'年月'}
    ${'享受起始年月'} | ${'201101'}          | ${'年月'}
    ${'退休日期'}     | ${'1994/3/1'}        | ${'日期'}
    ${'退休日期'}     | ${null}              | ${'空'}
    ${FEE}            | ${'109'}             | ${'正好上限'}
    ${'户名关系'}     | ${'本人'}            | ${'本人'}
  `('accepts $column “$value” ($stored)', async ({ column, value }) => {
    const { state, problems } = await checksLine({ [column]: value });

    expect({ state, problems }).toEqual({ state: 'CHECKED', problems: [] });
  });

  it.each`
    what                        | cells                                                             | message
    ${'without a document'}     | ${{ 户名: '李四', 户名关系: '配偶' }}                             | ${'须填写关系证明文件'}
    ${'without a name'}         | ${{ 户名关系: '子女', 关系证明文件: 'WT1' }}                      | ${'须填写户名'}
    ${'who is said to be 本人'} | ${{ 户名: '李四', 户名关系: '本人' }}                             | ${'户名关系却是“本人”'}
    ${'but without an account'} | ${{ 银行账号: null, 开户银行: null, 联行号: null, 户名: '李四' }} | ${'银行账号却为空'}
  `('refuses another payee $what', async ({ cells, message }) => {
    const { state, problems } = await checksLine(cells);

    expect(state).toBe('REFUSED');
    expect(problems).toMatchObject([{ rowNo: 2, message: expect.stringContaining(message) }]);
  });

  it('shows no whole number in a problem', async () => {
    const { problems } = await checksLine({
      公民身份号码: '659900194503120011',
      银行账号: '62218888123456789012345678901234567',
    });

    expect(problems.map(({ value }) => value)).toEqual(['659***********0011', `${'*'.repeat(31)}4567`]);
  });

  it('names both rows of a person who is in the file twice', async () => {
    const id = await desk.proposes(await workbookOf([rosterRow(9_001), rosterRow(9_002), rosterRow(9_001)]));

    const message = '同一公民身份号码在第 2、4 行重复出现，每人只能有一行。';
    expect(await desk.problems(id)).toMatchObject([
      { rowNo: 2, message },
      { rowNo: 4, message },
    ]);
  });

  it('warns of two persons with one account, and of a person without any', async () => {
    const shared = { 银行账号: '30120000000009999' };
    const none = { 银行账号: null, 开户银行: null, 联行号: null };
    const rows = [rosterRow(9_011, shared), rosterRow(9_012, shared), rosterRow(9_013, none)];
    const id = await desk.proposes(await workbookOf(rows));

    expect(await desk.shows(id)).toMatchObject({ state: 'CHECKED', newCount: 3, warningCount: 3 });
    expect((await desk.problems(id)).map(({ rowNo, message }) => [rowNo, message])).toEqual([
      [2, '第 2、3 行的不同人员使用同一银行账号，请核对。'],
      [3, '第 2、3 行的不同人员使用同一银行账号，请核对。'],
      [4, '没有银行账号，登记后仍无法发放。'],
    ]);
  });

  it('lists every error of every row at once, and gives the rows back as a workbook', async () => {
    const bad = { 姓名: '', 联行号: '1', [FEE]: '9999' };
    const id = await desk.proposes(
      await workbookOf([rosterRow(9_021, bad), rosterRow(9_022), rosterRow(9_023, bad)]),
    );

    expect(await desk.shows(id)).toMatchObject({ state: 'REFUSED', rows: 3, errorCount: 6 });
    expect((await desk.problems(id)).map(({ rowNo }) => rowNo)).toEqual([2, 2, 2, 4, 4, 4]);
    const rows = await desk.readsProblemFile(id);
    expect(rows.map((cells) => cells[0])).toEqual([TITLES[0], citizenIdOf(9_021), citizenIdOf(9_023)]);
    expect(rows[1]!.at(-1)).toMatch(/^原第 2 行。/);
  });

  it('applies the valid rows only when the uploader chose so', async () => {
    const rows = [rosterRow(9_031, { 姓名: '' }), rosterRow(9_032), rosterRow(9_033), rosterRow(9_032)];
    const content = await workbookOf(rows);
    const refused = await desk.proposes(content);
    const chosen = await desk.proposes(content, { mode: 'PARTIAL', applyValidRows: true });

    expect(chosen).not.toBe(refused);
    expect(await desk.shows(refused)).toMatchObject({ state: 'REFUSED', errorCount: 3 });
    expect(await desk.shows(chosen)).toMatchObject({ state: 'CHECKED', errorCount: 3, newCount: 1 });
  });

  it.each`
    charset      | content
    ${'GBK'}     | ${(text: string) => iconv.encode(text, 'gbk')}
    ${'GB18030'} | ${(text: string) => iconv.encode(text, 'gb18030')}
    ${'UTF-8'}   | ${(text: string) => Buffer.from(`\ufeff${text}`)}
  `('reads a csv file in $charset', async ({ charset, content }) => {
    number += 1;
    const id = await desk.proposes(
      content(csvOf([rosterRow(number, { 街道: `街道${charset}` })])),
      undefined,
      '名册.csv',
    );

    expect(await desk.shows(id)).toMatchObject({ state: 'CHECKED', newCount: 1 });
  });

  it('accepts the indicator codes as a header', async () => {
    const header = TITLES.map(
      (title) => ({ 公民身份号码: 'AAC002', 姓名: 'AAC003', 银行账号: 'AAE010' })[title] ?? title,
    );
    const csv = [header, rosterRow(9_041)].map((row) => row.join(',')).join('\r\n');
    const id = await desk.proposes(Buffer.from(`\ufeff${csv}`), undefined, '名册.csv');

    expect(await desk.shows(id)).toMatchObject({ state: 'CHECKED', newCount: 1 });
  });

  it('names every difference of a wrong header at once', async () => {
    const header = TITLES.map((title) => ({ 姓名: '名字', 街道: '社区', 社区: '街道' })[title] ?? title);
    const csv = [header, rosterRow(9_051)].map((row) => row.join(',')).join('\r\n');
    const id = await desk.proposes(Buffer.from(`\ufeff${csv}`), undefined, '名册.csv');

    expect(await desk.shows(id)).toMatchObject({
      state: 'REFUSED',
      refusal: { code: 'table_header_differs' },
    });
    expect((await desk.problems(id)).length).toBeGreaterThanOrEqual(3);
  });

  it.each`
    what                    | content                                                                                | code
    ${'an empty file'}      | ${Buffer.alloc(0)}                                                                     | ${'table_file_not_a_table'}
    ${'a header alone'}     | ${Buffer.from(`\ufeff${TITLES.join(',')}\r\n`)}                                        | ${'table_file_not_a_table'}
    ${'a damaged workbook'} | ${Buffer.from('PK\x03\x04 no workbook')}                                               | ${'table_file_not_a_table'}
    ${'an endless cell'}    | ${Buffer.from(`\ufeff${TITLES.join(',')}\r\n${citizenIdOf(1)},${'长'.repeat(2_000)}`)} | ${'table_file_cell_too_long'}
  `('refuses $what as a whole and records why', async ({ content, code }) => {
    const id = await desk.proposes(content, undefined, '名册.csv');

    expect(await desk.shows(id)).toMatchObject({ state: 'REFUSED', refusal: { code } });
    expect(await desk.problems(id)).toMatchObject([{ column: '', isError: true }]);
  });
});
