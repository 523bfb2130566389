import { crc32 } from 'node:zlib';
import { fromBufferPromise, getFileNameLowLevel, type Entry, type ZipFile } from 'yauzl';
import {
  ARCHIVE_ENTRY_LIMIT,
  INFLATED_BYTES_LIMIT,
  INFLATION_RATIO_FLOOR_BYTES,
  INFLATION_RATIO_LIMIT,
  SMALL_PART_BYTES_LIMIT,
} from './table-file.limits';
import { TableFileNotATable, TableFileZipBomb } from './table-file.errors';

/**
 * A workbook's container, read from memory part by part.
 *
 * A bomb is stopped twice: by the sizes the directory declares, before anything is inflated, and
 * while inflating by yauzl, which lets no part grow beyond its declared size.
 */
export class WorkbookArchive {
  private constructor(
    private readonly zip: ZipFile,
    private readonly parts: ReadonlyMap<string, Entry>,
  ) {}

  /** @throws TableFileNotATable for a damaged archive, TableFileZipBomb by the declared sizes */
  static async open(bytes: Buffer): Promise<WorkbookArchive> {
    // Names are only looked up, never written to disk, so yauzl need not judge them.
    const zip = await orDamaged(fromBufferPromise(bytes, { decodeStrings: false }));
    const { entryCount } = zip;
    if (entryCount > ARCHIVE_ENTRY_LIMIT) {
      throw new TableFileZipBomb(`内含 ${entryCount} 个部件`, { entryCount, limit: ARCHIVE_ENTRY_LIMIT });
    }
    const entries = await orDamaged(entriesOf(zip));
    if (entries.some((entry) => entry.isEncrypted())) {
      throw new TableFileNotATable('压缩包设有密码，无法读取；请去掉密码后再上传。');
    }
    const inflatedBytes = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
    refuseBomb(inflatedBytes, bytes.length);
    return new WorkbookArchive(zip, new Map(entries.map((entry) => [partKey(nameOf(entry)), entry])));
  }

  /** Whether the archive holds the part. */
  has(path: string): boolean {
    return this.parts.has(partKey(path));
  }

  /** The inflated bytes of one part, block by block. @throws TableFileNotATable */
  async *read(path: string): AsyncGenerator<Buffer> {
    const part = this.parts.get(partKey(path));
    if (!part) throw damaged();
    let checksum = 0;
    try {
      for await (const block of await this.zip.openReadStreamPromise(part)) {
        // yauzl compares sizes, not checksums.
        checksum = crc32(block as Buffer, checksum);
        yield block as Buffer;
      }
    } catch {
      throw damaged();
    }
    if (checksum !== part.crc32) throw damaged();
  }

  /** As {@link read}, for the parts that are small in every real workbook. @throws TableFileZipBomb */
  readSmall(path: string): AsyncGenerator<Buffer> {
    if ((this.parts.get(partKey(path))?.uncompressedSize ?? 0) > SMALL_PART_BYTES_LIMIT) {
      throw new TableFileZipBomb('样式表或目录过大', { path, limitBytes: SMALL_PART_BYTES_LIMIT });
    }
    return this.read(path);
  }
}

async function entriesOf(zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) entries.push(entry);
  return entries;
}

function nameOf(entry: Entry): string {
  return getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
}

/** Part names do not tell upper from lower case (ECMA-376); some exporters begin them with a slash. */
function partKey(path: string): string {
  return path.replace(/^\//, '').toLowerCase();
}

function refuseBomb(inflatedBytes: number, packedBytes: number): void {
  if (inflatedBytes > INFLATED_BYTES_LIMIT) {
    throw new TableFileZipBomb('解压后超过 1 GB', { inflatedBytes, packedBytes });
  }
  if (inflatedBytes > INFLATION_RATIO_FLOOR_BYTES && inflatedBytes > packedBytes * INFLATION_RATIO_LIMIT) {
    throw new TableFileZipBomb('压缩比过高', { inflatedBytes, packedBytes });
  }
}

/** Everything is in memory, so whatever yauzl fails at is the archive's fault. */
async function orDamaged<Value>(reading: Promise<Value>): Promise<Value> {
  try {
    return await reading;
  } catch {
    throw damaged();
  }
}

function damaged(): TableFileNotATable {
  return new TableFileNotATable(
    '文件不是完整的 xlsx 工作簿（可能没有传完或已损坏），请在 Excel 中打开后另存再上传。',
  );
}
