/** Signature, flags and length of the extension, which PostgreSQL leaves empty. */
const HEADER_BYTES = 19;
/** In place of a number of fields: the end. */
const END = -1;

/** The fields of one row by position; valid until the next row is read. */
export interface CopyFields {
  int4(field: number): number;
  /** Exact up to 2^53, which no amount of fen comes near. */
  int8(field: number): number;
  text(field: number): string | null;
  /** A view, valid until the next chunk. */
  bytes(field: number): Buffer | null;
}

/**
 * Reads the rows of a binary COPY as they come in chunks. `read` is called with the reader itself, standing on one
 * complete row, and takes its fields by position. Source: PostgreSQL manual, COPY, "Binary Format".
 */
export class CopyRowReader<Row> implements CopyFields {
  /** What came after the last complete row, and how many bytes the next row needs at least. */
  private carried: Buffer[] = [];
  private carriedBytes = 0;
  private wantedBytes = HEADER_BYTES;
  private hasHeader = false;
  private bytesNow: Buffer = Buffer.alloc(0);
  /** Where each field of the present row begins, and how long it is; -1 for null. */
  private readonly starts: number[] = [];
  private readonly lengths: number[] = [];

  constructor(private readonly read: (fields: CopyFields) => Row) {}

  /** Appends the rows that are complete with this chunk. */
  take(chunk: Buffer, rows: Row[]): void {
    this.carried.push(chunk);
    this.carriedBytes += chunk.length;
    // A row of a megabyte comes in many chunks, and is put together once.
    if (this.carriedBytes < this.wantedBytes) return;
    const bytes = this.carried.length === 1 ? chunk : Buffer.concat(this.carried);
    this.bytesNow = bytes;
    let at = this.hasHeader ? 0 : HEADER_BYTES;
    this.hasHeader = true;
    for (;;) {
      const next = this.find(at);
      if (next === undefined) break;
      rows.push(this.read(this));
      at = next;
    }
    this.wantedBytes -= at;
    this.carriedBytes = bytes.length - at;
    // A copy, so that the chunk can be freed.
    this.carried = this.carriedBytes > 0 ? [Buffer.from(bytes.subarray(at))] : [];
  }

  int4(field: number): number {
    return this.bytesNow.readInt32BE(this.starts[field]!);
  }

  int8(field: number): number {
    const start = this.starts[field]!;
    return this.bytesNow.readInt32BE(start) * 2 ** 32 + this.bytesNow.readUInt32BE(start + 4);
  }

  text(field: number): string | null {
    const length = this.lengths[field]!;
    const start = this.starts[field]!;
    return length < 0 ? null : this.bytesNow.toString('utf8', start, start + length);
  }

  bytes(field: number): Buffer | null {
    const length = this.lengths[field]!;
    const start = this.starts[field]!;
    return length < 0 ? null : this.bytesNow.subarray(start, start + length);
  }

  /** Where the row beginning at `from` ends; undefined if it is not all there, or is the end. */
  private find(from: number): number | undefined {
    const bytes = this.bytesNow;
    let at = from + 2;
    if (this.lacks(at)) return undefined;
    const count = bytes.readInt16BE(from);
    if (count === END) return undefined;
    for (let field = 0; field < count; field += 1) {
      if (this.lacks(at + 4)) return undefined;
      const length = bytes.readInt32BE(at);
      at += 4;
      this.starts[field] = at;
      this.lengths[field] = length;
      if (length > 0) at += length;
      if (this.lacks(at)) return undefined;
    }
    return at;
  }

  private lacks(end: number): boolean {
    this.wantedBytes = end;
    return end > this.bytesNow.length;
  }
}
