import { citizenIdCheckCharacter, maskCitizenId, readCitizenId } from '../../src/person/citizen-id';

const TODAY = '2025-03-10';

/** A made-up number: region 659900 is unassigned. */
function numberOf(bornOn: string, sequence = '123'): string {
  const first17 = `659900${bornOn.replaceAll('-', '')}${sequence}`;
  return first17 + citizenIdCheckCharacter(first17);
}

describe('The check character of a citizen ID', () => {
  it.each`
    first17                | character
    ${'11010519491231002'} | ${'X'}
    ${'44052418800101001'} | ${'4'}
    ${'00000000000000000'} | ${'1'}
  `('of $first17 is $character (examples of GB 11643)', ({ first17, character }) => {
    expect(citizenIdCheckCharacter(first17)).toBe(character);
  });

  it.each(['1101051949123100', '1101051949123100X', '110105194912310021'])('is not made for %s', (text) => {
    expect(() => citizenIdCheckCharacter(text)).toThrow(RangeError);
  });
});

describe('Reading a citizen ID', () => {
  it.each`
    writing                         | text                                              | bornOn          | sex
    ${'as on the card'}             | ${numberOf('1950-03-10')}                         | ${'1950-03-10'} | ${'MALE'}
    ${'with an even 17th digit'}    | ${numberOf('1950-03-10', '124')}                  | ${'1950-03-10'} | ${'FEMALE'}
    ${'born on a leap day'}         | ${numberOf('1952-02-29')}                         | ${'1952-02-29'} | ${'MALE'}
    ${'born today'}                 | ${numberOf(TODAY)}                                | ${TODAY}        | ${'MALE'}
    ${'with spaces around groups'}  | ${` 659900 ${numberOf('1950-03-10').slice(6)}　`} | ${'1950-03-10'} | ${'MALE'}
    ${'of a region long abolished'} | ${'110105194912310021'.slice(0, 17) + 'X'}        | ${'1949-12-31'} | ${'FEMALE'}
  `('accepts a number $writing', ({ text, bornOn, sex }) => {
    expect(readCitizenId(text, TODAY)).toMatchObject({ bornOn, sex, originalId: null });
  });

  it.each`
    writing               | text
    ${'a small x'}        | ${'11010519491231002x'}
    ${'a fullwidth X'}    | ${'11010519491231002Ｘ'}
    ${'fullwidth digits'} | ${'１１０１０519491231002X'}
  `('mends $writing', ({ text }) => {
    expect(readCitizenId(text, TODAY)).toMatchObject({ id: '11010519491231002X' });
  });

  it('converts a number of 15 digits and keeps it', () => {
    expect(readCitizenId('659900500310123', TODAY)).toEqual({
      id: numberOf('1950-03-10'),
      originalId: '659900500310123',
      bornOn: '1950-03-10',
      sex: 'MALE',
    });
  });

  const good = numberOf('1950-03-10');
  const wrongCheck = good.slice(0, 17) + (good.endsWith('1') ? '2' : '1');
  it.each`
    text                      | problem                 | why
    ${''}                     | ${'为空'}               | ${'nothing there'}
    ${' 　'}                  | ${'为空'}               | ${'spaces only'}
    ${'65990019500310123'}    | ${'这里是 17 位'}       | ${'one short'}
    ${`${good}0`}             | ${'这里是 19 位'}       | ${'one long'}
    ${'65990050031012X'}      | ${'这里是 15 位'}       | ${'15 characters, not all digits'}
    ${'6599OO195003101234'}   | ${'前 17 位应全是数字'} | ${'letter O for zero'}
    ${wrongCheck}             | ${'校验位不对'}         | ${'another check character'}
    ${numberOf('1951-02-29')} | ${'不是真实的日期'}     | ${'no leap year'}
    ${numberOf('1950-13-01')} | ${'不是真实的日期'}     | ${'month 13'}
    ${numberOf('1950-04-31')} | ${'不是真实的日期'}     | ${'April 31st'}
    ${numberOf('2025-03-11')} | ${'晚于今天'}           | ${'born tomorrow'}
    ${'6.59900195003101E+17'} | ${'科学计数法'}         | ${'a number cell of Excel'}
    ${'659900500231123'}      | ${'不是真实的日期'}     | ${'15 digits, February 31st'}
  `('refuses $why: $problem', ({ text, problem }) => {
    const read = readCitizenId(text, TODAY);
    expect(read).toEqual({ problem: expect.stringContaining(problem) });
  });

  it('never repeats the number in its sentence', () => {
    expect(JSON.stringify(readCitizenId(wrongCheck, TODAY))).not.toMatch(/\d{4}/);
  });
});

describe('A masked citizen ID', () => {
  it.each`
    id                      | masked
    ${'65990019500310123X'} | ${'659***********123X'}
    ${'659900500310123'}    | ${'659********0123'}
    ${'12345678'}           | ${'123*5678'}
    ${'1234567'}            | ${'*******'}
    ${''}                   | ${''}
  `('$id shows as $masked', ({ id, masked }) => {
    expect(maskCitizenId(id)).toBe(masked);
  });
});
