import { encode } from 'iconv-lite';
import { rowsOf, textsOf } from './forged-workbook';

const MARK = '\uFEFF';

describe('The text of a csv file', () => {
  it.each`
    what                              | bytes                                                    | text
    ${'UTF-8 with mark'}              | ${Buffer.from(MARK + '姓名')}                            | ${'姓名'}
    ${'UTF-8 without mark'}           | ${Buffer.from('买买提·吐尔逊')}                          | ${'买买提·吐尔逊'}
    ${'GBK, undeclared'}              | ${encode('买买提·吐尔逊', 'gbk')}                        | ${'买买提·吐尔逊'}
    ${'GB18030 with rare characters'} | ${encode('\u3402\u{20164}\u9FCF\u{2B5AF}张', 'gb18030')} | ${'\u3402\u{20164}\u9FCF\u{2B5AF}张'}
    ${'GB18030 with another dot'}     | ${encode('买买提•吐尔逊', 'gb18030')}                    | ${'买买提•吐尔逊'}
    ${'ASCII'}                        | ${Buffer.from('AAC002')}                                 | ${'AAC002'}
  `('in $what is read', async ({ bytes, text }) => {
    expect(textsOf(await rowsOf(bytes))).toEqual([[text]]);
  });

  it('in GB18030 is read as declared even where it could be UTF-8', async () => {
    // The known case: these two characters in GBK are valid UTF-8 too.
    const bytes = encode('联通', 'gbk');
    expect(textsOf(await rowsOf(bytes, { charset: 'GB18030' }))).toEqual([['联通']]);
  });

  it.each`
    what                           | bytes                                                                                              | charset      | sentence
    ${'GBK declared as UTF-8'}     | ${encode('姓名,账号', 'gbk')}                                                                      | ${'UTF-8'}   | ${'声明为 UTF-8'}
    ${'GBK behind a UTF-8 mark'}   | ${Buffer.concat([Buffer.from(MARK), encode('姓名', 'gbk')])}                                       | ${undefined} | ${'声明为 UTF-8'}
    ${'UTF-8 with a damaged byte'} | ${Buffer.concat([Buffer.from('公民身份号码,姓名'), Buffer.from([0xe5, 0xbc]), Buffer.from('三')])} | ${undefined} | ${'有损坏的字符'}
    ${'UTF-16'}                    | ${Buffer.from(MARK + '姓名', 'utf16le')}                                                           | ${undefined} | ${'UTF-16'}
    ${'bytes of no charset'}       | ${Buffer.from([0xd5, 0xc5, 0xff, 0xff, 0x41])}                                                     | ${undefined} | ${'既不是 UTF-8，也不是 GBK'}
  `('in $what is refused', async ({ bytes, charset, sentence }) => {
    const reading = rowsOf(bytes, charset === undefined ? {} : { charset });
    await expect(reading).rejects.toMatchObject({
      code: 'table_file_encoding_wrong',
      detail: expect.stringMatching(`^文件编码.*${sentence}`),
    });
  });

  it.each([2, 3, 65_535, 262_143, 262_144])(
    'is decoded across block ends (%d bytes before)',
    async (count) => {
      const lines = `${'a'.repeat(100)},${'b'.repeat(99)}\n`.repeat(Math.ceil(count / 201)).slice(0, count);
      const rows = await rowsOf(Buffer.from(`${lines}\n张三`));
      expect(rows.at(-1)?.cells[0]?.text).toBe('张三');
    },
  );
});

describe('The cells of a csv file', () => {
  it.each`
    what                               | text                      | rows
    ${'commas and CRLF'}               | ${'a,b\r\nc,d\r\n'}       | ${[['a', 'b'], ['c', 'd']]}
    ${'commas and LF'}                 | ${'a,b\nc,d'}             | ${[['a', 'b'], ['c', 'd']]}
    ${'line ends mixed'}               | ${'a,b\r\nc,d\ne,f\r\n'}  | ${[['a', 'b'], ['c', 'd'], ['e', 'f']]}
    ${'tabs'}                          | ${'a\tb\nc,1\td'}         | ${[['a', 'b'], ['c,1', 'd']]}
    ${'a title above a tab table'}     | ${'花名册\n姓名\t账号\n'} | ${[['花名册'], ['姓名', '账号']]}
    ${'quotes'}                        | ${'"a,1","b ""x"""\n'}    | ${[['a,1', 'b "x"']]}
    ${'a line break in a cell'}        | ${'"a\nb",c\n'}           | ${[['a\nb', 'c']]}
    ${'a quote inside a plain cell'}   | ${'a"b,c\n'}              | ${[['a"b', 'c']]}
    ${'rows of different length'}      | ${'a,b,c\nd\n,,\ne,,\n'}  | ${[['a', 'b', 'c'], ['d'], ['e']]}
    ${'leading zeros'}                 | ${'0012\n'}               | ${[['0012']]}
    ${'digits kept as text for Excel'} | ${'="0012",x\n'}          | ${[['0012', 'x']]}
    ${'an escaped formula'}            | ${"'=1+1,'-5,'张\n"}      | ${[['=1+1', '-5', "'张"]]}
    ${'a shortened account'}           | ${'6.21E+18,x\n'}         | ${[['6.21E+18', 'x']]}
  `('with $what are read', async ({ text, rows }) => {
    expect(textsOf(await rowsOf(Buffer.from(text)))).toEqual(rows);
  });

  it('keep the number of their row past blank ones and line breaks in cells', async () => {
    const rows = await rowsOf(Buffer.from('\r\n姓名\r\n\r\n"张\n三"\r\n,,\r\n李四\r\n\r\n\r\n'));
    expect(rows.map((row) => row.rowNo)).toEqual([2, 4, 6]);
  });
});
