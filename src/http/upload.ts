import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import busboy from 'busboy';
import type { ActorRequest } from '../access/allow';
import { DomainError, Listed } from '../errors/domain-error';
import { RequestInvalid } from '../errors/request.errors';

/** A return file of a million lines has about 100 MB; nothing an office handles is larger. */
export const MAX_UPLOAD_BYTES = 128 * 1024 * 1024;

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

/** The file of a multipart request. Refuses a request without one. */
export const UploadedFile = createParamDecorator((_: unknown, context: ExecutionContext): Upload => {
  const { upload } = context.switchToHttp().getRequest<UploadRequest>();
  if (!upload) throw new RequestInvalid(['请用 multipart/form-data 上传文件，字段名为 file']);
  return upload;
});

/**
 * Receives a multipart request: its one file into a temporary folder, hashed and measured on the way, its fields into
 * `request.body`. The caller removes the folder with `discard` after answering.
 */
export async function receiveUpload(request: UploadRequest): Promise<{ discard: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'zufa-upload-'));
  const discard = () => rm(folder, { recursive: true, force: true });
  try {
    const form = busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      limits: { files: 1, fields: 20, fieldSize: 10_000 },
    });
    const fields: Record<string, string> = {};
    let receiving: Promise<Upload> | undefined;
    form.on('field', (name, value) => (fields[name] = value));
    form.on('file', (_field, stream, { filename }) => {
      receiving = receive(stream, filename ?? 'file', folder);
      // Reported by `await receiving`; without a listener here Node would call it unhandled first.
      receiving.catch(() => request.unpipe(form) && request.resume());
    });
    const parsed = new Promise<void>((resolve, reject) => {
      form.once('close', resolve);
      form.once('error', reject);
      request.once('aborted', () => reject(new RequestInvalid(['上传中断'])));
    });
    request.pipe(form);
    await Promise.race([parsed, untilFailure(() => receiving)]);
    if (receiving) request.upload = await receiving;
    request.body = fields;
    return { discard };
  } catch (error) {
    await discard();
    if (error instanceof DomainError) throw error;
    throw new RequestInvalid([`上传内容无法读取：${(error as Error).message}`]);
  }
}

/** Rejects as soon as the file is refused, so that the answer does not wait for the rest of a huge body. */
async function untilFailure(receiving: () => Promise<Upload> | undefined): Promise<never> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const current = receiving();
    if (current) {
      await current;
      return new Promise(() => undefined);
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
