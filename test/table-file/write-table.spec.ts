import { setTimeout } from 'node:timers/promises';
import { readXlsx } from 'hucre/xlsx';
import { findHeader } from '../../src/table-file/find-header';
import { readTable } from '../../src/table-file/read-table';
import { writeCsv } from '../../src/table-file/write-csv';
import { writeMarkedXlsx } from '../../src/table-file/write-marked-xlsx';
import { writeXlsx } from '../../src/table-file/write-xlsx';
import { allOf, bytesOf, rowsOf, textsOf, uploadOf } from './forged-workbook';

const COLUMNS = [{ title: '姓名' }, { title: '银行账号' }, { title: '金额', format: 'amount' as const }];

describe('A workbook that goes out', () => {
  it('comes back as it was', async () => {
    const rows = [
      ['买买提·吐尔逊', '6299990000000000004', '120.50'],
      ['𠅤 <&"\'> \n 换行', '0012', '-3.00'],
      [' 张三 ', null, null],
      ['_x000D_ \u0001', '=1+1', '不是数'],
    ];
    const read = await rowsOf(await bytesOf(writeXlsx(COLUMNS, rows)));
    expect(textsOf(read)).toEqual([
      ['姓名', '银行账号', '金额'],
      ['买买提·吐尔逊', '6299990000000000004', '120.5'],
      ['𠅤 <&"\'> \n 换行', '0012', '-3'],
      [' 张三 '],
      ['_x000D_ \u0001', '=1+1', '不是数'],
    ]);
    expect(read[1]?.cells.map((cell) => cell.kind)).toEqual(['text', 'text', 'number']);
    expect(read[4]?.cells.map((cell) => cell.kind)).toEqual(['text', 'text', 'text']);
  });

  it('is read by another program: accounts as text, amounts with two decimals, header bold', async () => {
    const bytes = await bytesOf(writeXlsx(COLUMNS, [['=1+1', '6299990000000000004', '120.50']], '名单'));
    const sheet = (await readXlsx(bytes, { readStyles: true })).sheets[0];
    expect(sheet?.name).toBe('名单');
    expect(sheet?.rows[1]).toEqual(['=1+1', '6299990000000000004', 120.5]);
    expect(sheet?.cells?.get('0,0')?.style?.font?.bold).toBe(true);
    expect(sheet?.cells?.get('1,1')?.style?.numFmt).toBe('@');
    expect(sheet?.cells?.get('1,2')?.style?.numFmt).toBe('0.00');
    expect(sheet?.cells?.get('1,0')?.formula).toBeUndefined();
  });

  it('without rows is a template whose columns already are text', async () => {
    const bytes = await bytesOf(writeXlsx(COLUMNS, []));
    expect(textsOf(await rowsOf(bytes))).toEqual([['姓名', '银行账号', '金额']]);
    expect((await findHeader(readTable(uploadOf(bytes), { name: '模板' }), COLUMNS)).headerRowNo).toBe(1);
  });

  it('is the same bytes every time', async () => {
    const write = () => bytesOf(writeXlsx(COLUMNS, [['张三', '1', '2.00']]));
    expect((await write()).equals(await write())).toBe(true);
  });

  it('says nothing of the time it was made', async () => {
    const bytes = await bytesOf(writeXlsx(COLUMNS, []));
    const directoryAt = bytes.indexOf('PK\x01\x02');
    const [dosTime, dosDate, extraFieldBytes] = [12, 14, 30].map((at) =>
      bytes.readUInt16LE(directoryAt + at),
    );
    expect({ dosTime, dosDate, extraFieldBytes }).toEqual({
      dosTime: 0,
      dosDate: 0x0021,
      extraFieldBytes: 0,
    });
  });

  it('fails when its rows fail', async () => {
    const rows = async function* () {
      yield ['张三', '1', '2.00'];
      throw new Error('connection lost');
    };
    await expect(bytesOf(writeXlsx(COLUMNS, rows()))).rejects.toThrow('connection lost');
  });

  it('asks for no row before it is read, and for few more than are taken', async () => {
    let asked = 0;
    const rows = function* () {
      for (; asked < 200_000; asked++) yield [Math.random().toString(36), Math.random().toString(36), '2.00'];
    };
    const blocks = writeXlsx(COLUMNS, rows())[Symbol.asyncIterator]();
    await setTimeout(20);
    expect(asked).toBe(0);
    for (let taken = 0; taken < 4096;) taken += ((await blocks.next()).value as Buffer).length;
    await setTimeout(100);
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThan(20_000);
    await blocks.return?.();
  });

  it('stops asking for rows when nobody reads on', async () => {
    let closed = false;
    const rows = function* () {
      try {
        for (;;) yield [Math.random().toString(36), Math.random().toString(36), '2.00'];
      } finally {
        closed = true;
      }
    };
    for await (const block of writeXlsx(COLUMNS, rows())) if ((block as Buffer).length > 4096) break;
    for (let tries = 0; tries < 100 && !closed; tries++) await setTimeout(10);
    expect(closed).toBe(true);
  });
});

