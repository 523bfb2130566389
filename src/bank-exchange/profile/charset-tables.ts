import { decode, encode } from 'iconv-lite';

/** The two charsets that need tables; UTF-8 is the platform's. */
export type ChineseCharset = 'GBK' | 'GB18030';

/**
 * Bytes for every character of the basic plane: 0..0x7F one byte, up to 0xFFFF two, above that four (as an
 * unsigned 32-bit number); NONE where the charset has no place for it or its place is not the same everywhere.
 */
const NONE = 0xffffffff;

/** Characters for every two-byte code, by (lead - 0x80) * 256 + trail; 0 where the code means nothing. */
type DecodeTables = { twoBytes: Uint16Array; fourBytes: Uint16Array };

/** Four-byte codes of the basic plane come first, then a gap, then the other planes in order. */
const BASIC_PLANE_CODES = 39_420;
/** Linear number of the code 90308130, which is U+10000. */
export const FIRST_ASTRAL_CODE = 189_000;

const encodeTables = new Map<ChineseCharset, Uint32Array>();
const decodeTables = new Map<ChineseCharset, DecodeTables>();

/** The encode table, built at first use (some 50 ms); NONE_ENCODED marks what cannot be written. */
export function encodeTableOf(charset: ChineseCharset): Uint32Array {
  let table = encodeTables.get(charset);
  if (!table) encodeTables.set(charset, (table = buildEncodeTable(charset)));
  return table;
}

export const NONE_ENCODED = NONE;

/** The decode tables, built at first use. */
export function decodeTablesOf(charset: ChineseCharset): DecodeTables {
  let tables = decodeTables.get(charset);
  if (!tables) decodeTables.set(charset, (tables = buildDecodeTables(charset)));
  return tables;
}

/**
 * Characters that two correct systems write differently. Private use (造字区) has no agreed meaning; the
 * characters U+9FB4..9FBB and U+FE10..FE19 changed places between GB 18030-2005 and GB 18030-2022, and which
 * edition a bank runs is unknown.
 */
function isAmbiguous(code: number): boolean {
  return (
    (code >= 0xe000 && code <= 0xf8ff) ||
    (code >= 0x9fb4 && code <= 0x9fbb) ||
    (code >= 0xfe10 && code <= 0xfe19)
  );
}

/**
 * Taken from iconv-lite character by character, because its encoder writes `?` for what it lacks, three bytes
 * for U+E7C7, and the single byte 0x80 (no GBK code) for the euro sign.
 */
function buildEncodeTable(charset: ChineseCharset): Uint32Array {
  const table = new Uint32Array(0x10000).fill(NONE);
  for (let code = 0; code < 0x10000; code++) {
    if (code < 0x80) table[code] = code;
    else if ((code < 0xd800 || code > 0xdfff) && !isAmbiguous(code)) {
      const bytes = encode(String.fromCharCode(code), charset);
      if (bytes.length === 2) table[code] = bytes.readUInt16BE();
      else if (bytes.length === 4) table[code] = bytes.readUInt32BE();
    }
  }
  return table;
}

function buildDecodeTables(charset: ChineseCharset): DecodeTables {
  const twoBytes = new Uint16Array(0x80 * 0x100);
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const text = decode(Buffer.from([lead, trail]), charset);
      if (text.length === 1 && text !== '\ufffd')
        twoBytes[(lead - 0x80) * 0x100 + trail] = text.charCodeAt(0);
    }
  }
  const fourBytes = new Uint16Array(charset === 'GB18030' ? BASIC_PLANE_CODES : 0);
  for (let linear = 0; linear < fourBytes.length; linear++) {
    const bytes = Buffer.alloc(4);
    writeFourBytes(bytes, 0, linear);
    const text = decode(bytes, charset);
    // The code of U+FFFD itself is refused too: a bank that writes it has already lost the character.
    if (text.length === 1 && text !== '\ufffd') fourBytes[linear] = text.charCodeAt(0);
  }
  return { twoBytes, fourBytes };
}

/** Writes a four-byte GB 18030 code given by its linear number (0 is 81308130). */
export function writeFourBytes(target: Buffer, at: number, linear: number): void {
  target[at] = 0x81 + Math.floor(linear / 12_600);
  target[at + 1] = 0x30 + (Math.floor(linear / 1_260) % 10);
  target[at + 2] = 0x81 + (Math.floor(linear / 10) % 126);
  target[at + 3] = 0x30 + (linear % 10);
}
