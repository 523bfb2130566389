import { encode } from 'iconv-lite';
import type { BankProfile, ReturnLayout } from '../../../src/bank-exchange/profile/bank-profile';
import { BUILT_IN_PROFILES } from '../../../src/bank-exchange/profile/profiles';
import { readReturn, type ReturnItem } from '../../../src/bank-exchange/profile/return-lines';

const { P1, P2 } = BUILT_IN_PROFILES;

/** P2 with another return file. */
function returning(layout: Partial<ReturnLayout> & Record<string, unknown>): BankProfile {
  return { ...P2, return: { ...P2.return, ...layout } as ReturnLayout };
}

const HEADER = '20250301|2|20250310|659001|6500123456789|CNY|2|2880.05';
const PAID = '7|张三|1440.00|6217001234567890123|659001|01|659900196001011234|1|1|0000|交易成功|20250311|B01';
const FAILED = '8|阿·买|0.05|6217001234567890124|659001|01|659900196001011234|1|2|0001|户名不符||';
/** A line of P2: serial, account, name, amount, note, then the bank's answer. */
const SHORT = '7|62170001|张三|1440.00|3月|1|0000||20250311|B01';

async function read(bytes: Buffer, profile: BankProfile, chunkLength = bytes.length): Promise<ReturnItem[]> {
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunkLength) yield bytes.subarray(at, at + chunkLength);
  }
  const items: ReturnItem[] = [];
  for await (const item of readReturn(chunks(), profile)) items.push(item);
  return items;
}

const readGbk = (text: string, profile: BankProfile) => read(encode(text, 'gb18030'), profile);

/** `LINE 1`, `PROBLEM 2: ...`: what came out, in short. */
function outline(items: readonly ReturnItem[]): string[] {
  return items.map((item) =>
    item.kind === 'PROBLEM' ? `PROBLEM ${item.lineNo}: ${item.message}` : `${item.kind} ${item.lineNo}`,
  );
}

describe('The full return of P1', () => {
  it('gives the header with its control totals and every line', async () => {
    expect(await readGbk(`${HEADER}\r\n${PAID}\r\n${FAILED}\r\n`, P1)).toEqual([
      {
        kind: 'HEADER',
        lineNo: 1,
        batchNo: '20250301',
        versionNo: 2,
        producedOn: '2025-03-10',
        payerUnitNo: '659001',
        payerAccount: '6500123456789',
        lineCount: 2,
        totalFen: 288_005,
        partNo: null,
        partCount: null,
      },
      {
        kind: 'LINE',
        lineNo: 2,
        serial: 7,
        accountNumber: '6217001234567890123',
        payeeName: '张三',
        amountFen: 144_000,
        outcome: '00',
        bankCode: '0000',
        bankMessage: '交易成功',
        postedOn: '2025-03-11',
        bankSerial: 'B01',
      },
      {
        kind: 'LINE',
        lineNo: 3,
        serial: 8,
        accountNumber: '6217001234567890124',
        payeeName: '阿·买',
        amountFen: 5,
        outcome: '01',
        bankCode: '0001',
        bankMessage: '户名不符',
        postedOn: null,
        bankSerial: null,
      },
    ]);
  });

  it.each`
    header                                    | problem
    ${HEADER.replace('CNY', 'USD')}           | ${'首行第 6 列应为“CNY”'}
    ${HEADER.replace('2880.05', '2880.055')}  | ${'首行总金额不能识别'}
    ${HEADER.replace('20250310', '20250230')} | ${'首行制表日期不能识别'}
    ${HEADER.replace('|CNY|2|', '|USD|x|')}   | ${'首行第 6 列应为“CNY”；总笔数不能识别'}
    ${PAID}                                   | ${'首行应有 8 列，实有 13 列'}
  `('reports the header $header', async ({ header, problem }) => {
    expect(outline(await readGbk(`${header}\n${PAID}\n`, P1))).toEqual([`PROBLEM 1: ${problem}`, 'LINE 2']);
  });
});

