import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../access/actor';
import { Clock } from '../calendar/clock';
import { copyRows, wholeNumber } from '../database/copy-rows';
import { NotFound } from '../errors/request.errors';
import { Vault } from '../vault/vault';
import { StoredFile } from './stored-file.entity';

/** One row per megabyte: a 100 MB file is 100 rows, and no piece of it is ever whole in memory. */
const CHUNK_BYTES = 1024 * 1024;

/** A received file on disk, as the upload leaves it. */
export interface ReceivedFile {
  readonly name: string;
  readonly path: string;
  readonly sha256: Buffer;
  readonly sizeBytes: number;
}

/** Keeps every file that came in, encrypted in the database, so that any worker can read it and a backup holds it. */
@Injectable()
export class FileStore {
  constructor(
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** Stores a received file in the caller's transaction and gives its id. */
  async keep(tx: EntityManager, actor: Actor, file: ReceivedFile): Promise<number> {
    const { name, sha256, sizeBytes } = file;
    const { agencyId } = actor;
    const inserted = await tx.insert(StoredFile, {
      agencyId,
      name,
      sha256,
      sizeBytes,
      createdBy: actor.userId,
      createdAt: this.clock.now(),
    });
    const fileId = (inserted.identifiers[0] as { id: number }).id;
    let seq = 0;
    for await (const chunk of createReadStream(file.path, { highWaterMark: CHUNK_BYTES })) {
      await tx.query(
        'insert into stored_file_chunk (agency_id, file_id, seq, content) values ($1, $2, $3, $4)',
        [agencyId, fileId, seq, this.vault.encryptBytes(chunk as Buffer)],
      );
      seq += 1;
    }
    return fileId;
  }

  /** The name and content of a stored file, chunk by chunk, through the caller's transaction. */
  async open(
    tx: EntityManager,
    agencyId: number,
    fileId: number,
  ): Promise<{ name: string; content: Readable }> {
    const file = await tx.findOne(StoredFile, { where: { agencyId, id: fileId } });
    if (!file) throw new NotFound('文件', fileId);
    return {
      name: file.name,
      content: Readable.from(this.chunks(tx, agencyId, fileId), { objectMode: false }),
    };
  }

  /**
   * Hands a stored file over chunk by chunk in one COPY, eight times as fast as `open`; for whoever asks the database
   * nothing else meanwhile.
   */
  async hand(
    tx: EntityManager,
    agencyId: number,
    fileId: number,
    take: (chunk: Buffer) => Promise<void>,
  ): Promise<void> {
    const statement = `copy (
      select content from stored_file_chunk
      where agency_id = ${wholeNumber(agencyId)} and file_id = ${wholeNumber(fileId)} order by seq
    ) to stdout (format binary)`;
    for await (const chunks of copyRows(tx, statement, (fields) =>
      this.vault.decryptBytes(fields.bytes(0)!),
    )) {
      for (const chunk of chunks) await take(chunk);
    }
  }

  private async *chunks(tx: EntityManager, agencyId: number, fileId: number): AsyncGenerator<Buffer> {
    for (let seq = 0; ; seq += 1) {
      const rows: { content: Buffer }[] = await tx.query(
        'select content from stored_file_chunk where agency_id = $1 and file_id = $2 and seq = $3',
        [agencyId, fileId, seq],
      );
      if (!rows[0]) return;
      yield this.vault.decryptBytes(rows[0].content);
    }
  }
}
