import type { Charset, ReturnLayout } from './bank-profile';
import { decodeStrict } from './strict-decoder';

/**
 * One line of a return file: its columns; the bytes of a fixed-width line, whose columns depend on where in the
 * file it stands; null if blank; a Chinese sentence if it cannot be read.
 */
export type Cut = string[] | Buffer | null | string;

const LF = 0x0a;
const CR = 0x0d;
/** A NUL or an escape in a bank's words would break what reads them next; TAB is judged as a delimiter. */
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/;
/** Whatever makes a line need `cutText`: blanks and controls, but for the line ends themselves. */
const UNUSUAL =
  /[\u0000-\u0009\u000b\u000c\u000e-\u0020\u007f\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]/;
const NOT_ASCII = /[\u0080-\u00ff]/;

/** Cuts a block of whole lines (the last may lack its line end) into columns, as the layout says. */
export function cutLines(block: Buffer, layout: ReturnLayout): Cut[] {
  return layout.kind === 'DELIMITED'
    ? cutDelimited(block, layout.charset, layout.delimiter)
    : [...linesOf(block)].map(checkFixed);
}

/**
 * Decoded first and cut afterwards: in GBK the second byte of a character may be that of `|` or the backslash.
 * A block is decoded at once; only when it holds a bad byte, its lines one by one.
 */
function cutDelimited(block: Buffer, charset: Charset, delimiter: string): Cut[] {
  const text = decodeStrict(block, charset);
  if (text === undefined) {
    return [...linesOf(block)].map((line) => {
      const decoded = decodeStrict(line, charset);
      return decoded === undefined ? undecodable(charset) : cutText(decoded, delimiter);
    });
  }
  // Most blocks hold nothing to trim or to refuse; asking once saves a fifth of the time.
  const isPlain = !UNUSUAL.test(text);
  const cuts: Cut[] = [];
  const length = text.length;
  for (let from = 0; from < length;) {
    let end = text.indexOf('\n', from);
    if (end < 0) end = length;
    const line = text.slice(from, end > from && text.charCodeAt(end - 1) === CR ? end - 1 : end);
    cuts.push(
      isPlain && line !== '' && !line.includes('\r') ? line.split(delimiter) : cutText(line, delimiter),
    );
    from = end + 1;
  }
  return cuts;
}

function cutText(line: string, delimiter: string): Cut {
  if (isBlank(line)) return null;
  if (CONTROL.test(line)) return '含有控制字符';
  const cells = line.split(delimiter);
  for (let index = 0; index < cells.length; index++) cells[index] = cells[index]!.trim();
  return cells;
}

/** Cuts a fixed-width line by bytes. A line of another length is refused: every later column would be shifted. */
export function cutFixedLine(line: Buffer, widths: readonly number[], charset: Charset): string[] | string {
  const expected = widths.reduce((sum, width) => sum + width, 0);
  if (line.length !== expected) return `应有 ${expected} 个字节，实有 ${line.length} 个`;
  // One character per byte, so that the text is cut where the bytes are.
  const text = line.toString('latin1');
  const cells: string[] = [];
  let from = 0;
  for (const width of widths) {
    let cell: string | undefined = text.slice(from, from + width);
    if (NOT_ASCII.test(cell)) cell = decodeStrict(line.subarray(from, from + width), charset);
    if (cell === undefined) return undecodable(charset);
    cells.push(cell.trim());
    from += width;
  }
  return cells;
}

function checkFixed(line: Buffer): Cut {
  const text = line.toString('latin1');
  if (isBlank(text)) return null;
  return CONTROL.test(text) ? '含有控制字符' : line;
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}

function undecodable(charset: Charset): string {
  return `含有不是 ${charset} 编码的字节`;
}

/** The lines of a block without their line ends. */
export function* linesOf(block: Buffer): Generator<Buffer> {
  for (let from = 0; from < block.length;) {
    let end = block.indexOf(LF, from);
    if (end < 0) end = block.length;
    yield block.subarray(from, end > from && block[end - 1] === CR ? end - 1 : end);
    from = end + 1;
  }
}