describe('The bytes of a return file', () => {
  it.each`
    situation                      | text
    ${'CRLF'}                      | ${`${SHORT}\r\n${SHORT}\r\n`}
    ${'LF'}                        | ${`${SHORT}\n${SHORT}\n`}
    ${'both'}                      | ${`${SHORT}\r\n${SHORT}\n`}
    ${'no line end at the end'}    | ${`${SHORT}\r\n${SHORT}`}
    ${'a lone CR at the end'}      | ${`${SHORT}\n${SHORT}\r`}
    ${'blank lines at the end'}    | ${`${SHORT}\n${SHORT}\n\r\n  \n\n`}
    ${'blanks around every value'} | ${`${SHORT}\n${SHORT.replaceAll('|', ' | ')} \n`}
    ${'a byte order mark'}         | ${`\ufeff${SHORT}\n${SHORT}\n`}
  `('may have $situation', async ({ text }) => {
    const items = await readGbk(text, P2);
    expect(outline(items)).toEqual(['LINE 1', 'LINE 2']);
    expect(items[1]).toEqual({ ...items[0], lineNo: 2 });
  });

  it.each`
    charset        | mark        | ok
    ${'UTF-8'}     | ${''}       | ${true}
    ${'UTF-8'}     | ${'efbbbf'} | ${true}
    ${'UTF-8-BOM'} | ${''}       | ${true}
    ${'UTF-8-BOM'} | ${'efbbbf'} | ${true}
  `('in $charset may begin with "$mark"', async ({ charset, mark }) => {
    const bytes = Buffer.concat([Buffer.from(mark, 'hex'), Buffer.from(`${SHORT}\n`)]);
    const [line] = await read(bytes, returning({ charset }));
    expect(line).toMatchObject({ kind: 'LINE', serial: 7, payeeName: '张三' });
  });

  it.each`
    charset      | mark        | problem
    ${'GBK'}     | ${'efbbbf'} | ${'文件带有 UTF-8 标记，方案约定 GBK，整份文件没有读取'}
    ${'GB18030'} | ${'efbbbf'} | ${'文件带有 UTF-8 标记，方案约定 GB18030，整份文件没有读取'}
    ${'GBK'}     | ${'fffe'}   | ${'文件是 UTF-16 编码，方案约定 GBK，整份文件没有读取'}
    ${'UTF-8'}   | ${'feff'}   | ${'文件是 UTF-16 编码，方案约定 UTF-8，整份文件没有读取'}
  `('declared $charset are refused as a whole after $mark', async ({ charset, mark, problem }) => {
    const bytes = Buffer.concat([Buffer.from(mark, 'hex'), Buffer.from(`${SHORT}\n${SHORT}\n`)]);
    expect(outline(await read(bytes, returning({ charset })))).toEqual([`PROBLEM 1: ${problem}`]);
  });

  it('that are bad spoil their own line only', async () => {
    const good = encode(`${SHORT}\n`, 'gbk');
    // A lead byte right before the line end must not swallow it.
    const bad = encode(`7|62170001|张?|1440.00|3月|1|0000||20250311|B\n`, 'gbk');
    bad[bad.indexOf(0x3f)] = 0xff;
    const lead = Buffer.concat([good.subarray(0, -1), Buffer.from([0xd5, 0x0a])]);
    const items = await read(Buffer.concat([good, bad, lead, good]), returning({ charset: 'GBK' }));
    expect(outline(items)).toEqual([
      'LINE 1',
      'PROBLEM 2: 含有不是 GBK 编码的字节',
      'PROBLEM 3: 含有不是 GBK 编码的字节',
      'LINE 4',
    ]);
  });

  it('in GBK declared as UTF-8 are a problem on each line that is not ASCII', async () => {
    const ascii = SHORT.replace('张三', 'ZHANG').replace('3月', '');
    const items = await read(encode(`${SHORT}\n${ascii}\n`, 'gbk'), returning({ charset: 'UTF-8' }));
    expect(outline(items)).toEqual(['PROBLEM 1: 含有不是 UTF-8 编码的字节', 'LINE 2']);
  });

  it('in GBK are decoded before they are cut: a second byte may be that of the delimiter', async () => {
    const bytes = encode(SHORT.replace('张三', '億'), 'gbk');
    expect(bytes.includes(Buffer.from('837c', 'hex'))).toBe(true);
    expect(await read(bytes, P2)).toEqual([expect.objectContaining({ payeeName: '億', amountFen: 144_000 })]);
  });

  it('give the same items in whatever pieces they arrive', async () => {
    const long = 'x'.repeat(65_537);
    const text = `${HEADER}\r\n${PAID}\r\n\r\n${FAILED.replace('阿', '\u3402')}\n?|\n${long}\r\n${PAID}`;
    const bytes = Buffer.concat([encode(text, 'gb18030'), Buffer.from([0x0a, 0xff, 0x0a])]);
    const profile = { ...P1, return: { ...P1.return, charset: 'GB18030' as const } };
    const whole = await read(bytes, profile);
    for (const chunkLength of [7, 64, 1000, 65_536]) {
      expect(await read(bytes, profile, chunkLength)).toEqual(whole);
    }
    expect(outline(whole)).toEqual([
      'HEADER 1',
      'LINE 2',
      'PROBLEM 3: 空行',
      'LINE 4',
      'PROBLEM 5: 应有 13 列，实有 2 列',
      'PROBLEM 6: 一行超过 65536 个字节，不是回盘文件的行',
      'LINE 7',
      'PROBLEM 8: 含有不是 GB18030 编码的字节',
    ]);
  });

  it.each([1, 2, 3])('may arrive in pieces of %i', async (chunkLength) => {
    const bytes = encode(`${HEADER}\r\n${PAID}\r\n\r\n${FAILED}`, 'gbk');
    expect(await read(bytes, P1, chunkLength)).toEqual(await read(bytes, P1));
  });

  it.each([100, 1000, 200_000])(
    'without any line end are not gathered in memory, in chunks of %i',
    async (length) => {
      const items = await read(Buffer.alloc(150_000, 0x31), P2, length);
      expect(outline(items)).toEqual(['PROBLEM 1: 一行超过 65536 个字节，不是回盘文件的行']);
    },
  );

  it.each`
    situation      | text          | profile
    ${'nothing'}   | ${''}         | ${P1}
    ${'line ends'} | ${'\r\n\r\n'} | ${P2}
  `('that are $situation say that the file is empty', async ({ text, profile }) => {
    expect(outline(await readGbk(text, profile))).toEqual(['PROBLEM 1: 文件是空的']);
  });
});

