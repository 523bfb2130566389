import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

const RUNNER = join(__dirname, '..', 'jobs', 'run-typescript.mjs');
const MAIN = join(__dirname, '..', '..', 'src', 'main.ts');

/** The product as a process of its own, as `npm start` runs it, that can be killed. */
export class ServerProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly apiUrl: string,
    readonly output: () => string,
  ) {}

  /** Starts the product on a data folder; resolves when it says that it has started, rejects with what it says otherwise. */
  static async start(varDir: string, env: Record<string, string> = {}): Promise<ServerProcess> {
    const port = String(env['PORT'] ?? (await freePort()));
    const child = spawn(process.execPath, [RUNNER, MAIN], {
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        ZUFA_VAR: varDir,
        LOG_LEVEL: 'error',
        ...env,
        PORT: port,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const started = new Promise<void>((resolve, reject) => {
      const hear = (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes('足发已启动')) resolve();
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('exit', (code) => reject(new Error(`exit ${code}: ${output}`)));
    });
    await started;
    return new ServerProcess(child, `http://127.0.0.1:${port}/api/v1`, () => output);
  }

  /** As a power cut would end it. */
  async kills(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }

  /** As Ctrl-C ends it. */
  async stops(): Promise<number | null> {
    const gone = once(this.child, 'exit');
    this.child.kill('SIGINT');
    return (await gone)[0] as number | null;
  }
}

let folderCount = 0;

/**
 * A new folder under the project, open to all: a server started as root runs as the user postgres, who must reach it.
 * Nothing is in it but what the test puts there; `remove` takes it away again.
 */
export function freshFolder(): { varDir: string; remove(): void } {
  folderCount += 1;
  const folder = join(process.cwd(), `.test-${process.pid}-${folderCount}`);
  mkdirSync(folder, { mode: 0o755 });
  return { varDir: join(folder, 'var'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
