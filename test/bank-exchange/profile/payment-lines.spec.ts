import type { BankProfile, OutLayout } from '../../../src/bank-exchange/profile/bank-profile';
import { fileNameOf, FileNameRefused, linesPerPart } from '../../../src/bank-exchange/profile/file-name';
import { paymentFile } from '../../../src/bank-exchange/profile/payment-file';
import {
  compileLineRenderer,
  PaymentFileRefused,
  renderHeader,
  renderLine,
  renderTrailer,
  type FileTotals,
  type PaymentLine,
} from '../../../src/bank-exchange/profile/payment-lines';
import { BUILT_IN_PROFILES } from '../../../src/bank-exchange/profile/profiles';

const { P1, P2 } = BUILT_IN_PROFILES;

const TOTALS: FileTotals = {
  batchNo: '20250301',
  versionNo: 2,
  producedOn: '2025-03-10',
  payerUnitNo: '659001',
  payerAccount: '6500123456789',
  lineCount: 2,
  totalFen: 288_005,
  partNo: 1,
  partCount: 1,
};

const LINE: PaymentLine = {
  serial: 7,
  payeeName: '张三',
  accountNumber: '6217001234567890123',
  citizenId: '659900196001011234',
  amountFen: 144_000,
  bankName: null,
  bankCode: null,
  note: '3月',
};

/** P2 with another payment file; its return does not matter here. */
function sending(out: Partial<OutLayout> & Record<string, unknown>): BankProfile {
  return { ...P2, out: { ...P2.out, ...out } as OutLayout };
}

const FIXED = sending({
  kind: 'FIXED_WIDTH',
  charset: 'GBK',
  columns: [
    { field: 'serial', width: 6, align: 'RIGHT', pad: '0' },
    { field: 'accountNumber', width: 20, align: 'LEFT', pad: ' ' },
    { field: 'payeeName', width: 8, align: 'LEFT', pad: ' ' },
    { field: 'amount', amountUnit: 'FEN', width: 10, align: 'RIGHT', pad: '0' },
  ],
  trailer: [
    { field: 'constant', text: 'END', width: 4, align: 'LEFT', pad: ' ' },
    { field: 'lineCount', width: 4, align: 'RIGHT', pad: ' ' },
    { field: 'total', amountUnit: 'YUAN', width: 12, align: 'RIGHT', pad: '0' },
  ],
});

describe('The payment file of P1', () => {
  it('is GBK with CRLF, byte for byte', () => {
    const file = paymentFile(P1, TOTALS);
    expect(file.header().toString('latin1')).toBe(
      '20250301|2|20250310|659001|6500123456789|CNY|2|2880.05\r\n',
    );
    expect(file.lines([LINE, { ...LINE, serial: 8, payeeName: '阿·买', amountFen: 5 }]).toString('hex')).toBe(
      [
        '377c', // 7|
        'd5c5c8fd7c', // 张三|
        '313434302e30307c', // 1440.00|
        '363231373030313233343536373839303132337c',
        '3635393030317c30317c', // 659001|01|
        '3635393930303139363030313031313233347c310d0a',
        '387cb0a2a1a4c2f27c302e30357c', // 8|阿·买|0.05|
        '363231373030313233343536373839303132337c3635393030317c30317c',
        '3635393930303139363030313031313233347c310d0a',
      ].join(''),
    );
    expect(file.trailer()).toHaveLength(0);
  });

  it('has the same bytes however its lines are cut into blocks', () => {
    const lines = Array.from({ length: 10 }, (_, index) => ({ ...LINE, serial: index + 1 }));
    const file = paymentFile(P1, TOTALS);
    const byOne = Buffer.concat(lines.map((line) => file.lines([line])));
    expect(byOne.equals(file.lines(lines))).toBe(true);
  });
});

describe('The payment file of P2', () => {
  it('has no header, and holds rare characters in GB18030', () => {
    const file = paymentFile(P2, TOTALS);
    expect(file.header()).toHaveLength(0);
    expect(file.lines([{ ...LINE, payeeName: '\u3402\u{20164}' }]).toString('hex')).toBe(
      '377c363231373030313233343536373839303132337c' + '8139ef319532a632' + '7c313434302e30307c33d4c20d0a',
    );
  });

  it('begins with the byte order mark in UTF-8-BOM, and ends its lines with LF when told', () => {
    const file = paymentFile(sending({ charset: 'UTF-8-BOM', lineEnd: 'LF' }), TOTALS);
    expect(file.header().toString('hex')).toBe('efbbbf');
    expect(file.lines([LINE]).toString('utf8')).toBe('7|6217001234567890123|张三|1440.00|3月\n');
  });
});

