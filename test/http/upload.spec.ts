import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { createServer, request, type ClientRequest, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import { join } from 'node:path';
import { DomainError } from '../../src/errors/domain-error';
import {
  MAX_UPLOAD_BYTES,
  receiveUpload,
  removeAbandonedUploads,
  type UploadRequest,
} from '../../src/http/upload';

const OPENING =
  '--edge\r\ncontent-disposition: form-data; name="file"; filename="名册.csv"\r\n' +
  'content-type: text/csv\r\n\r\n';
const FIELD = '--edge\r\ncontent-disposition: form-data; name="month"\r\n\r\n2025-01\r\n';
const END = '--edge--\r\n';

describe('An upload', () => {
  let folder: string;
  let server: Server;
  let outcome: Promise<{ request: UploadRequest; discard: () => Promise<void> } | DomainError>;

  beforeEach(async () => {
    folder = mkdtempSync(join(os.tmpdir(), 'zufa-test-'));
    jest.spyOn(os, 'tmpdir').mockReturnValue(folder);
    let settle: (value: typeof outcome) => void;
    outcome = new Promise((resolve) => (settle = resolve));
    server = createServer((incoming, response) => {
      const upload = receiveUpload(incoming as UploadRequest).then(
        ({ discard }) => {
          response.end();
          return { request: incoming as UploadRequest, discard };
        },
        (error: DomainError) => {
          response.statusCode = error.status;
          response.end();
          return error;
        },
      );
      settle(upload);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });

  const sends = (contentType = 'multipart/form-data; boundary=edge'): ClientRequest => {
    const { port } = server.address() as AddressInfo;
    const sending = request({ port, method: 'POST', headers: { 'content-type': contentType } });
    // The server may close while the client still sends.
    sending.on('error', () => undefined);
    return sending;
  };
  const refused = async () => {
    const refusal = await outcome;
    if (!(refusal instanceof DomainError)) throw new Error('the upload was received');
    return refusal;
  };

  it('is received with its fields, its name, its size and its hash, and is gone when it is discarded', async () => {
    sends().end(`${FIELD}${OPENING}a,b\r\n${END}`);
    const result = await outcome;
    if (result instanceof DomainError) throw result;
    const { upload, body } = result.request;

    expect(body).toEqual({ month: '2025-01' });
    expect(upload).toMatchObject({
      name: '名册.csv',
      sizeBytes: 3,
      sha256: createHash('sha256').update('a,b').digest(),
    });
    expect(readFileSync(upload!.path, 'utf8')).toBe('a,b');
    await result.discard();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('may have fields and no file', async () => {
    sends().end(`${FIELD}${END}`);
    const result = await outcome;
    if (result instanceof DomainError) throw result;

    expect(result.request.upload).toBeUndefined();
    expect(result.request.body).toEqual({ month: '2025-01' });
  });

  it('is refused while the rest of it is still being sent, and leaves nothing', async () => {
    const sending = sends();
    const answered = once(sending, 'response') as Promise<[IncomingMessage]>;
    sending.write(OPENING);
    const piece = Buffer.alloc(1024 * 1024);
    for (let sent = 0; sent <= MAX_UPLOAD_BYTES; sent += piece.length)
      if (!sending.write(piece)) await once(sending, 'drain');
    const [answer] = await answered;

    expect(answer.statusCode).toBe(413);
    expect((await refused()).code).toBe('upload_too_large');
    expect(readdirSync(folder)).toEqual([]);
    sending.destroy();
  });

  it.each`
    what                           | sent
    ${'before the file'}           | ${FIELD}
    ${'in the middle of the file'} | ${`${OPENING}a,b`}
  `('is refused when the client breaks off $what, and leaves nothing', async ({ sent }) => {
    const sending = sends();
    sending.write(sent);
    while (readdirSync(folder).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    sending.destroy();

    expect(await refused()).toMatchObject({ code: 'request_invalid', facts: { problems: ['上传中断'] } });
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each`
    what                     | contentType                             | sent
    ${'has no boundary'}     | ${'multipart/form-data'}                | ${''}
    ${'ends before the end'} | ${'multipart/form-data; boundary=edge'} | ${FIELD}
    ${'ends in the file'}    | ${'multipart/form-data; boundary=edge'} | ${`${OPENING}a,b`}
  `('is refused when it $what, and leaves nothing', async ({ contentType, sent }) => {
    sends(contentType).end(sent);

    expect((await refused()).detail).toContain('上传内容无法读取');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is refused when it holds two files, for one of them would be lost', async () => {
    sends().end(`${OPENING}a,b\r\n${OPENING}c,d\r\n${END}`);

    expect((await refused()).detail).toContain('一次只能上传一个文件');
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each`
    name                 | ageHours | stays
    ${'zufa-upload-old'} | ${24.1}  | ${false}
    ${'zufa-upload-new'} | ${23.9}  | ${true}
    ${'another-program'} | ${24.1}  | ${true}
  `('of a killed process is removed after a day: $name stays $stays', async ({ name, ageHours, stays }) => {
    const now = new Date('2025-01-06T00:00:00Z');
    const left = join(folder, name);
    mkdirSync(left);
    const at = new Date(now.getTime() - ageHours * 3_600_000);
    utimesSync(left, at, at);
    await removeAbandonedUploads(now);

    expect(existsSync(left)).toBe(stays);
  });
});
