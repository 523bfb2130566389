import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import busboy, { type Busboy } from 'busboy';
import type { ActorRequest } from '../access/allow';
import { DomainError, Listed } from '../errors/domain-error';
import { DiskFull, isDiskFull, RequestInvalid } from '../errors/request.errors';

/** A return file of a million lines has about 100 MB; nothing an office handles is larger. */
export const MAX_UPLOAD_BYTES = 128 * 1024 * 1024;

const UPLOAD_PREFIX = 'zufa-upload-';
const ABANDONED_AFTER_MS = 24 * 3_600_000;

/** A file received into a temporary folder; it is gone when the request has been answered. */
export interface Upload {
  readonly name: string;
  readonly path: string;
  readonly sha256: Buffer;
  readonly sizeBytes: number;
}

/** The uploaded file is larger than any file the office handles. */
@Listed()
export class UploadTooLarge extends DomainError {
  static readonly code = 'upload_too_large';
  static readonly status = 413;
  static readonly title = '上传文件过大';
  constructor() {
    super(`上传文件不能超过 ${MAX_UPLOAD_BYTES / 1024 / 1024} MB，请拆分后再上传。`, {
      limitBytes: MAX_UPLOAD_BYTES,
    });
  }
}

export type UploadRequest = ActorRequest & { upload?: Upload };

/** The file of a multipart request. Refuses a request without one, and an empty one, which proves and says nothing. */
export const UploadedFile = createParamDecorator((_: unknown, context: ExecutionContext): Upload => {
  const { upload } = context.switchToHttp().getRequest<UploadRequest>();
  if (!upload) throw new RequestInvalid(['请用 multipart/form-data 上传文件，字段名为 file']);
  if (upload.sizeBytes === 0) throw new RequestInvalid([`文件“${upload.name}”是空的，请重新选择文件`]);
  return upload;
});

/**
 * Receives a multipart request: its one file into a temporary folder, hashed and measured on the way, its fields into
 * `request.body`. The caller removes the folder with `discard` after answering. A refusal does not wait for the rest of
 * a huge body, which is read and thrown away; neither open files nor the folder survive it. Throws `UploadTooLarge`,
 * `DiskFull`, and `RequestInvalid` when the request breaks off or cannot be read.
 */
export async function receiveUpload(request: UploadRequest): Promise<{ discard: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), UPLOAD_PREFIX));
  const discard = () => rm(folder, { recursive: true, force: true });
  let form: Busboy | undefined;
  let receiving: Promise<Upload> | undefined;
  try {
    const parser = busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      limits: { files: 1, fields: 20, fieldSize: 10_000 },
    });
    form = parser;
    const fields: Record<string, string> = {};
    await new Promise<void>((resolve, reject) => {
      parser.on('field', (name, value) => (fields[name] = value));
      parser.on('file', (_field, stream, { filename }) => {
        receiving = receive(stream, filename ?? 'file', folder);
        receiving.catch(reject);
      });
      parser.once('filesLimit', () => reject(new RequestInvalid(['一次只能上传一个文件，请分几次上传'])));
      parser.once('close', resolve);
      // Not `once`: a form that is destroyed before its end reports that as well.
      parser.on('error', reject);
      const brokenOff = () => reject(new RequestInvalid(['上传中断']));
      request.once('aborted', brokenOff);
      if (request.destroyed) brokenOff();
      else request.pipe(parser);
    });
    if (receiving) request.upload = await receiving;
    request.body = fields;
    return { discard };
  } catch (error) {
    if (form) {
      request.unpipe(form);
      form.destroy();
    }
    request.resume();
    await receiving?.catch(() => undefined);
    await discard();
    if (error instanceof DomainError) throw error;
    if (isDiskFull(error)) throw new DiskFull();
    throw new RequestInvalid(['上传内容无法读取，可能没有传完，请重新上传']);
  }
}

/**
 * Removes the folders of uploads whose process was killed before it could answer. Several processes share the temporary
 * folder, so only what is older than a day goes, which no request is; what belongs to somebody else stays.
 */
export async function removeAbandonedUploads(now: Date): Promise<void> {
  const found = await readdir(tmpdir()).catch(() => []);
  const names = found.filter((name) => name.startsWith(UPLOAD_PREFIX));
  for (const name of names) {
    const folder = join(tmpdir(), name);
    try {
      const { mtime } = await lstat(folder);
      if (now.getTime() - mtime.getTime() > ABANDONED_AFTER_MS)
        await rm(folder, { recursive: true, force: true });
    } catch {
      // Another process was quicker, or it is not ours to remove.
    }
  }
}

async function receive(stream: Readable, filename: string, folder: string): Promise<Upload> {
  const name = basename(filename).normalize('NFC').slice(-200) || 'file';
  const path = join(folder, 'content');
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sizeBytes += chunk.length;
      hash.update(chunk);
      if (sizeBytes > MAX_UPLOAD_BYTES) done(new UploadTooLarge());
      else done(null, chunk);
    },
  });
  await pipeline(stream, meter, createWriteStream(path));
  return { name, path, sha256: hash.digest(), sizeBytes };
}
