/** Signature, no flags, no extension. */
const HEADER = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
/** In place of a length. */
const NULL = -1;
/** In place of a number of fields. */
const END_OF_ROWS = -1;
/** What the server gets at a time; more rows than one may pass it by. */
const BLOCK_BYTES = 64 * 1024;
/** More than a row needs but for its long texts, for which room is made. */
const SPARE_BYTES = 4 * 1024;
/** A UTF-16 code unit takes at most so many bytes of UTF-8. */
const BYTES_PER_UNIT = 3;
const DAY_MS = 86_400_000;
/** Day 0 of PostgreSQL. */
const EPOCH_MS = Date.UTC(2000, 0, 1);

/**
 * Writes the rows of a binary `copy ... from stdin`, field by field in the order of the columns. Against COPY's text form
 * there are no digits, no hexadecimal and no escapes to write or read. Source: PostgreSQL manual, COPY, "Binary Format".
 */
export class CopyRowWriter {
  private block = Buffer.allocUnsafe(BLOCK_BYTES + SPARE_BYTES);
  private view = viewOf(this.block);
  private at = HEADER.copy(this.block);
  private lastDate = '';
  private lastDay = 0;

  /** Whether it is time to `take`. */
  get isFull(): boolean {
    return this.at >= BLOCK_BYTES;
  }

  /** What was written since the last time. */
  take(): Buffer {
    const taken = this.block.subarray(0, this.at);
    this.makeBlock(BLOCK_BYTES + SPARE_BYTES);
    this.at = 0;
    return taken;
  }

  /** What must follow the last row. */
  end(): void {
    this.row(END_OF_ROWS);
  }

  /** Begins a row of so many fields. */
  row(fieldCount: number): void {
    this.reserve(2);
    this.view.setInt16(this.at, fieldCount);
    this.at += 2;
  }

  /** A smallint. */
  int2(value: number): void {
    this.begin(2);
    this.view.setInt16(this.at, value);
    this.at += 2;
  }

  /** An integer. */
  int4(value: number): void {
    this.begin(4);
    this.view.setInt32(this.at, value);
    this.at += 4;
  }

  /** A bigint, exact up to 2^53, which no amount of fen comes near. */
  int8(value: number): void {
    this.begin(8);
    this.view.setInt32(this.at, Math.floor(value / 2 ** 32));
    this.view.setUint32(this.at + 4, value % 2 ** 32);
    this.at += 8;
  }

  /** A bytea: the bytes of `source` from one position up to another. */
  bytes(source: Buffer, from: number, to: number): void {
    this.begin(to - from);
    for (let at = from; at < to; at += 1) this.block[this.at++] = source[at]!;
  }

  /** A business date, `2025-03-10`. */
  date(value: string | null): void {
    if (value === null) return this.begin(NULL);
    // The rows of a file mostly have one date.
    if (value !== this.lastDate) {
      this.lastDate = value;
      this.lastDay = (Date.parse(value) - EPOCH_MS) / DAY_MS;
    }
    this.int4(this.lastDay);
  }

  /** A text without NUL, which PostgreSQL takes in none. */
  text(value: string | null): void {
    if (value === null) return this.begin(NULL);
    this.begin(value.length * BYTES_PER_UNIT);
    const start = this.at;
    let at = start;
    // Calling into native code costs more than encoding a short text here.
    for (let index = 0; index < value.length; index += 1) {
      const unit = value.charCodeAt(index);
      if (unit < 0x80) {
        this.block[at++] = unit;
      } else if (unit >= 0x800 && (unit < 0xd800 || unit > 0xdfff)) {
        this.block[at++] = 0xe0 | (unit >> 12);
        this.block[at++] = 0x80 | ((unit >> 6) & 0x3f);
        this.block[at++] = 0x80 | (unit & 0x3f);
      } else {
        at = start + this.block.write(value, start);
        break;
      }
    }
    this.view.setInt32(start - 4, at - start);
    this.at = at;
  }

  /** The length of a field, and room for it. */
  private begin(length: number): void {
    this.reserve(4 + length);
    this.view.setInt32(this.at, length);
    this.at += 4;
  }

  private reserve(length: number): void {
    if (this.at + length <= this.block.length) return;
    const written = this.block.subarray(0, this.at);
    this.makeBlock(2 * (this.at + length));
    written.copy(this.block);
  }

  private makeBlock(length: number): void {
    this.block = Buffer.allocUnsafe(length);
    this.view = viewOf(this.block);
  }
}

function viewOf({ buffer, byteOffset, length }: Buffer): DataView {
  return new DataView(buffer, byteOffset, length);
}
