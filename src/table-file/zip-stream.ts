import { Readable, pipeline } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

/** One file of an archive, given while it is being made. */
export interface ZipPart {
  path: string;
  content: Iterable<Buffer> | AsyncIterable<Buffer>;
}

interface WrittenPart {
  path: Buffer;
  crc: number;
  packedBytes: number;
  inflatedBytes: number;
  headerAt: number;
}

/** Sizes follow the data (bit 3), names are UTF-8 (bit 11). */
const FLAGS = 0x0808;
const DEFLATED = 8;
const VERSION = 20;
/** 1980-01-01, the first date the format knows: the same content gives the same bytes at any time. */
const FIXED_DATE = 0x0021;

/** An archive made of these parts, in blocks; nothing is kept but sizes and checksums. */
export async function* zipStream(parts: Iterable<ZipPart>): AsyncGenerator<Buffer> {
  const written: WrittenPart[] = [];
  let position = 0;
  for (const { path, content } of parts) {
    const part = { path: Buffer.from(path), crc: 0, packedBytes: 0, inflatedBytes: 0, headerAt: position };
    const header = Buffer.concat([u32(0x04034b50), u16(VERSION), fields(part), part.path]);
    yield header;
    for await (const block of deflate(content, part)) {
      part.packedBytes += block.length;
      yield block;
    }
    const descriptor = Buffer.concat([u32(0x08074b50), sizes(part)]);
    yield descriptor;
    position += header.length + part.packedBytes + descriptor.length;
    written.push(part);
  }
  yield directory(written, position);
}

async function* deflate(content: ZipPart['content'], part: WrittenPart): AsyncGenerator<Buffer> {
  const deflating = createDeflateRaw();
  // The callback only ties the two lifetimes together; the loop below is where an error surfaces.
  pipeline(Readable.from(measured(content, part)), deflating, () => undefined);
  for await (const block of deflating) yield block as Buffer;
}

async function* measured(content: ZipPart['content'], part: WrittenPart): AsyncGenerator<Buffer> {
  for await (const block of content) {
    part.crc = crc32(block, part.crc);
    part.inflatedBytes += block.length;
    yield block;
  }
}

function directory(parts: WrittenPart[], directoryAt: number): Buffer {
  const entries = parts.map((part) =>
    Buffer.concat([
      u32(0x02014b50),
      u16(VERSION),
      u16(VERSION),
      fields(part),
      Buffer.alloc(10), // no comment, first disk, no attributes
      u32(part.headerAt),
      part.path,
    ]),
  );
  const all = Buffer.concat(entries);
  const count = u16(parts.length);
  return Buffer.concat([
    all,
    u32(0x06054b50),
    u32(0),
    count,
    count,
    u32(all.length),
    u32(directoryAt),
    u16(0),
  ]);
}

/** What local header and directory entry have in common; in the local header the sizes are still 0. */
function fields(part: WrittenPart): Buffer {
  return Buffer.concat([
    u16(FLAGS),
    u16(DEFLATED),
    u16(0),
    u16(FIXED_DATE),
    sizes(part),
    u16(part.path.length),
    u16(0),
  ]);
}

function sizes(part: WrittenPart): Buffer {
  return Buffer.concat([u32(part.crc), u32(part.packedBytes), u32(part.inflatedBytes)]);
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
