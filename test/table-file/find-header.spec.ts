import { findHeader } from '../../src/table-file/find-header';
import { textCell, type TableRow } from '../../src/table-file/table-row';
import { allOf, textsOf } from './forged-workbook';

const COLUMNS = [
  { title: '公民身份号码', aliases: ['AAC002', '身份证号'] },
  { title: '姓名', aliases: ['AAC003'] },
  { title: '银行账号', aliases: ['AAE010'] },
];
const HEADER = ['公民身份号码', '姓名', '银行账号'];

async function* rowsOf(texts: string[][]): AsyncGenerator<TableRow> {
  for (const [index, row] of texts.entries()) {
    yield { rowNo: index + 1, sheetName: null, cells: row.map((text) => textCell(text)) };
  }
}

async function bodyOf(texts: string[][]) {
  const { headerRowNo, rows } = await findHeader(rowsOf(texts), COLUMNS);
  return { headerRowNo, texts: textsOf(await allOf(rows)) };
}

describe('The header of a table', () => {
  it.each`
    what                                      | above                                       | header                                         | headerRowNo
    ${'the template'}                         | ${[]}                                       | ${HEADER}                                      | ${1}
    ${'below a merged title'}                 | ${[['2025年花名册']]}                       | ${HEADER}                                      | ${2}
    ${'below title, unit and a mention'}      | ${[['花名册'], ['', '单位：人'], ['姓名']]} | ${HEADER}                                      | ${4}
    ${'on the last row searched'}             | ${Array(9).fill(['说明'])}                  | ${HEADER}                                      | ${10}
    ${'of indicator codes'}                   | ${[]}                                       | ${['AAC002', 'AAC003', 'AAE010']}              | ${1}
    ${'of codes in small letters and titles'} | ${[]}                                       | ${['aac002', '姓名', 'ＡＡＥ０１０']}          | ${1}
    ${'with padding, breaks and stars'}       | ${[]}                                       | ${['*公民身份号码', ' 姓　名 ', '银行\n账号']} | ${1}
    ${'of a marked copy'}                     | ${[]}                                       | ${[...HEADER, '错误说明']}                     | ${1}
  `('is found: $what', async ({ above, header, headerRowNo }) => {
    const body = await bodyOf([...above, header, ['1', '张三', '2'], ['2', '李四']]);
    expect(body).toEqual({
      headerRowNo,
      texts: [
        ['1', '张三', '2'],
        ['2', '李四', ''],
      ],
    });
  });

  it('may stand twice, as codes and as titles', async () => {
    const body = await bodyOf([['AAC002', 'AAC003', 'AAE010'], HEADER, ['1', '张三', '2']]);
    expect(body.texts).toEqual([['1', '张三', '2']]);
  });

  it('of a marked copy takes the last column away from its rows', async () => {
    const body = await bodyOf([
      [...HEADER, '错误说明'],
      ['1', '张三', '2', '姓名有误'],
      ['', '', '', '说明'],
    ]);
    expect(body.texts).toEqual([['1', '张三', '2']]);
  });

  it.each`
    header                                     | row                                     | read                                  | extraCells
    ${HEADER}                                  | ${['1', '张三', '2']}                   | ${['1', '张三', '2', '', '']}         | ${[]}
    ${HEADER}                                  | ${['1', '张三', '2', '多余']}           | ${['1', '张三', '2', '', '', '多余']} | ${[['D', '多余']]}
    ${[...HEADER, '备注']}                     | ${['1', '张三', '2', '好']}             | ${['1', '张三', '2', '好', '']}       | ${[]}
    ${[...HEADER, '错误说明']}                 | ${['1', '张三', '2', '姓名有误']}       | ${['1', '张三', '2', '', '']}         | ${[]}
    ${[...HEADER, '备注', '说明', '错误说明']} | ${['1', '张三', '2', '好', '坏', '误']} | ${['1', '张三', '2', '好', '坏']}     | ${[]}
  `('may end before its optional columns: $header', async ({ header, row, read, extraCells }) => {
    const columns = [...COLUMNS, { title: '备注', optional: true }, { title: '说明', optional: true }];
    const { rows } = await findHeader(rowsOf([header, row]), columns);
    const [only] = await allOf(rows);

    expect(only!.cells.map((cell) => cell.text)).toEqual(read);
    expect(only!.extraCells.map((cell) => [cell.column, cell.text])).toEqual(extraCells);
  });

  it('leaves cells without a title in place for the importer to judge', async () => {
    expect((await bodyOf([HEADER, ['1', '张三', '2', '多余']])).texts).toEqual([['1', '张三', '2', '多余']]);
  });

  it.each`
    what                                     | header                     | row                                       | extraCells
    ${'within the columns'}                  | ${HEADER}                  | ${['1', '张三', '2']}                     | ${[]}
    ${'one beyond'}                          | ${HEADER}                  | ${['1', '张三', '2', '多余']}             | ${[['D', '多余']]}
    ${'beyond a blank one'}                  | ${HEADER}                  | ${['1', '张三', '2', ' ', '多', '余']}    | ${[['E', '多'], ['F', '余']]}
    ${'only beyond'}                         | ${HEADER}                  | ${['', '', '', '多余']}                   | ${[['D', '多余']]}
    ${'a problem of a marked copy'}          | ${[...HEADER, '错误说明']} | ${['1', '张三', '2', '姓名有误']}         | ${[]}
    ${'only beyond the problem'}             | ${[...HEADER, '错误说明']} | ${['', '', '', '', '多余']}               | ${[['E', '多余']]}
    ${'beyond the problem of a marked copy'} | ${[...HEADER, '错误说明']} | ${['1', '张三', '2', '姓名有误', '多余']} | ${[['E', '多余']]}
  `('says which cells of a row stand in no column of it: $what', async ({ header, row, extraCells }) => {
    const { rows } = await findHeader(rowsOf([header, row]), COLUMNS);
    const read = await allOf(rows);
    expect(read.map((one) => one.extraCells.map((cell) => [cell.column, cell.text]))).toEqual([extraCells]);
  });

  it.each`
    what                     | header                                              | problems
    ${'two columns swapped'} | ${['公民身份号码', '银行账号', '姓名']}             | ${['第 2 行 B 列应为“姓名”，它却在 C 列', '第 2 行 C 列应为“银行账号”，它却在 B 列']}
    ${'a column missing'}    | ${['公民身份号码', '姓名']}                         | ${['第 2 行 C 列应为“银行账号”，表中没有这一列']}
    ${'a column too many'}   | ${[...HEADER, '手机']}                              | ${['D 列“手机”不是模板中的列']}
    ${'a column twice'}      | ${[...HEADER, 'AAC003']}                            | ${['D 列“AAC003”重复出现']}
    ${'a column untitled'}   | ${['公民身份号码', '姓名', '银行账号', '', '手机']} | ${['D 列没有列名', 'E 列“手机”不是模板中的列']}
    ${'several at once'}     | ${['公民身份证', '姓名', '卡号']}                   | ${['第 2 行 A 列应为“公民身份号码”，表中没有这一列', '第 2 行 C 列应为“银行账号”，表中没有这一列', 'A 列“公民身份证”不是模板中的列', 'C 列“卡号”不是模板中的列']}
  `('with $what is refused with every difference', async ({ header, problems }) => {
    await expect(bodyOf([['花名册'], header, ['1', '张三', '2']])).rejects.toMatchObject({
      code: 'table_header_differs',
      facts: { headerRowNo: 2, problems },
      detail: expect.stringContaining(problems.join('；')),
    });
  });

  it.each`
    what                         | rows
    ${'nothing at all'}          | ${[]}
    ${'data without a header'}   | ${[['1', '张三', '2']]}
    ${'a header below the 10th'} | ${[...Array(10).fill(['说明']), HEADER]}
  `('is missed in $what', async ({ rows }) => {
    await expect(bodyOf(rows)).rejects.toMatchObject({
      facts: { headerRowNo: null, problems: [expect.stringContaining('“公民身份号码”、“姓名”、“银行账号”')] },
    });
  });
});