describe('Amounts', () => {
  it.each`
    amountFen                  | yuan                   | fen
    ${1}                       | ${'0.01'}              | ${'1'}
    ${10}                      | ${'0.10'}              | ${'10'}
    ${99}                      | ${'0.99'}              | ${'99'}
    ${100}                     | ${'1.00'}              | ${'100'}
    ${144_000}                 | ${'1440.00'}           | ${'144000'}
    ${114_334_005}             | ${'1143340.05'}        | ${'114334005'}
    ${Number.MAX_SAFE_INTEGER} | ${'90071992547409.91'} | ${'9007199254740991'}
  `('of $amountFen fen are written $yuan or $fen', ({ amountFen, yuan, fen }) => {
    const inYuan = sending({ columns: [{ field: 'amount', amountUnit: 'YUAN' }] });
    const inFen = sending({ columns: [{ field: 'amount', amountUnit: 'FEN' }] });
    expect(renderLine(inYuan, TOTALS, { ...LINE, amountFen })).toBe(`${yuan}\r\n`);
    expect(renderLine(inFen, TOTALS, { ...LINE, amountFen })).toBe(`${fen}\r\n`);
  });
});

describe('A line that cannot be sent', () => {
  it.each`
    field              | value          | problem
    ${'payeeName'}     | ${'张|三'}     | ${'第 7 笔：户名含有分隔符、换行、制表符、反斜杠或控制字符'}
    ${'payeeName'}     | ${'张\r三'}    | ${'第 7 笔：户名含有分隔符、换行、制表符、反斜杠或控制字符'}
    ${'payeeName'}     | ${'张\n三'}    | ${'第 7 笔：户名含有分隔符、换行、制表符、反斜杠或控制字符'}
    ${'note'}          | ${'3月\t'}     | ${'第 7 笔：备注含有分隔符、换行、制表符、反斜杠或控制字符'}
    ${'note'}          | ${'3月\\'}     | ${'第 7 笔：备注含有分隔符、换行、制表符、反斜杠或控制字符'}
    ${'note'}          | ${'3月\u2028'} | ${'第 7 笔：备注含有分隔符、换行、制表符、反斜杠或控制字符'}
    ${'note'}          | ${'\ufeff3月'} | ${'第 7 笔：备注含有分隔符、换行、制表符、反斜杠或控制字符'}
    ${'payeeName'}     | ${'张\ufffd'}  | ${'第 7 笔：户名含有分隔符、换行、制表符、反斜杠或控制字符'}
    ${'payeeName'}     | ${''}          | ${'第 7 笔：户名不能为空'}
    ${'accountNumber'} | ${''}          | ${'第 7 笔：账号不能为空'}
    ${'amountFen'}     | ${0}           | ${'第 7 笔：金额应大于零'}
    ${'amountFen'}     | ${-1}          | ${'第 7 笔：金额应大于零'}
    ${'amountFen'}     | ${1440.5}      | ${'第 7 笔：金额应大于零'}
  `('because its $field is $value says so', ({ field, value, problem }) => {
    const problems = renderLine(P2, TOTALS, { ...LINE, [field]: value });
    expect(problems).toEqual([
      { serial: 7, field: field === 'amountFen' ? 'amount' : field, message: problem },
    ]);
  });

  it('tells all its problems at once, without the account number', () => {
    const problems = renderLine(P2, TOTALS, {
      ...LINE,
      payeeName: '',
      accountNumber: '6217|00',
      amountFen: 0,
    });
    expect(problems).toHaveLength(3);
    expect(JSON.stringify(problems)).not.toContain('6217');
  });

  it('may hold the delimiter of another profile, and characters whose GBK bytes contain it', () => {
    expect(renderLine(sending({ delimiter: ',' }), TOTALS, { ...LINE, note: 'a|b' })).toContain('a|b');
    // 0x837C: the second byte is that of the delimiter.
    const sent = paymentFile(P1, TOTALS).lines([{ ...LINE, payeeName: '億' }]);
    expect(sent.subarray(0, 5).toString('hex')).toBe('377c837c7c');
  });

  it.each`
    field     | value     | delimiter
    ${'note'} | ${'3月+'} | ${'|+|'}
    ${'note'} | ${'3月|'} | ${'|+|'}
    ${'note'} | ${'a^b'}  | ${'^'}
    ${'note'} | ${'a,b'}  | ${','}
  `('because its $field $value holds a mark of the delimiter $delimiter', ({ field, value, delimiter }) => {
    expect(renderLine(sending({ delimiter }), TOTALS, { ...LINE, [field]: value })).toHaveLength(1);
  });

  it('because its charset lacks a character is named among its block, and nothing is replaced', () => {
    const file = paymentFile(P1, TOTALS);
    const block = [
      LINE,
      { ...LINE, serial: 8, payeeName: '阿\u2022买' },
      { ...LINE, serial: 9, payeeName: '王?' },
    ];
    const refused = refusalOf(() => file.lines(block));
    expect(refused).toEqual([
      { serial: 8, field: 'payeeName', message: '第 8 笔：户名中的“\u2022”不能用 GBK 表示' },
    ]);
  });

  it('is told together with the unencodable lines of its block', () => {
    const block = [
      { ...LINE, amountFen: 0 },
      { ...LINE, serial: 8, payeeName: '\u3402' },
    ];
    expect(refusalOf(() => paymentFile(P1, TOTALS).lines(block)).map(({ serial }) => serial)).toEqual([7, 8]);
  });
});

