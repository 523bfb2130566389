import { encode } from 'iconv-lite';
import type { Charset } from '../../../src/bank-exchange/profile/bank-profile';
import { decodeStrict } from '../../../src/bank-exchange/profile/strict-decoder';
import {
  byteOrderMark,
  encodedLength,
  encodeStrict,
  findUnencodable,
  UnencodableText,
} from '../../../src/bank-exchange/profile/strict-encoder';

/** Every character of the basic plane, and every 97th of the others, whose codes are computed. */
function* manyCharacters(): Generator<string> {
  for (let code = 0; code <= 0x10ffff; code += code < 0x10000 ? 1 : 97) {
    if (code < 0xd800 || code > 0xdfff) yield String.fromCodePoint(code);
  }
}

describe('Strict encoding', () => {
  it.each`
    text           | why                                 | gbk           | gb18030
    ${'A|1'}       | ${'ASCII'}                          | ${'417c31'}   | ${'417c31'}
    ${'张三'}      | ${'common characters'}              | ${'d5c5c8fd'} | ${'d5c5c8fd'}
    ${'\u00b7'}    | ${'the separator of names'}         | ${'a1a4'}     | ${'a1a4'}
    ${'\u2022'}    | ${'a bullet as separator'}          | ${null}       | ${'8136a631'}
    ${'\u30fb'}    | ${'a Katakana dot as separator'}    | ${null}       | ${'8139a739'}
    ${'\u3402'}    | ${'extension A'}                    | ${null}       | ${'8139ef31'}
    ${'\u9fcf'}    | ${'added to the first block'}       | ${null}       | ${'82359334'}
    ${'\u{20164}'} | ${'extension B'}                    | ${null}       | ${'9532a632'}
    ${'\u{2b5af}'} | ${'extension C'}                    | ${null}       | ${'9838f537'}
    ${'?'}         | ${'a true question mark'}           | ${'3f'}       | ${'3f'}
    ${'\u6069'}    | ${'its second byte is a letter'}    | ${'b6f7'}     | ${'b6f7'}
    ${'\u20ac'}    | ${'one byte in CP936, none in GBK'} | ${null}       | ${'a2e3'}
    ${'\ue7c7'}    | ${'iconv-lite writes 3 bytes'}      | ${null}       | ${null}
    ${'\ue000'}    | ${'private use'}                    | ${null}       | ${null}
    ${'\u9fb4'}    | ${'moved between editions'}         | ${null}       | ${null}
    ${'\ud840'}    | ${'half a surrogate pair'}          | ${null}       | ${null}
    ${'\ud840A'}   | ${'half a pair before a letter'}    | ${null}       | ${null}
    ${'\udc00'}    | ${'the other half'}                 | ${null}       | ${null}
  `('of $text ($why) is $gbk in GBK and $gb18030 in GB18030', ({ text, gbk, gb18030 }) => {
    expect(hexOf(text, 'GBK')).toBe(gbk);
    expect(hexOf(text, 'GB18030')).toBe(gb18030);
  });

  it.each`
    text           | utf8
    ${'张·'}       | ${'e5bca0c2b7'}
    ${'\u{20164}'} | ${'f0a085a4'}
    ${'\ud840'}    | ${null}
  `('of $text in UTF-8 is $utf8', ({ text, utf8 }) => {
    expect(hexOf(text, 'UTF-8')).toBe(utf8);
    expect(hexOf(text, 'UTF-8-BOM')).toBe(utf8);
  });

  it('names every character it refuses, once', () => {
    const refused = () => encodeStrict('王\u{20164}\u3402王\u{20164}', 'GBK');
    expect(refused).toThrow(UnencodableText);
    expect(refused).toThrow('“\u{20164}\u3402”不能用 GBK 表示');
    expect(findUnencodable('王\u{20164}\u3402王\u{20164}', 'GBK')).toEqual(['\u{20164}', '\u3402']);
    expect(findUnencodable('阿卜杜热西提·买买提', 'GBK')).toEqual([]);
    expect(findUnencodable('王\u{20164}\u3402', 'GB18030')).toEqual([]);
  });

  it.each`
    charset        | bytes | mark
    ${'GBK'}       | ${7}  | ${''}
    ${'GB18030'}   | ${7}  | ${''}
    ${'UTF-8'}     | ${9}  | ${''}
    ${'UTF-8-BOM'} | ${9}  | ${'efbbbf'}
  `(
    'in $charset takes $bytes bytes for 张三·1 and begins a file with "$mark"',
    ({ charset, bytes, mark }) => {
      expect(encodedLength('张三·1', charset)).toBe(bytes);
      expect(byteOrderMark(charset).toString('hex')).toBe(mark);
    },
  );

  it.each(['GBK', 'GB18030'] as const)(
    'in %s agrees with iconv-lite and reads every character back',
    (charset) => {
      let refused = 0;
      const wrong: string[] = [];
      for (const character of manyCharacters()) {
        const hex = encodedLength(character, charset) === undefined ? null : hexOf(character, charset);
        if (hex === null) refused++;
        else if (hex !== encode(character, charset).toString('hex')) wrong.push(character);
        // U+FFFD can be written, but a bank that writes it has lost a character: it is never read.
        else if (decodeStrict(Buffer.from(hex, 'hex'), charset) !== character) wrong.push(character);
      }
      expect(wrong).toEqual(charset === 'GB18030' ? ['\ufffd'] : []);
      // GB 18030 lacks only the private use area of the basic plane and the 18 characters that moved.
      if (charset === 'GB18030') expect(refused).toBe(6400 + 18);
    },
  );
});

describe('Strict decoding', () => {
  it.each`
    bytes         | charset      | text
    ${'d5c5c8fd'} | ${'GBK'}     | ${'张三'}
    ${'d5c5c8'}   | ${'GBK'}     | ${undefined}
    ${'d50a'}     | ${'GBK'}     | ${undefined}
    ${'80'}       | ${'GBK'}     | ${undefined}
    ${'ff41'}     | ${'GBK'}     | ${undefined}
    ${'8139ef31'} | ${'GBK'}     | ${undefined}
    ${'9532a632'} | ${'GBK'}     | ${undefined}
    ${'8139ef31'} | ${'GB18030'} | ${'\u3402'}
    ${'9532a632'} | ${'GB18030'} | ${'\u{20164}'}
    ${'8139ef'}   | ${'GB18030'} | ${undefined}
    ${'8139ef2f'} | ${'GB18030'} | ${undefined}
    ${'8431a437'} | ${'GB18030'} | ${undefined}
    ${'8431a530'} | ${'GB18030'} | ${undefined}
    ${'e3329a35'} | ${'GB18030'} | ${'\u{10ffff}'}
    ${'e3329a36'} | ${'GB18030'} | ${undefined}
    ${'e5bca0'}   | ${'UTF-8'}   | ${'张'}
    ${'e5bc'}     | ${'UTF-8'}   | ${undefined}
    ${'efbfbd'}   | ${'UTF-8'}   | ${undefined}
    ${'eda080'}   | ${'UTF-8'}   | ${undefined}
    ${'d5c5c8fd'} | ${'UTF-8'}   | ${undefined}
  `('reads $bytes in $charset as $text', ({ bytes, charset, text }) => {
    expect(decodeStrict(Buffer.from(bytes, 'hex'), charset)).toBe(text);
  });
});

function hexOf(text: string, charset: Charset): string | null {
  try {
    return encodeStrict(text, charset).toString('hex');
  } catch (error) {
    if (error instanceof UnencodableText) return null;
    throw error;
  }
}
