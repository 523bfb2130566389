import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '../../src/database/embedded-postgres';
import { APP_LOGIN, migrate } from '../../src/database/migrate';
import { dumpSchema } from './schema-dump';
import { ROOT } from './source-tree';

/** Migrates an empty database and writes its schema to `schema.sql`. */
async function writeSchema(): Promise<void> {
  const varDir = mkdtempSync(join(tmpdir(), 'zufa-schema-'));
  const server = await startEmbeddedPostgres({ varDir, port: 0, settings: ['fsync=off'] });
  try {
    await migrate(server.ownerUrl, { name: APP_LOGIN, password: 'schema' });
    writeFileSync(join(ROOT, 'schema.sql'), await dumpOf(server.ownerUrl));
  } finally {
    await server.stop();
    rmSync(varDir, { recursive: true, force: true });
  }
}

async function dumpOf(url: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await dumpSchema(client);
  } finally {
    await client.end();
  }
}

writeSchema().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
