import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { readTable } from '../../src/table-file/read-table';
import {
  CELL_CHARACTER_LIMIT,
  COLUMN_LIMIT,
  UPLOAD_BYTES_LIMIT,
} from '../../src/table-file/table-file.limits';
import { writeXlsx } from '../../src/table-file/write-xlsx';
import { allOf, bytesOf, forgedWorkbook, rowsOf, sheetXml, uploadOf, zipOf } from './forged-workbook';

const ONE_ROW = '<row r="1"><c r="A1"><v>1</v></c></row>';
const MIB = 1024 * 1024;

/** Overwrites every value of 4 bytes. */
function forge(bytes: Buffer, original: number, forged: number): Buffer {
  const [before, after] = [original, forged].map((value) => {
    const word = Buffer.alloc(4);
    word.writeUInt32LE(value);
    return word;
  });
  const copy = Buffer.from(bytes);
  for (let at = copy.indexOf(before!); at >= 0; at = copy.indexOf(before!, at + 4)) after!.copy(copy, at);
  return copy;
}

/** A sheet of this many megabytes of nothing. */
function hollowWorkbook(megabytes: number): Promise<Buffer> {
  return zipOf([['xl/worksheets/sheet1.xml', Buffer.alloc(megabytes * MIB, ' ')]]);
}

describe('An upload that is no table', () => {
  it.each`
    what                       | bytes                                                            | sentence
    ${'an empty file'}         | ${Buffer.alloc(0)}                                               | ${'是空的'}
    ${'an old xls workbook'}   | ${Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])} | ${'另存为“Excel 工作簿 (*.xlsx)”'}
    ${'a picture'}             | ${Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13])}            | ${'既不是 xlsx 工作簿，也不是 csv'}
    ${'a web page named xls'}  | ${Buffer.from('\r\n<html><table><tr><td>1</td></tr></table>')}   | ${'网页或 XML'}
    ${'the start of a zip'}    | ${Buffer.from('PK\x03\x04 and no more')}                         | ${'没有传完或已损坏'}
    ${'a csv with open quote'} | ${Buffer.from('a,b\r\n1,"2\r\n3,4\r\n')}                         | ${'引号不成对'}
  `('$what is refused with a sentence', async ({ bytes, sentence }) => {
    await expect(rowsOf(bytes)).rejects.toMatchObject({
      code: 'table_file_not_a_table',
      detail: expect.stringContaining(sentence),
    });
  });

  it('a zip of something else is refused', async () => {
    await expect(rowsOf(await zipOf([['a.txt', 'a']]))).rejects.toMatchObject({
      detail: expect.stringContaining('不是 xlsx 工作簿'),
    });
  });

  it.each([0.2, 0.5, 0.9])('a workbook cut off at %d of its length is refused', async (share) => {
    const bytes = await forgedWorkbook({ rows: ONE_ROW });
    const cut = bytes.subarray(0, Math.floor(bytes.length * share));
    await expect(rowsOf(cut)).rejects.toMatchObject({ code: 'table_file_not_a_table' });
  });

  it.each`
    what                            | rows
    ${'a sheet cut off in a row'}   | ${'<row r="1"><c r="A1"><v>1</v></c>'}
    ${'a sheet cut off in a tag'}   | ${ONE_ROW + '<row r="2'}
    ${'a row without a number'}     | ${'<row r="x"><c><v>1</v></c></row>'}
    ${'a cell without a column'}    | ${'<row r="1"><c r="1"><v>1</v></c></row>'}
    ${'a document type'}            | ${'<!DOCTYPE a [<!ENTITY b "c">]>' + ONE_ROW}
    ${'nesting without end'}        | ${'<a>'.repeat(200) + '</a>'.repeat(200)}
    ${'a tag without end'}          | ${`<a b="${'x'.repeat(2 * MIB)}"/>`}
    ${'a text that does not exist'} | ${'<row r="1"><c r="A1" t="s"><v>5</v></c></row>'}
  `('$what is refused', async ({ rows }) => {
    await expect(rowsOf(await forgedWorkbook({ rows }))).rejects.toMatchObject({
      code: 'table_file_not_a_table',
    });
  });

  it.each`
    what                             | sheet
    ${'cut off behind its last row'} | ${sheetXml(ONE_ROW).replace('</worksheet>', '')}
    ${'with a document type'}        | ${'<!DOCTYPE worksheet [<!ENTITY b "c">]>' + sheetXml(ONE_ROW)}
    ${'with nothing in it'}          | ${''}
  `('a sheet $what is refused', async ({ sheet }) => {
    const bytes = await forgedWorkbook({ rows: '', parts: { 'xl/worksheets/sheet1.xml': sheet } });
    await expect(rowsOf(bytes)).rejects.toMatchObject({ code: 'table_file_not_a_table' });
  });

  it('a sheet whose compressed data are damaged is refused', async () => {
    const bytes = await forgedWorkbook({ rows: ONE_ROW });
    const name = 'xl/worksheets/sheet1.xml';
    const dataAt = bytes.indexOf(name) + name.length;
    bytes.fill(0xff, dataAt, dataAt + 20);
    await expect(rowsOf(bytes)).rejects.toMatchObject({
      code: 'table_file_not_a_table',
      detail: expect.stringContaining('已损坏'),
    });
  });

  it('a workbook in an encrypted archive is refused with the advice to take the password off', async () => {
    const bytes = await forgedWorkbook({ rows: ONE_ROW });
    const flagsAt = bytes.indexOf('PK\x01\x02') + 8;
    bytes[flagsAt] = bytes[flagsAt]! | 1;
    await expect(rowsOf(bytes)).rejects.toMatchObject({
      code: 'table_file_not_a_table',
      detail: expect.stringContaining('去掉密码'),
    });
  });

  it.each`
    what              | rows
    ${'a number'}     | ${'<row><c><v>2</v></c></row>'}
    ${'inline text'}  | ${'<row><c t="inlineStr"><is><t>张三</t></is></c></row>'}
    ${'a late value'} | ${'<row><c/></row>'.repeat(50_000) + ONE_ROW}
  `('a workbook whose second sheet holds $what is refused before a row is handed on', async ({ rows }) => {
    const bytes = await forgedWorkbook({ rows: ONE_ROW, furtherSheets: { 空: '', 补充: rows } });
    const reading = readTable(uploadOf(bytes), { name: '花名册' });
    await expect(reading.next()).rejects.toMatchObject({
      code: 'table_file_several_sheets',
      status: 422,
      detail: expect.stringContaining('工作簿有多个含数据的工作表（如 “花名册”、“补充”）'),
      facts: { sheetNames: ['花名册', '补充'] },
    });
  });

  it('a sheet that differs from its checksum is refused', async () => {
    const bytes = await forgedWorkbook({ rows: ONE_ROW });
    const forged = forge(bytes, crc32(sheetXml(ONE_ROW)), 1);
    await expect(rowsOf(forged)).rejects.toMatchObject({ code: 'table_file_not_a_table' });
  });
});

