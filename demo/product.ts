import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SettableClock } from '../src/calendar/clock';
import type { Config } from '../src/config/config';
import { createHttpApp } from '../src/http-app';
import { openFoundation } from '../src/open-foundation';

/** Where the demonstration leaves what it makes. */
export const DEMO_DIR = resolve('var/demo');
/** Two printed secrets of an installation that holds nobody real; a real one draws its own at the first start. */
export const SETUP_TOKEN = 'zufa-demonstration-setup-token-2025';
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
  };
  const clock = new SettableClock();
  const foundation = await openFoundation(config, clock);
  try {
    const app = await createHttpApp(foundation);
    await app.listen(httpPort, config.httpHost);
    const close = async () => {
      await app.close();
      await foundation.close();
    };
    return { apiUrl: `${await app.getUrl()}/api/v1`, clock, close };
  } catch (error) {
    await foundation.close();
    throw error;
  }
}
