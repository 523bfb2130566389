import iconv from 'iconv-lite';
import {
  type BankLine,
  type BankRow,
  BankRefusedFile,
  IN_PROCESS,
  PAID,
  REFUSED,
  RETURNED,
  UNHEARD_OF,
  answerPaymentFile,
  readPaymentFile,
} from '../../demo/bank-simulator';
import { readReturn } from '../../src/bank-exchange/profile/return-lines';
import { BUILT_IN_PROFILES } from '../../src/bank-exchange/profile/profiles';

/** 珅 ends in 0x7C in GBK, the byte of the delimiter: cut by bytes, the line would break there. */
const P1_TEXT =
  'B202503|1|20250325|U001|3011000001|CNY|3|360.00\r\n' +
  '1|阿依古丽·买买提|120.00|6299000123456789012|U001|01|659900194001010027|1\r\n' +
  '2|王珅|120.00|30012345678901234|U001|01|659900193505050011|1\r\n' +
  '3|欧阳秀兰|120.00|6299000999999999999|U001|01|659900193807070023|1\r\n';
const P1_FILE = iconv.encode(P1_TEXT, 'gbk');

const P2_FILE = iconv.encode(
  '1|6299000123456789012|王\u3402|560.00|采暖费\r\n2|30012345678901234|李\u{20164}|560.00|采暖费\r\n',
  'gb18030',
);

const everyone = (row: BankRow) => () => [row];

function answerP1(decide: (line: BankLine) => readonly BankRow[]): string[] {
  return textOf(answerPaymentFile(P1_FILE, { format: 'P1', postedOn: '2025-03-26', decide }));
}

function textOf(file: Buffer): string[] {
  return iconv.decode(file, 'gbk').split('\r\n');
}

describe('The simulated bank, given a payment file', () => {
  it('reads serial, name, account and amount of P1', () => {
    expect(readPaymentFile(P1_FILE, 'P1')).toMatchObject({
      totalFen: 360_00,
      lines: [
        {
          serial: '1',
          payeeName: '阿依古丽·买买提',
          accountNumber: '6299000123456789012',
          amountFen: 120_00,
        },
        { serial: '2', payeeName: '王珅', accountNumber: '30012345678901234', amountFen: 120_00 },
        { serial: '3', payeeName: '欧阳秀兰', accountNumber: '6299000999999999999', amountFen: 120_00 },
      ],
    });
  });

  it('reads the rare characters of P2 in GB18030', () => {
    expect(readPaymentFile(P2_FILE, 'P2').lines.map((line) => line.payeeName)).toEqual([
      '王\u3402',
      '李\u{20164}',
    ]);
  });

  it.each`
    why                         | from                          | to
    ${'another count'}          | ${'CNY|3|360.00'}             | ${'CNY|4|360.00'}
    ${'another total'}          | ${'CNY|3|360.00'}             | ${'CNY|3|360.01'}
    ${'a header cell too many'} | ${'CNY|3|'}                   | ${'CNY||3|'}
    ${'a line cell too many'}   | ${'王珅|'}                    | ${'王|珅|'}
    ${'a lost character'}       | ${'阿依古丽·买买提'}          | ${'阿依古丽?买买提'}
    ${'a serial twice'}         | ${'\r\n2|'}                   | ${'\r\n1|'}
    ${'an amount of nothing'}   | ${'珅|120.00'}                | ${'珅|0.00'}
    ${'no final line end'}      | ${'659900193807070023|1\r\n'} | ${'659900193807070023|1'}
  `('refuses it for $why', ({ from, to }) => {
    expect(P1_TEXT).toContain(from);
    const file = iconv.encode(P1_TEXT.replace(from, to), 'gbk');

    expect(() => readPaymentFile(file, 'P1')).toThrow(BankRefusedFile);
  });
});

