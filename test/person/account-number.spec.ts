import { maskAccountNumber, readAccountNumber, readBankCode } from '../../src/person/account-number';

/** Made up; passes Luhn. */
const CARD = '6299990000000000004';

describe('Reading an account number', () => {
  it.each`
    what                             | text                         | accountNumber
    ${'a card'}                      | ${CARD}                      | ${CARD}
    ${'groups of four'}              | ${'6299 9900 0000 0000 004'} | ${CARD}
    ${'fullwidth digits and spaces'} | ${'６299　990000000000004 '} | ${CARD}
    ${'a card of 16 digits'}         | ${'6200000000000005'}        | ${'6200000000000005'}
    ${'8 digits'}                    | ${'12345678'}                | ${'12345678'}
    ${'32 digits'}                   | ${'1'.repeat(32)}            | ${'1'.repeat(32)}
    ${'leading zeros'}               | ${'0012345678'}              | ${'0012345678'}
    ${'a passbook failing Luhn'}     | ${'3000000000000000001'}     | ${'3000000000000000001'}
    ${'15 digits starting 62'}       | ${'620000000000001'}         | ${'620000000000001'}
    ${'20 digits starting 62'}       | ${'62000000000000000001'}    | ${'62000000000000000001'}
  `('takes $what without a warning', ({ text, accountNumber }) => {
    expect(readAccountNumber(text)).toEqual({ accountNumber, warning: null });
  });

  it.each`
    digits | text
    ${16}  | ${'6200000000000001'}
    ${19}  | ${'6200000000000000001'}
  `('warns of $digits digits starting 62 that fail Luhn', ({ text }) => {
    expect(readAccountNumber(text)).toEqual({
      accountNumber: text,
      warning: expect.stringContaining('校验位不符'),
    });
  });

  it.each`
    what                      | text                      | problem
    ${'nothing'}              | ${' '}                    | ${'为空'}
    ${'Excel: 6.21E+18'}      | ${'6.21E+18'}             | ${'“文本”'}
    ${'Excel: 6.2122612e+18'} | ${'6.21226123456789e+18'} | ${'科学计数法'}
    ${'Excel: 6E+18'}         | ${'6E+18'}                | ${'科学计数法'}
    ${'7 digits'}             | ${'1234567'}              | ${'这里是 7 位'}
    ${'33 digits'}            | ${'1'.repeat(33)}         | ${'这里是 33 位'}
    ${'a hyphen'}             | ${'6299-9900-0000'}       | ${'只能由数字组成'}
    ${'a letter'}             | ${'62999900000000OO'}     | ${'只能由数字组成'}
  `('refuses $what', ({ text, problem }) => {
    expect(readAccountNumber(text)).toEqual({ problem: expect.stringContaining(problem) });
  });

  it.each`
    accountNumber         | masked
    ${CARD}               | ${'***************0004'}
    ${'6299990000004321'} | ${'************4321'}
    ${'1234'}             | ${'****'}
    ${''}                 | ${''}
  `('shows $accountNumber as $masked', ({ accountNumber, masked }) => {
    expect(maskAccountNumber(accountNumber)).toBe(masked);
  });
});

describe('Reading a bank code', () => {
  it('takes 12 digits, leading zeros among them', () => {
    expect(readBankCode(' 0128 8500 0011')).toEqual({ bankCode: '012885000011' });
  });

  it.each`
    what                 | text               | problem
    ${'nothing'}         | ${''}              | ${'为空'}
    ${'a lost zero'}     | ${'12885000011'}   | ${'开头的 0 丢失'}
    ${'13 digits'}       | ${'1028850000111'} | ${'这里是 13 位'}
    ${'a bank name'}     | ${'工商银行'}      | ${'只能由 12 位数字组成'}
    ${'an Excel number'} | ${'1.02885E+11'}   | ${'只能由 12 位数字组成'}
  `('refuses $what', ({ text, problem }) => {
    expect(readBankCode(text)).toEqual({ problem: expect.stringContaining(problem) });
  });
});
