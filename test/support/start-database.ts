import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbeddedPostgres, type EmbeddedDatabase } from '../../src/database/embedded-postgres';
import { APP_LOGIN, migrate } from '../../src/database/migrate';

declare global {
  var zufaTestServer: EmbeddedDatabase | undefined;
}

/** Durability is not what the suite tests (the crash tests start a server of their own), so it is traded for speed. */
const SETTINGS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=100'];

/** One real PostgreSQL per run, its database `zufa` migrated once and cloned by every test file. */
export default async function startDatabase(): Promise<void> {
  const varDir = mkdtempSync(join(process.cwd(), '.test-'));
  const server = await startEmbeddedPostgres({ varDir, port: 0, settings: SETTINGS });
  await migrate(server.ownerUrl, { name: APP_LOGIN, password: 'test' });
  process.env['ZUFA_TEST_OWNER_URL'] = server.ownerUrl;
  process.env['ZUFA_TEST_VAR'] = varDir;
  globalThis.zufaTestServer = server;
}
