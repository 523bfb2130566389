import { Readable } from 'node:stream';
import { encode } from 'iconv-lite';
import type { BankProfile, ReturnLayout } from '../../../src/bank-exchange/profile/bank-profile';
import { BUILT_IN_PROFILES } from '../../../src/bank-exchange/profile/profiles';
import { readReturn, type ReturnItem } from '../../../src/bank-exchange/profile/return-lines';

const { P1, P2 } = BUILT_IN_PROFILES;

const HEADER = '20250301|2|20250310|659001|6500123456789|CNY|2|2880.05';
const SHORT = '7|62170001|张三|1440.00|3月|1|0000||20250311|B01';

/** P2 with another return file. */
function returning(layout: Partial<ReturnLayout> & Record<string, unknown>): BankProfile {
  return { ...P2, return: { ...P2.return, ...layout } as ReturnLayout };
}

async function readGbk(text: string, profile: BankProfile): Promise<ReturnItem[]> {
  async function* bytes() {
    yield encode(text, 'gbk');
  }
  const items: ReturnItem[] = [];
  for await (const item of readReturn(bytes(), profile)) items.push(item);
  return items;
}

/** `LINE 1`, `PROBLEM 2: ...`: what came out, in short. */
function outline(items: readonly ReturnItem[]): string[] {
  return items.map((item) =>
    item.kind === 'PROBLEM' ? `PROBLEM ${item.lineNo}: ${item.message}` : `${item.kind} ${item.lineNo}`,
  );
}

describe('A return with a trailer', () => {
  const profile = returning({
    trailer: [
      { field: 'constant', text: 'T' },
      { field: 'lineCount' },
      { field: 'total', amountUnit: 'FEN' },
    ],
  });

  it('gives its control totals last, and reads both lines before it', async () => {
    const items = await readGbk(`${SHORT}\n${SHORT}\nT|2|288000\n\n`, profile);
    expect(outline(items)).toEqual(['LINE 1', 'LINE 2', 'TRAILER 3']);
    expect(items[2]).toMatchObject({ lineCount: 2, totalFen: 288_000, batchNo: null });
  });

  it('cut off in the middle reports the missing trailer and keeps the lines before', async () => {
    const items = await readGbk(`${SHORT}\n${SHORT}\n`, profile);
    expect(outline(items)).toEqual(['LINE 1', 'PROBLEM 2: 末行应有 3 列，实有 10 列']);
  });

  it('that is only a header reports the missing trailer', async () => {
    const withHeader = returning({ header: P1.return.header, trailer: profile.return.trailer });
    expect(outline(await readGbk(`${HEADER}\n`, withHeader))).toEqual([
      'HEADER 1',
      'PROBLEM 1: 缺少末行的汇总',
    ]);
  });
});

describe('A return of fixed width', () => {
  const profile = returning({
    kind: 'FIXED_WIDTH',
    charset: 'GBK',
    header: [{ field: 'lineCount', width: 6, align: 'RIGHT', pad: '0' }],
    columns: [
      { field: 'serial', width: 6, align: 'RIGHT', pad: '0' },
      { field: 'accountNumber', width: 10, align: 'LEFT', pad: ' ' },
      { field: 'payeeName', width: 8, align: 'LEFT', pad: ' ' },
      { field: 'amount', amountUnit: 'FEN', width: 20, align: 'RIGHT', pad: '0' },
      { field: 'feedbackKind', width: 1, align: 'LEFT', pad: ' ' },
      { field: 'bankCode', width: 4, align: 'LEFT', pad: ' ' },
    ],
  });
  const line = '00000762170001  张三    000000000000001440001' + '0000';

  it('is cut by bytes', async () => {
    const items = await readGbk(`000001\r\n${line}\r\n`, profile);
    expect(items).toEqual([
      expect.objectContaining({ kind: 'HEADER', lineCount: 1 }),
      expect.objectContaining({
        serial: 7,
        accountNumber: '62170001',
        payeeName: '张三',
        amountFen: 144_000,
        outcome: '00',
      }),
    ]);
  });

  it.each(['UTF-8', 'GB18030'] as const)('in %s may begin with a byte order mark', async (charset) => {
    const marked = { ...profile, return: { ...profile.return, charset } };
    const bytes = encode('\ufeff000001\n', charset);
    const items: ReturnItem[] = [];
    for await (const item of readReturn(Readable.from([bytes]), marked)) items.push(item);
    expect(outline(items)).toEqual(['HEADER 1']);
  });

  it('refuses a line of another length, and a character cut in two', async () => {
    const shifted = line.replace('62170001  张三    ', '62170001 张三     ');
    expect(outline(await readGbk(`000001\n${line} \n${line.slice(1)}\n${shifted}\n`, profile))).toEqual([
      'HEADER 1',
      'PROBLEM 2: 应有 49 个字节，实有 50 个',
      'PROBLEM 3: 应有 49 个字节，实有 48 个',
      'PROBLEM 4: 含有不是 GBK 编码的字节',
    ]);
  });
});