describe('A zip bomb', () => {
  it('is refused by the sizes its directory declares', async () => {
    await expect(rowsOf(await hollowWorkbook(65))).rejects.toMatchObject({
      code: 'table_file_zip_bomb',
      detail: expect.stringContaining('压缩比过高'),
    });
  });

  it('of less than the floor is left to the other checks', async () => {
    await expect(rowsOf(await hollowWorkbook(64))).rejects.toMatchObject({ code: 'table_file_not_a_table' });
  });

  it('declaring more than the total is refused', async () => {
    const bytes = forge(await hollowWorkbook(1), MIB, 1024 * MIB + 1);
    await expect(rowsOf(bytes)).rejects.toMatchObject({ detail: expect.stringContaining('超过 1 GB') });
  });

  it('whose directory lies is stopped at the first block, before a row is handed on', async () => {
    const rows = ONE_ROW.repeat(50_000);
    const lying = forge(await forgedWorkbook({ rows }), Buffer.byteLength(sheetXml(rows)), 100);
    const handedOn = jest.fn();
    const reading = (async () => {
      for await (const row of readTable(uploadOf(lying), { name: '花名册' })) handedOn(row);
    })();
    await expect(reading).rejects.toMatchObject({ code: 'table_file_not_a_table' });
    expect(handedOn).not.toHaveBeenCalled();
  });

  it('of too many parts is refused', async () => {
    const parts = Array.from({ length: 2001 }, (_, index): [string, string] => [`${index}`, '']);
    await expect(rowsOf(await zipOf(parts))).rejects.toMatchObject({
      code: 'table_file_zip_bomb',
    });
  });

  it('in the style table is refused before it is read', async () => {
    const styles = Buffer.concat([Buffer.alloc(33 * MIB, ' ')]);
    const bytes = await forgedWorkbook({ rows: ONE_ROW, parts: { 'xl/styles.xml': styles } });
    await expect(rowsOf(bytes)).rejects.toMatchObject({ code: 'table_file_zip_bomb' });
  });
});

