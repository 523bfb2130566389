import { Readable, pipeline } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import {
  ARCHIVE_ENTRY_LIMIT,
  INFLATED_BYTES_LIMIT,
  INFLATION_RATIO_FLOOR_BYTES,
  INFLATION_RATIO_LIMIT,
  SMALL_PART_BYTES_LIMIT,
} from './table-file.limits';
import { TableFileNotATable, TableFileZipBomb } from './table-file.errors';

interface ZipEntry {
  path: string;
  method: number;
  crc: number;
  packedBytes: number;
  inflatedBytes: number;
  headerAt: number;
}

const END_OF_DIRECTORY = 0x06054b50;
const ZIP64_LOCATOR = 0x07064b50;
const ZIP64_END_OF_DIRECTORY = 0x06064b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;
/** 64 KiB: blocks small enough that rows are handed on while the rest is still packed. */
const BLOCK_BYTES = 64 * 1024;
/** Sizes and offsets of this value stand in the ZIP64 field; Java exporters write it even for small files. */
const IN_ZIP64_FIELD = 0xffffffff;

/**
 * A workbook's container, read from memory part by part.
 *
 * A bomb is stopped twice: by the sizes the directory declares, before anything is inflated, and
 * by counting while inflating, because a directory can lie.
 */
export class ZipArchive {
  private readonly entries = new Map<string, ZipEntry>();
  private inflatedBytes = 0;

  /** @throws TableFileNotATable for a damaged archive, TableFileZipBomb by the declared sizes */
  constructor(private readonly bytes: Buffer) {
    try {
      for (const entry of readDirectory(bytes)) this.entries.set(entry.path.toLowerCase(), entry);
    } catch (error) {
      // Reading outside the buffer is what a cut-off or forged directory leads to.
      if (error instanceof RangeError) throw damaged();
      throw error;
    }
    const declared = [...this.entries.values()].reduce((sum, entry) => sum + entry.inflatedBytes, 0);
    refuseBomb(declared, bytes.length);
  }

  /** Whether the archive holds the part; part names do not tell upper from lower case (ECMA-376). */
  has(path: string): boolean {
    return this.entries.has(path.toLowerCase());
  }

  /** The inflated bytes of one part, block by block. @throws TableFileNotATable, TableFileZipBomb */
  async *read(path: string): AsyncGenerator<Buffer> {
    const entry = this.entries.get(path.toLowerCase());
    if (!entry) throw damaged();
    let partBytes = 0;
    let crc = 0;
    for await (const block of this.blocks(entry)) {
      partBytes += block.length;
      this.inflatedBytes += block.length;
      if (partBytes > entry.inflatedBytes) throw damaged();
      refuseBomb(this.inflatedBytes, this.bytes.length);
      crc = crc32(block, crc);
      yield block;
    }
    if (partBytes !== entry.inflatedBytes || crc !== entry.crc) throw damaged();
  }

  /** A small part as text. @throws as {@link read} */
  async readText(path: string): Promise<string> {
    if ((this.entries.get(path.toLowerCase())?.inflatedBytes ?? 0) > SMALL_PART_BYTES_LIMIT) {
      throw new TableFileZipBomb('样式表或目录过大', { path, limitBytes: SMALL_PART_BYTES_LIMIT });
    }
    const blocks: Buffer[] = [];
    for await (const block of this.read(path)) blocks.push(block);
    return Buffer.concat(blocks).toString('utf8');
  }

  private blocks(entry: ZipEntry): AsyncIterable<Buffer> | Iterable<Buffer> {
    const packed = packedBytes(this.bytes, entry);
    if (entry.method === STORED) return slices(packed);
    if (entry.method !== DEFLATED) throw damaged();
    return inflate(packed);
  }
}

async function* inflate(packed: Buffer): AsyncGenerator<Buffer> {
  const inflating = createInflateRaw({ chunkSize: BLOCK_BYTES });
  // The callback only ties the two lifetimes together; the loop below is where an error surfaces.
  pipeline(Readable.from(slices(packed)), inflating, () => undefined);
  try {
    for await (const block of inflating) yield block as Buffer;
  } catch (error) {
    if (/^Z_/.test(String((error as NodeJS.ErrnoException).code))) throw damaged();
    throw error;
  }
}

function* slices(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += BLOCK_BYTES) yield bytes.subarray(at, at + BLOCK_BYTES);
}