describe('The return of the simulated bank', () => {
  it('repeats header and lines and adds what became of each', () => {
    const replies: Record<string, BankRow> = {
      1: { reply: PAID },
      2: { reply: REFUSED.nameMismatch },
      3: { reply: IN_PROCESS },
    };

    expect(answerP1((line) => [replies[line.serial] ?? { reply: UNHEARD_OF }])).toEqual([
      'B202503|1|20250325|U001|3011000001|CNY|3|360.00',
      '1|阿依古丽·买买提|120.00|6299000123456789012|U001|01|659900194001010027|1|1|0000|交易成功|20250326|70000000',
      '2|王珅|120.00|30012345678901234|U001|01|659900193505050011|1|2|0001|户名不符||70000001',
      '3|欧阳秀兰|120.00|6299000999999999999|U001|01|659900193807070023|1|3|0013|银行处理中||70000002',
      '',
    ]);
  });

  it('has no header for P2 and keeps its rare characters', () => {
    const file = answerPaymentFile(P2_FILE, {
      format: 'P2',
      postedOn: '2025-08-26',
      decide: everyone({ reply: PAID }),
    });

    expect(iconv.decode(file, 'gb18030')).toBe(
      '1|6299000123456789012|王\u3402|560.00|采暖费|1|0000|交易成功|20250826|70000000\r\n' +
        '2|30012345678901234|李\u{20164}|560.00|采暖费|1|0000|交易成功|20250826|70000001\r\n',
    );
  });

  it('is the same bytes for the same file and decisions', () => {
    const session = { format: 'P1', postedOn: '2025-03-26', decide: everyone({ reply: PAID }) } as const;

    expect(answerPaymentFile(P1_FILE, session).equals(answerPaymentFile(P1_FILE, session))).toBe(true);
  });

  it('leaves out a line nothing is said of, and counts what is left', () => {
    const lines = answerP1((line) => (line.serial === '2' ? [] : [{ reply: PAID }]));

    expect(lines[0]).toMatch(/\|2\|240\.00$/);
    expect(lines.slice(1, 3).map((line) => line.split('|')[0])).toEqual(['1', '3']);
  });

  it.each`
    how                        | rows                                                       | serials          | total
    ${'repeats a row'}         | ${[{ reply: PAID }, { reply: PAID }]}                      | ${['1', '1']}    | ${'240.00'}
    ${'adds a strange serial'} | ${[{ reply: PAID }, { reply: PAID, serial: '9001' }]}      | ${['1', '9001']} | ${'240.00'}
    ${'changes the amount'}    | ${[{ reply: PAID, amountFen: 119_99 }]}                    | ${['1']}         | ${'119.99'}
    ${'changes the account'}   | ${[{ reply: PAID, accountNumber: '6299000000000000000' }]} | ${['1']}         | ${'120.00'}
    ${'changes the name'}      | ${[{ reply: PAID, payeeName: '阿依古丽' }]}                | ${['1']}         | ${'120.00'}
  `('$how when told to', ({ rows, serials, total }) => {
    const lines = answerP1((line) => (line.serial === '1' ? rows : []));
    const told = rows.at(-1) as BankRow;

    expect(lines.slice(1, -1).map((line) => line.split('|')[0])).toEqual(serials);
    expect(lines[0]?.endsWith(`|${serials.length}|${total}`)).toBe(true);
    if (told.accountNumber) expect(lines[1]).toContain(`|${told.accountNumber}|`);
    if (told.payeeName) expect(lines[1]).toContain(`|${told.payeeName}|`);
  });

  it('states wrong totals when told to', () => {
    const file = answerPaymentFile(P1_FILE, {
      format: 'P1',
      postedOn: '2025-03-26',
      decide: everyone({ reply: PAID }),
      statedTotals: { lineCount: 4, totalFen: 480_00 },
    });

    expect(textOf(file)[0]).toMatch(/\|4\|480\.00$/);
  });
});

describe('The system, given the return of the simulated bank', () => {
  it.each`
    reply                           | outcome
    ${PAID}                         | ${'00'}
    ${REFUSED.nameMismatch}         | ${'01'}
    ${REFUSED.noSuchAccount}        | ${'02'}
    ${REFUSED.accountClosed}        | ${'03'}
    ${REFUSED.accountFrozen}        | ${'04'}
    ${REFUSED.cardLost}             | ${'05'}
    ${REFUSED.accountDormant}       | ${'06'}
    ${REFUSED.overLimit}            | ${'07'}
    ${REFUSED.notSettlementAccount} | ${'08'}
    ${REFUSED.documentMismatch}     | ${'09'}
    ${REFUSED.duplicate}            | ${'10'}
    ${REFUSED.payerShortOfFunds}    | ${'11'}
    ${IN_PROCESS}                   | ${'13'}
    ${RETURNED}                     | ${'14'}
    ${UNHEARD_OF}                   | ${'99'}
  `('reads $reply.message as $outcome, in both layouts', async ({ reply, outcome }) => {
    const session = { postedOn: '2025-03-26', decide: everyone({ reply }) };
    const p1 = answerPaymentFile(P1_FILE, { ...session, format: 'P1' });
    const p2 = answerPaymentFile(P2_FILE, { ...session, format: 'P2' });

    expect(await outcomesOf(p1, 'P1')).toEqual(['HEADER', outcome, outcome, outcome]);
    expect(await outcomesOf(p2, 'P2')).toEqual([outcome, outcome]);
  });
});

async function outcomesOf(file: Buffer, format: 'P1' | 'P2'): Promise<string[]> {
  const seen: string[] = [];
  async function* source() {
    yield await Promise.resolve(file);
  }
  for await (const item of readReturn(source(), BUILT_IN_PROFILES[format])) {
    seen.push(item.kind === 'LINE' ? item.outcome : item.kind === 'PROBLEM' ? item.message : item.kind);
  }
  return seen;
}
