import { createCipheriv, createSecretKey } from 'node:crypto';
import { Cmac } from '../../src/vault/cmac';

/** The key and message of NIST SP 800-38B, appendix D.3 (AES-256). */
const KEY = Buffer.from('603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4', 'hex');
const MESSAGE = Buffer.from(
  '6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51' +
    '30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710',
  'hex',
);

/** CMAC as SP 800-38B puts it in words, one message at a time: the last block of CBC, over a masked last block. */
function cmacByTheBook(message: Buffer): string {
  const encrypt = (mode: string, iv: Buffer | null, plain: Buffer) =>
    createCipheriv(mode, KEY, iv).setAutoPadding(false).update(plain);
  const double = (block: Buffer) => {
    const twice = BigInt(`0x${block.toString('hex')}`) << 1n;
    const folded = twice >> 128n === 1n ? BigInt.asUintN(128, twice) ^ 0x87n : twice;
    return Buffer.from(folded.toString(16).padStart(32, '0'), 'hex');
  };
  const filled = double(encrypt('aes-256-ecb', null, Buffer.alloc(16)));
  const isFilled = message.length > 0 && message.length % 16 === 0;
  const padding = isFilled ? [] : [Buffer.of(0x80), Buffer.alloc(15 - (message.length % 16))];
  const padded = Buffer.concat([message, ...padding]);
  (isFilled ? filled : double(filled)).forEach((byte, at) => (padded[padded.length - 16 + at]! ^= byte));
  return encrypt('aes-256-cbc', Buffer.alloc(16), padded).subarray(-16).toString('hex');
}

const cmacsOf = (values: string[]) => {
  const all = new Cmac(createSecretKey(KEY)).of(values).toString('hex');
  return values.map((_, index) => all.slice(index * 32, index * 32 + 32));
};

describe('CMAC', () => {
  it.each`
    bytes | cmac
    ${0}  | ${'028962f61b7bf89efc6b551f4667d983'}
    ${16} | ${'28a7023f452e8f82bd4bf28d8c37c35c'}
    ${40} | ${'aaf3d8f1de5640c232f5b169b9c911e6'}
    ${64} | ${'e1992190549f6ed5696a2c056c315410'}
  `('by the book gives the example of NIST for $bytes bytes', ({ bytes, cmac }) => {
    expect(cmacByTheBook(MESSAGE.subarray(0, bytes))).toBe(cmac);
  });

  it.each([0, 1, 15, 16, 17, 19, 31, 32, 33, 48, 200])(
    'of a value of %d bytes is that of the book',
    (length) => {
      const value = '6217000000'.repeat(20).slice(0, length);

      expect(cmacsOf([value])).toEqual([cmacByTheBook(Buffer.from(value))]);
    },
  );

  it('of values of every length at once are those of each alone', () => {
    const values = [
      '姓名',
      '',
      ...Array.from({ length: 70 }, (_, length) => '7'.repeat(70 - length)),
      '1',
      '',
    ];

    expect(cmacsOf(values)).toEqual(values.map((value) => cmacByTheBook(Buffer.from(value))));
  });

  it('of no values are none', () => {
    expect(cmacsOf([])).toEqual([]);
  });
});