function packedBytes(bytes: Buffer, entry: ZipEntry): Buffer {
  if (entry.headerAt + 30 > bytes.length || bytes.readUInt32LE(entry.headerAt) !== LOCAL_HEADER)
    throw damaged();
  const from =
    entry.headerAt + 30 + bytes.readUInt16LE(entry.headerAt + 26) + bytes.readUInt16LE(entry.headerAt + 28);
  if (from + entry.packedBytes > bytes.length) throw damaged();
  return bytes.subarray(from, from + entry.packedBytes);
}

function readDirectory(bytes: Buffer): ZipEntry[] {
  const { entryCount, directoryAt } = findDirectory(bytes);
  if (entryCount > ARCHIVE_ENTRY_LIMIT) {
    throw new TableFileZipBomb(`内含 ${entryCount} 个部件`, { entryCount, limit: ARCHIVE_ENTRY_LIMIT });
  }
  const entries: ZipEntry[] = [];
  let at = directoryAt;
  for (let index = 0; index < entryCount; index++) {
    if (bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) throw damaged();
    const nameBytes = bytes.readUInt16LE(at + 28);
    const extraBytes = bytes.readUInt16LE(at + 30);
    const isEncrypted = (bytes.readUInt16LE(at + 8) & 1) === 1;
    if (isEncrypted) throw new TableFileNotATable('压缩包设有密码，无法读取；请去掉密码后再上传。');
    const nameEnd = at + 46 + nameBytes;
    const sizes = sizesOf(bytes, at, nameEnd, nameEnd + extraBytes);
    entries.push({
      path: bytes.toString('utf8', at + 46, nameEnd).replace(/^\//, ''),
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      ...sizes,
    });
    at = nameEnd + extraBytes + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

/** The end record stands in the last 64 KiB, before a comment of unknown length. */
function findDirectory(bytes: Buffer): { entryCount: number; directoryAt: number } {
  const earliest = Math.max(0, bytes.length - 22 - 0xffff);
  for (let at = bytes.length - 22; at >= earliest; at--) {
    if (bytes.readUInt32LE(at) !== END_OF_DIRECTORY) continue;
    if (at >= 20 && bytes.readUInt32LE(at - 20) === ZIP64_LOCATOR) {
      const recordAt = uint64(bytes, at - 12);
      if (bytes.readUInt32LE(recordAt) !== ZIP64_END_OF_DIRECTORY) throw damaged();
      return { entryCount: uint64(bytes, recordAt + 32), directoryAt: uint64(bytes, recordAt + 48) };
    }
    return { entryCount: bytes.readUInt16LE(at + 10), directoryAt: bytes.readUInt32LE(at + 16) };
  }
  throw damaged();
}

/** Sizes and offset of a directory entry, from its ZIP64 field where the short fields refer to it. */
function sizesOf(bytes: Buffer, entryAt: number, extraAt: number, extraEnd: number) {
  const short = [24, 20, 42].map((offset) => bytes.readUInt32LE(entryAt + offset));
  let longAt = zip64FieldAt(bytes, extraAt, extraEnd);
  const [inflatedBytes = 0, packed = 0, headerAt = 0] = short.map((value) => {
    if (value !== IN_ZIP64_FIELD) return value;
    longAt += 8;
    return uint64(bytes, longAt - 8);
  });
  return { inflatedBytes, packedBytes: packed, headerAt };
}

/** Where the values of the ZIP64 field (id 1) begin; outside of the file when there is none. */
function zip64FieldAt(bytes: Buffer, extraAt: number, extraEnd: number): number {
  for (let at = extraAt; at + 4 <= extraEnd; at += 4 + bytes.readUInt16LE(at + 2)) {
    if (bytes.readUInt16LE(at) === 1) return at + 4;
  }
  return bytes.length;
}

function uint64(bytes: Buffer, at: number): number {
  return Number(bytes.readBigUInt64LE(at));
}

function refuseBomb(inflatedBytes: number, packedBytes: number): void {
  if (inflatedBytes > INFLATED_BYTES_LIMIT) {
    throw new TableFileZipBomb('解压后超过 1 GB', { inflatedBytes, packedBytes });
  }
  if (inflatedBytes > INFLATION_RATIO_FLOOR_BYTES && inflatedBytes > packedBytes * INFLATION_RATIO_LIMIT) {
    throw new TableFileZipBomb('压缩比过高', { inflatedBytes, packedBytes });
  }
}

function damaged(): TableFileNotATable {
  return new TableFileNotATable(
    '文件不是完整的 xlsx 工作簿（可能没有传完或已损坏），请在 Excel 中打开后另存再上传。',
  );
}
