import { isUtf8 } from 'node:buffer';
import { TableFileEncodingWrong, TableFileNotATable } from './table-file.errors';

/** Charsets a csv upload may have. GB18030 reads GBK and GB2312 files too: it contains both. */
export type TableCharset = 'UTF-8' | 'GB18030';

/** 256 KiB: the text is decoded block by block, never as one string. */
const BLOCK_BYTES = 256 * 1024;

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Decodes a text file strictly: a byte that the charset does not have refuses the file, because a
 * replacement character in a name is found only by the bank.
 *
 * The charset is the declared one (a byte order mark declares UTF-8); without a declaration valid
 * UTF-8 is UTF-8 and everything else GB18030, what Chinese Excel writes.
 * @throws TableFileEncodingWrong, TableFileNotATable for binary content
 */
export function* decodeText(name: string, bytes: Buffer, declared?: TableCharset): Generator<string> {
  refuseOtherContent(name, bytes);
  const hasMark = bytes.subarray(0, 3).equals(UTF8_MARK);
  const isValidUtf8 = isUtf8(bytes);
  const charset = hasMark ? 'UTF-8' : (declared ?? (isValidUtf8 ? 'UTF-8' : 'GB18030'));
  if (charset === 'UTF-8' && !isValidUtf8) {
    const sentence = hasMark || declared ? '声明为 UTF-8，但其中有不符合 UTF-8 的内容' : '不是有效的 UTF-8';
    throw new TableFileEncodingWrong(name, `${sentence}（可能实际是 GBK）。${ADVICE}`);
  }
  if (charset === 'GB18030' && !isValidUtf8 && isMostlyUtf8(bytes)) {
    throw new TableFileEncodingWrong(name, `是 UTF-8 编码，但有损坏的字符。${ADVICE}`);
  }
  yield* decodeBlocks(name, hasMark ? bytes.subarray(3) : bytes, charset);
}

const ADVICE = '请在 Excel 中另存为“CSV UTF-8（逗号分隔）”或 xlsx 后再上传。';

function* decodeBlocks(name: string, bytes: Buffer, charset: TableCharset): Generator<string> {
  const decoder = new TextDecoder(charset.toLowerCase(), { fatal: true, ignoreBOM: true });
  try {
    for (let at = 0; at < bytes.length; at += BLOCK_BYTES) {
      yield decoder.decode(bytes.subarray(at, at + BLOCK_BYTES), { stream: true });
    }
    yield decoder.decode();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    throw new TableFileEncodingWrong(name, `既不是 UTF-8，也不是 GBK 或 GB18030。${ADVICE}`);
  }
}

function refuseOtherContent(name: string, bytes: Buffer): void {
  const start = bytes.subarray(0, 1024);
  if ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff)) {
    throw new TableFileEncodingWrong(name, `是 UTF-16（Unicode 文本）。${ADVICE}`);
  }
  if (/^\s*<(!doctype|html|table|\?xml)/i.test(start.toString('latin1'))) {
    throw new TableFileNotATable(
      `文件“${name}”是网页或 XML 格式的表格，请在 Excel 中打开后另存为“Excel 工作簿 (*.xlsx)”再上传。`,
      { name },
    );
  }
  if (bytes.includes(0)) {
    throw new TableFileNotATable(`文件“${name}”既不是 xlsx 工作簿，也不是 csv 文本。`, { name });
  }
}

/**
 * Whether a text that is not valid UTF-8 still is UTF-8 with a few damaged bytes: GB18030 would
 * read almost all of it, as other characters. A GBK text has hardly any valid sequence.
 */
function isMostlyUtf8(bytes: Buffer): boolean {
  const decoder = new TextDecoder('utf-8');
  let valid = 0;
  let damaged = 0;
  for (let at = 0; at < bytes.length; at += BLOCK_BYTES) {
    const text = decoder.decode(bytes.subarray(at, at + BLOCK_BYTES), { stream: true });
    for (const [character] of text.matchAll(/[^\0-\x7f]/gu)) {
      if (character === '\uFFFD') damaged++;
      else valid++;
    }
  }
  return valid > damaged;
}