describe('A table beyond a limit', () => {
  it('of bytes is refused, and its sender is heard out', async () => {
    let sent = 0;
    const blocks = function* () {
      for (; sent < 60; sent++) yield Buffer.alloc(MIB, 'a');
    };
    const source = Readable.from(blocks());
    const heardOut = new Promise((resolve) => source.once('end', resolve));
    await expect(allOf(readTable(source, { name: '大文件' }))).rejects.toMatchObject({
      code: 'table_file_too_large',
      status: 413,
      detail: '文件“大文件”超过 50 MB 的上限，请拆成几个文件分别上传。',
    });
    expect(sent * MIB).toBeGreaterThanOrEqual(UPLOAD_BYTES_LIMIT);
    await heardOut;
    expect(sent).toBe(60);
  });

  it.each`
    rowCount | refused
    ${3}     | ${false}
    ${4}     | ${true}
  `('of 3 rows with $rowCount of them is refused: $refused', async ({ rowCount, refused }) => {
    const reading = rowsOf(Buffer.from('1\r\n\r\n'.repeat(rowCount)), { sheetRowLimit: 3 });
    if (refused) await expect(reading).rejects.toMatchObject({ code: 'table_file_too_many_rows' });
    else await expect(reading).resolves.toHaveLength(rowCount);
  });

  it.each`
    column              | kind      | refused
    ${COLUMN_LIMIT - 1} | ${'xlsx'} | ${false}
    ${COLUMN_LIMIT}     | ${'xlsx'} | ${true}
    ${COLUMN_LIMIT - 1} | ${'csv'}  | ${false}
    ${COLUMN_LIMIT}     | ${'csv'}  | ${true}
  `(
    'of columns with text in column index $column of $kind is refused: $refused',
    async ({ column, kind, refused }) => {
      const bytes =
        kind === 'csv'
          ? Buffer.from(','.repeat(column) + 'x')
          : await forgedWorkbook({
              rows: `<row r="1">${'<c/>'.repeat(column)}<c><v>1</v></c><c s="0"/></row>`,
            });
      const reading = rowsOf(bytes);
      if (refused) await expect(reading).rejects.toMatchObject({ code: 'table_file_too_many_columns' });
      else await expect(reading).resolves.toHaveLength(1);
    },
  );

  it('of characters names row and column of the cell', async () => {
    const text = '长'.repeat(CELL_CHARACTER_LIMIT);
    await expect(rowsOf(Buffer.from(`a,${text}`))).resolves.toHaveLength(1);
    await expect(rowsOf(Buffer.from(`a\r\na,${text}长`))).rejects.toMatchObject({
      code: 'table_file_cell_too_long',
      facts: { rowNo: 2, column: 'B' },
    });
  });
});

describe('100,000 rows of 12 columns', () => {
  it('stream through without memory growing', async () => {
    const columns = Array.from({ length: 12 }, (_, index) => ({ title: `列${index}` }));
    const rows = function* () {
      for (let rowNo = 0; rowNo < 100_000; rowNo++) {
        yield columns.map((_, index) => `${rowNo}号的第${index}个值，不与别的相同`);
      }
    };
    const bytes = await bytesOf(writeXlsx(columns, rows()));
    const before = process.memoryUsage().rss;
    let peak = before;
    let rowCount = 0;
    for await (const row of readTable(uploadOf(bytes), { name: '花名册' })) {
      rowCount += row.cells.length === 12 ? 1 : 0;
      if (rowCount % 1000 === 0) peak = Math.max(peak, process.memoryUsage().rss);
    }
    expect(rowCount).toBe(100_001);
    expect((peak - before) / MIB).toBeLessThan(300);
  });
});