describe('A csv text that goes out', () => {
  it('is UTF-8 with mark, CRLF, quotes where needed', async () => {
    const bytes = await bytesOf(
      writeCsv(COLUMNS, [
        ['张,"三"', '0012', '-3.00'],
        ['李\n四', null, ''],
      ]),
    );
    expect(bytes.toString()).toBe('\uFEFF姓名,银行账号,金额\r\n"张,""三""",0012,-3.00\r\n"李\n四",,\r\n');
  });

  it.each`
    text                 | written
    ${'=HYPERLINK("x")'} | ${'"\'=HYPERLINK(""x"")"'}
    ${'+86'}             | ${"'+86"}
    ${'-5'}              | ${"'-5"}
    ${'@SUM(A1)'}        | ${"'@SUM(A1)"}
    ${'\t=1'}            | ${"'\t=1"}
    ${'\r=1'}            | ${'"\'\r=1"'}
    ${'＝1+1'}           | ${"'＝1+1"}
    ${'a=1'}             | ${'a=1'}
  `('escapes $text and comes back as it was', async ({ text, written }) => {
    const bytes = await bytesOf(writeCsv([{ title: '姓名' }, { title: '备注' }], [[text, 'x']]));
    expect(bytes.toString().split('\r\n').slice(1, -1).join('\r\n')).toBe(`${written},x`);
    expect(textsOf(await rowsOf(bytes))[1]).toEqual([text, 'x']);
  });

  it('escapes a text in a column of amounts, but no negative amount', async () => {
    const bytes = await bytesOf(writeCsv([{ title: '金额', format: 'amount' }], [['-1+1'], ['-1.00']]));
    expect(bytes.toString()).toContain("\r\n'-1+1\r\n-1.00\r\n");
  });
});

describe('A marked copy of an upload', () => {
  const upload = Buffer.from('姓名,银行账号\n张?,6.21E+18\n李四,12345678\n王五,1\n');
  const columns = COLUMNS.slice(0, 2);
  const problems = new Map([
    [
      2,
      [
        { column: '姓名', message: '姓名有乱码。' },
        { column: '银行账号', message: '账号已丢失末尾。' },
      ],
    ],
    [4, [{ column: null, message: '此人重复。' }]],
  ]);
  const copy = async () => {
    const { rows } = await findHeader(readTable(uploadOf(upload), { name: '花名册' }), columns);
    return bytesOf(writeMarkedXlsx(columns, rows, problems));
  };

  it('says in its last column what is wrong and where the row stood', async () => {
    expect(textsOf(await rowsOf(await copy()))).toEqual([
      ['姓名', '银行账号', '错误说明'],
      ['张?', '6.21E+18', '原第 2 行。姓名：姓名有乱码。\n银行账号：账号已丢失末尾。'],
      ['李四', '12345678'],
      ['王五', '1', '原第 4 行。此人重复。'],
    ]);
  });

  it('colours the bad cells and no others', async () => {
    const sheet = (await readXlsx(await copy(), { readStyles: true })).sheets[0];
    const isRed = (place: string) =>
      JSON.stringify(sheet?.cells?.get(place)?.style?.fill ?? '').includes('FFC7CE');
    expect(['1,0', '1,1', '2,0', '2,1', '3,0', '3,1'].map(isRed)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('can be uploaded again', async () => {
    const { rows } = await findHeader(readTable(uploadOf(await copy()), { name: '更正' }), columns);
    expect(textsOf(await allOf(rows))).toEqual([
      ['张?', '6.21E+18'],
      ['李四', '12345678'],
      ['王五', '1'],
    ]);
  });
});
