import { SHARED_TEXT_BYTES_LIMIT } from './table-file.limits';
import { TableFileNotATable, TableFileZipBomb } from './table-file.errors';
import { readXml, type XmlHandler } from './xml-reader';

const FIRST_BYTES = 64 * 1024;
const FIRST_COUNT = 4 * 1024;
/** 32,767 characters are the most Excel puts in a cell, each written with at most 7 (`_x000D_`). */
const LONGEST_TEXT = 32_767 * 7;

/**
 * The distinct texts of a workbook, which its cells name by number.
 *
 * They are kept as UTF-8 in one block instead of as strings: 600,000 texts of a roster of 100,000
 * persons take 15 MB this way and 60 MB as strings, and nothing for the garbage collector to visit.
 */
export class SharedStrings implements XmlHandler {
  private bytes = Buffer.alloc(FIRST_BYTES);
  private ends = new Uint32Array(FIRST_COUNT);
  private count = 0;
  private used = 0;
  private current = '';
  private inText = false;
  private inPhonetic = false;

  /** Reads the shared strings part of a workbook. @throws TableFileNotATable, TableFileZipBomb */
  static async from(blocks: AsyncIterable<Buffer>): Promise<SharedStrings> {
    const strings = new SharedStrings();
    await readXml(blocks, strings);
    return strings;
  }

  /** The text of that number. @throws TableFileNotATable when the workbook has no such text */
  at(index: number): string {
    if (!Number.isInteger(index) || index < 0 || index >= this.count) {
      throw damaged();
    }
    return this.bytes.toString('utf8', index === 0 ? 0 : this.ends[index - 1], this.ends[index]);
  }

  open(name: string): void {
    if (name === 'si') this.current = '';
    // Phonetic hints (拼音) stand beside the text and are no part of it.
    else if (name === 'rPh') this.inPhonetic = true;
    else if (name === 't') this.inText = !this.inPhonetic;
  }

  close(name: string): void {
    if (name === 't') this.inText = false;
    else if (name === 'rPh') this.inPhonetic = false;
    else if (name === 'si') this.add(decodeExcelEscapes(this.current));
  }

  text(text: string): void {
    if (this.inText) this.current += text;
    // Checked while it grows: the pieces of one forged text would otherwise add up to the whole part.
    if (this.current.length > LONGEST_TEXT) throw damaged();
  }

  private add(text: string): void {
    const needed = this.used + Buffer.byteLength(text);
    if (needed > SHARED_TEXT_BYTES_LIMIT) {
      throw new TableFileZipBomb('文本总量超过上限', { limitBytes: SHARED_TEXT_BYTES_LIMIT });
    }
    if (needed > this.bytes.length) {
      const grown = Buffer.alloc(Math.max(needed, this.bytes.length * 2));
      this.bytes.copy(grown, 0, 0, this.used);
      this.bytes = grown;
    }
    if (this.count === this.ends.length) {
      const grown = new Uint32Array(this.ends.length * 2);
      grown.set(this.ends);
      this.ends = grown;
    }
    this.used += this.bytes.write(text, this.used, 'utf8');
    this.ends[this.count++] = this.used;
  }
}

/** Excel writes characters that XML cannot hold as `_x000D_`. */
export function decodeExcelEscapes(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

function damaged(): TableFileNotATable {
  return new TableFileNotATable('工作簿的文本表已损坏，请在 Excel 中打开后另存为新的 xlsx 文件再上传。');
}
