import { nameKeyOf, readPersonName } from '../../src/person/person-name';

describe('Reading a name', () => {
  it.each`
    writing                            | text                         | name
    ${'bullet U+2022'}                 | ${'买买提\u2022吐尔逊'}      | ${'买买提·吐尔逊'}
    ${'bullet operator U+2219'}        | ${'买买提\u2219吐尔逊'}      | ${'买买提·吐尔逊'}
    ${'dot operator U+22C5'}           | ${'买买提\u22C5吐尔逊'}      | ${'买买提·吐尔逊'}
    ${'hyphenation point U+2027'}      | ${'买买提\u2027吐尔逊'}      | ${'买买提·吐尔逊'}
    ${'katakana dot U+30FB'}           | ${'买买提\u30FB吐尔逊'}      | ${'买买提·吐尔逊'}
    ${'halfwidth katakana dot U+FF65'} | ${'买买提\uFF65吐尔逊'}      | ${'买买提·吐尔逊'}
    ${'black circle U+25CF'}           | ${'买买提\u25CF吐尔逊'}      | ${'买买提·吐尔逊'}
    ${'fullwidth full stop U+FF0E'}    | ${'买买提\uFF0E吐尔逊'}      | ${'买买提·吐尔逊'}
    ${'full stop between Han'}         | ${'买买提.吐尔逊'}           | ${'买买提·吐尔逊'}
    ${'dot with spaces'}               | ${'买买提 . 吐尔逊'}         | ${'买买提·吐尔逊'}
    ${'two different dots'}            | ${'阿依古丽•买买提．吐尔逊'} | ${'阿依古丽·买买提·吐尔逊'}
    ${'ideographic padding'}           | ${'张　三'}                  | ${'张三'}
    ${'spaces at the ends'}            | ${' 张三　'}                 | ${'张三'}
  `('mends $writing and keeps the original', ({ text, name }) => {
    expect(readPersonName(text)).toEqual({ name, nameKey: name, originalName: text });
  });

  it.each`
    what                                | text
    ${'two characters'}                 | ${'张三'}
    ${'the separator as on the card'}   | ${'买买提·吐尔逊'}
    ${'a full stop between letters'}    | ${'J.SMITH'}
    ${'a full stop behind a letter'}    | ${'J.张'}
    ${'a full stop before a letter'}    | ${'张.J'}
    ${'a space between letters'}        | ${'JOHN SMITH'}
    ${'a rare character of Ext-A'}      | ${'张\u3402'}
    ${'a rare character of Ext-B'}      | ${'张\u{20164}'}
    ${'more than 25 with two dots'}     | ${'阿不都热依木江阿布都拉·买买提吐尔逊艾合买提江·阿不都'}
    ${'100 characters outside the BMP'} | ${'\u{20164}'.repeat(100)}
  `('takes $what as it is', ({ text }) => {
    expect(readPersonName(text)).toMatchObject({ name: text, originalName: null });
  });

  it.each`
    what                     | text                       | problem
    ${'nothing'}             | ${''}                      | ${'为空'}
    ${'spaces only'}         | ${' 　'}                   | ${'为空'}
    ${'a question mark'}     | ${'买买提?吐尔逊'}         | ${'乱码'}
    ${'a fullwidth one'}     | ${'张？'}                  | ${'乱码'}
    ${'U+FFFD'}              | ${'张\uFFFD'}              | ${'乱码'}
    ${'half a character'}    | ${'张\uD840'}              | ${'乱码'}
    ${'a tab'}               | ${'张\t三'}                | ${'控制字符'}
    ${'a line break at end'} | ${'张三\n'}                | ${'控制字符'}
    ${'101 characters'}      | ${'\u{20164}'.repeat(101)} | ${'这里有 101 个字'}
  `('refuses $what', ({ text, problem }) => {
    expect(readPersonName(text)).toEqual({ problem: expect.stringContaining(problem) });
  });
});

describe('The key of a name', () => {
  it.each`
    one                | other                   | same
    ${'张三'}          | ${' 张　三 '}           | ${true}
    ${'买买提·吐尔逊'} | ${'买买提•吐尔逊'}      | ${true}
    ${'买买提·吐尔逊'} | ${'买买提吐尔逊'}       | ${false}
    ${'John Smith'}    | ${'ＪＯＨＮＳＭＩＴＨ'} | ${true}
    ${'J.Smith'}       | ${'J·Smith'}            | ${false}
    ${'张三'}          | ${'张叁'}               | ${false}
  `('of "$one" and "$other" is the same: $same', ({ one, other, same }) => {
    expect(nameKeyOf(one) === nameKeyOf(other)).toBe(same);
  });
});
