import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SettableClock } from '../src/calendar/clock';
import type { Config } from '../src/config/config';
import { EmbeddedDatabaseRefused } from '../src/database/embedded-postgres';
import { createHttpApp } from '../src/http-app';
import { openFoundation } from '../src/open-foundation';

/** Where the demonstration leaves what it makes. */
export const DEMO_DIR = resolve('var/demo');
/** Two printed secrets of an installation that holds nobody real; a real one draws its own at the first start. */
export const SETUP_TOKEN = 'zufa-demonstration-setup-token-2025';
/** Holds the number of the process that is using the folder. */
const PID_FILE = join(DEMO_DIR, 'demo.pid');
const VAULT_SECRET = createHash('sha256').update('zufa demonstration').digest();

/** The product as it runs for the demonstration. */
export interface RunningProduct {
  readonly apiUrl: string;
  readonly clock: SettableClock;
  close(): Promise<void>;
}

/**
 * Opens the product in this process on an empty database of its own, with a clock that is moved by hand, listening
 * on loopback; port 0 takes any free one. What an earlier run left is deleted, so that every run is the same.
 */
export async function openProduct(httpPort: number): Promise<RunningProduct> {
  claimDemoDir();
  const varDir = join(DEMO_DIR, 'db');
  rmSync(varDir, { recursive: true, force: true });
  const config: Config = {
    varDir,
    databaseUrl: null,
    databaseOwnerUrl: null,
    redisUrl: null,
    httpHost: '127.0.0.1',
    httpPort,
    embeddedPort: 0,
    logLevel: 'error',
    vaultKeys: [{ id: 1, secret: VAULT_SECRET }],
    setupToken: SETUP_TOKEN,
    smsGateway: null,
  };
  const clock = new SettableClock();
  const foundation = await openFoundation(config, clock);
  try {
    const app = await createHttpApp(foundation);
    await app.listen(httpPort, config.httpHost);
    const close = async () => {
      await app.close();
      await foundation.close();
      rmSync(PID_FILE, { force: true });
    };
    return { apiUrl: `${await app.getUrl()}/api/v1`, clock, close };
  } catch (error) {
    await foundation.close();
    if ((error as { code?: string }).code === 'EADDRINUSE') {
      throw new EmbeddedDatabaseRefused(`端口 ${httpPort} 已被别的程序占用。请用 PORT 换一个端口。`);
    }
    throw error;
  }
}

/** Refuses while another demonstration runs: its database would be deleted under its feet. */
function claimDemoDir(): void {
  mkdirSync(DEMO_DIR, { recursive: true });
  const pid = existsSync(PID_FILE) ? Number(readFileSync(PID_FILE, 'utf8')) : 0;
  if (pid > 0 && pid !== process.pid && isAlive(pid)) {
    throw new EmbeddedDatabaseRefused(
      `另一个演示（进程 ${pid}）正在使用 ${DEMO_DIR}。请先结束它；如果它不是足发演示，请删除 ${PID_FILE} 后重试。`,
    );
  }
  writeFileSync(PID_FILE, String(process.pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return (error as { code?: string }).code === 'EPERM';
  }
}