describe('A file whose own values cannot be written', () => {
  it.each`
    totals                         | message
    ${{ batchNo: '2025|03' }}      | ${'批次号含有分隔符、换行、制表符、反斜杠或控制字符'}
    ${{ payerUnitNo: '65\n9001' }} | ${'单位编号含有分隔符、换行、制表符、反斜杠或控制字符'}
    ${{ batchNo: '批\u3402' }}     | ${'“\u3402”不能用 GBK 表示'}
  `('is refused: $message', ({ totals, message }) => {
    const refused = refusalOf(() => paymentFile(P1, { ...TOTALS, ...totals }).header());
    expect(refused).toEqual([expect.objectContaining({ serial: null, message })]);
  });
});

describe('A file of fixed width', () => {
  it('counts widths in bytes, fills up, and never cuts', () => {
    expect(paymentFile(FIXED, TOTALS).lines([LINE]).toString('latin1')).toBe(
      '0000076217001234567890123 \xd5\xc5\xc8\xfd    0000144000\r\n',
    );
    expect(renderHeader(FIXED, TOTALS)).toBe('');
    expect(renderTrailer(FIXED, TOTALS)).toBe('END    2000002880.05\r\n');
  });

  it.each`
    payeeName         | problem
    ${'张三李四A'}    | ${'第 7 笔：户名有 9 个字节，超过列宽 8'}
    ${'阿卜杜买买提'} | ${'第 7 笔：户名有 12 个字节，超过列宽 8'}
    ${'\u3402'}       | ${'第 7 笔：户名含有不能用 GBK 表示的字'}
    ${'张\r'}         | ${'第 7 笔：户名含有换行、制表符、反斜杠或控制字符'}
  `('refuses $payeeName: $problem', ({ payeeName, problem }) => {
    const refused = refusalOf(() => paymentFile(FIXED, TOTALS).lines([{ ...LINE, payeeName }]));
    expect(refused).toEqual([{ serial: 7, field: 'payeeName', message: problem }]);
  });

  it('holds a name of exactly the width', () => {
    expect(compileLineRenderer(FIXED, TOTALS)({ ...LINE, payeeName: '张三李四' })).toContain('张三李四0000');
  });
});

describe('File names and parts', () => {
  it.each`
    pattern                               | name
    ${'DF_{unit}_{yyyyMMdd}_{batch}.txt'} | ${'DF_659001_20250310_20250301.txt'}
    ${'{batch}-v{version}-{part}.dat'}    | ${'20250301-v2-01.dat'}
  `('of $pattern are $name', ({ pattern, name }) => {
    expect(fileNameOf(sending({ fileName: pattern }), TOTALS)).toBe(name);
  });

  it.each(['a/b', '..\\b', 'a:b', 'a\u0000'])('refuse the batch number %j', (batchNo) => {
    expect(() => fileNameOf(P2, { ...TOTALS, batchNo })).toThrow(FileNameRefused);
  });

  it('take a number for a number, not for another placeholder or pattern', () => {
    expect(fileNameOf(P2, { ...TOTALS, payerUnitNo: '$&' })).toBe('DF_$&_20250310_20250301.txt');
  });

  it.each`
    limit   | lines | parts
    ${null} | ${5}  | ${[5]}
    ${null} | ${0}  | ${[0]}
    ${2}    | ${0}  | ${[0]}
    ${2}    | ${1}  | ${[1]}
    ${2}    | ${2}  | ${[2]}
    ${2}    | ${3}  | ${[2, 1]}
    ${2}    | ${5}  | ${[2, 2, 1]}
  `('split $lines lines at $limit into $parts', ({ limit, lines, parts }) => {
    expect(linesPerPart(sending({ maxLinesPerFile: limit }), lines)).toEqual(parts);
  });
});

function refusalOf(write: () => unknown) {
  try {
    write();
  } catch (error) {
    if (error instanceof PaymentFileRefused) return error.problems;
    throw error;
  }
  throw new Error('nothing was refused');
}