describe('A line of a return', () => {
  it.each`
    situation                       | line                                                | problem
    ${'a column too few'}           | ${SHORT.replace('|B01', '')}                        | ${'应有 10 列，实有 9 列'}
    ${'a delimiter in the message'} | ${SHORT.replace('0000|', '0000|a|')}                | ${'应有 10 列，实有 11 列'}
    ${'no serial'}                  | ${SHORT.replace('7|', '|')}                         | ${'序号不是整数'}
    ${'words for a serial'}         | ${SHORT.replace('7|', '7a|')}                       | ${'序号不是整数'}
    ${'a negative serial'}          | ${SHORT.replace('7|', '-7|')}                       | ${'序号不是整数'}
    ${'a serial of 16 digits'}      | ${SHORT.replace('7|', '7000000000000000|')}         | ${'序号不是整数'}
    ${'no account'}                 | ${SHORT.replace('62170001', '')}                    | ${'缺少账号'}
    ${'a third decimal'}            | ${SHORT.replace('.00', '.005')}                     | ${'金额不是元（最多两位小数）'}
    ${'a thousands separator'}      | ${SHORT.replace('1440', '1,440')}                   | ${'金额不是元（最多两位小数）'}
    ${'a negative amount'}          | ${SHORT.replace('1440', '-1440')}                   | ${'金额不是元（最多两位小数）'}
    ${'an exponent'}                | ${SHORT.replace('1440.00', '1.44E3')}               | ${'金额不是元（最多两位小数）'}
    ${'a date that does not exist'} | ${SHORT.replace('20250311', '20250230')}            | ${'入账日期不是约定的日期格式'}
    ${'a date in another format'}   | ${SHORT.replace('20250311', '2025-03-11')}          | ${'入账日期不是约定的日期格式'}
    ${'a CR in the middle'}         | ${SHORT.replace('0000||', '0000|a\rb|')}            | ${'含有控制字符'}
    ${'a NUL'}                      | ${SHORT.replace('0000||', '0000|\u0000|')}          | ${'含有控制字符'}
    ${'two faults'}                 | ${SHORT.replace('7|', 'x|').replace('.00', '.0.0')} | ${'序号不是整数；金额不是元（最多两位小数）'}
  `('with $situation is a problem, and the next line is read', async ({ line, problem }) => {
    const items = await readGbk(`${line}\n${SHORT}\n`, P2);
    expect(outline(items)).toEqual([`PROBLEM 1: ${problem}`, 'LINE 2']);
    expect(JSON.stringify(items[0])).not.toContain('6217');
  });

  it.each`
    written                    | amountFen
    ${'1440.00'}               | ${144_000}
    ${'1440.5'}                | ${144_050}
    ${'1440'}                  | ${144_000}
    ${'0.05'}                  | ${5}
    ${'000000000000001440.00'} | ${144_000}
    ${'0'}                     | ${0}
  `('with the amount $written is $amountFen fen', async ({ written, amountFen }) => {
    expect(await readGbk(SHORT.replace('1440.00', written), P2)).toEqual([
      expect.objectContaining({ amountFen }),
    ]);
  });

  it('may be blank in the middle, and then is told', async () => {
    const text = `\n${SHORT}\n\n \r\n\n${SHORT}\n`;
    expect(outline(await readGbk(text, P2))).toEqual([
      'PROBLEM 1: 空行',
      'LINE 2',
      'PROBLEM 3: 连续 3 个空行',
      'LINE 6',
    ]);
  });

  it('keeps words nobody has mapped as they came, as 99', async () => {
    const [line] = await readGbk(SHORT.replace('1|0000||', '2|X7|请联系\\网点|'), P2);
    expect(line).toMatchObject({ outcome: '99', bankCode: 'X7', bankMessage: '请联系\\网点' });
  });
});
