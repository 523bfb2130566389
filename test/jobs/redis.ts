import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Bull from 'bull';

/** A Redis for one test file. */
export interface TestRedis {
  readonly url: string;
  /** Loses everything that is ours and everybody connected, as a Redis without persistence that is restarted. */
  forgetsAll(): Promise<void>;
  /** Whether it holds the announcement of this id. */
  holds(bullId: string): Promise<boolean>;
  closes(): Promise<void>;
}

/** Whether this machine can run the Bull tests: by a server given in `REDIS_URL`, or one that can be started. */
export const hasRedis =
  Boolean(process.env['REDIS_URL']) || spawnSync('redis-server', ['--version']).status === 0;

/** The Redis of `REDIS_URL`, or else a server of the test's own on a free port. */
export async function openRedis(): Promise<TestRedis> {
  const given = process.env['REDIS_URL'];
  const own = given ? undefined : await startServer();
  const url = given ?? own!.url;
  // Bull's own connection, so that the tests need no second client library.
  const { client, ...queue } = connect(url);
  await new Promise<void>((resolve) =>
    client.status === 'ready' ? resolve() : client.once('ready', () => resolve()),
  );
  const empties = async () => {
    const keys = await client.keys('zufa:*');
    if (keys.length > 0) await client.del(...keys);
  };
  await empties();
  return {
    url,
    forgetsAll: async () => {
      await empties();
      await client.client('KILL', 'TYPE', 'normal');
    },
    holds: async (bullId) => (await client.exists(`zufa:jobs:${bullId}`)) === 1,
    closes: async () => {
      await empties();
      await queue.close();
      own?.stop();
    },
  };
}

function connect(url: string) {
  const queue = new Bull('outside', url);
  queue.on('error', () => undefined);
  return { client: queue.client, close: () => queue.close(true) };
}

async function startServer(): Promise<{ url: string; stop: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'zufa-redis-'));
  const port = await freePort();
  const args = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    folder,
  ];
  const server: ChildProcess = spawn('redis-server', args, { stdio: 'ignore' });
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: () => {
      server.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
