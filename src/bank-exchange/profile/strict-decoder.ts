import type { Charset } from './bank-profile';
import { decodeTablesOf, FIRST_ASTRAL_CODE } from './charset-tables';

// The mark at the start of a file is taken off by the reader of the file; elsewhere it is an ordinary error.
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Decodes without ever putting in a replacement character: undefined when a byte sequence means nothing in the
 * charset. Meant for blocks of whole lines; a million lines of 90 bytes take a third of a second.
 */
export function decodeStrict(bytes: Buffer, charset: Charset): string | undefined {
  if (charset === 'GBK' || charset === 'GB18030') return decodeChinese(bytes, charset);
  try {
    const text = UTF8.decode(bytes);
    return text.includes('\ufffd') ? undefined : text;
  } catch {
    // The only thing a fatal decoder throws: the bytes are not UTF-8.
    return undefined;
  }
}

function decodeChinese(bytes: Buffer, charset: 'GBK' | 'GB18030'): string | undefined {
  const { twoBytes, fourBytes } = decodeTablesOf(charset);
  const target = roomFor(bytes.length);
  const length = bytes.length;
  let count = 0;
  let index = 0;
  while (index < length) {
    const lead = bytes[index++]!;
    if (lead < 0x80) {
      target[count++] = lead;
      continue;
    }
    const second = index < length ? bytes[index++]! : 0;
    const character = twoBytes[(lead - 0x80) * 0x100 + second]!;
    if (character !== 0) {
      target[count++] = character;
      continue;
    }
    if (fourBytes.length === 0 || index + 2 > length) return undefined;
    const point = fourByteCharacter(fourBytes, lead, second, bytes[index]!, bytes[index + 1]!);
    if (point === 0) return undefined;
    index += 2;
    if (point > 0xffff) {
      target[count++] = 0xd800 + ((point - 0x10000) >> 10);
      target[count++] = 0xdc00 + (point & 0x3ff);
    } else {
      target[count++] = point;
    }
  }
  // Native and one copy: String.fromCharCode would need pieces, joining would need more memory.
  return Buffer.from(target.buffer, 0, count * 2).toString('utf16le');
}

/** Never more characters than bytes; a new one for each block would cost more than the decoding. */
let room = new Uint16Array(65_536);

function roomFor(length: number): Uint16Array<ArrayBuffer> {
  if (room.length < length) room = new Uint16Array(length);
  return room;
}

/** The code point of a four-byte GB 18030 code, 0 if it has none. */
function fourByteCharacter(
  fourBytes: Uint16Array,
  first: number,
  second: number,
  third: number,
  fourth: number,
): number {
  const isDigit = (byte: number) => byte >= 0x30 && byte <= 0x39;
  if (first < 0x81 || first > 0xfe || third < 0x81 || third > 0xfe || !isDigit(second) || !isDigit(fourth)) {
    return 0;
  }
  const linear = (((first - 0x81) * 10 + second - 0x30) * 126 + third - 0x81) * 10 + fourth - 0x30;
  if (linear < fourBytes.length) return fourBytes[linear]!;
  const astral = linear - FIRST_ASTRAL_CODE + 0x10000;
  return linear >= FIRST_ASTRAL_CODE && astral <= 0x10ffff ? astral : 0;
}
