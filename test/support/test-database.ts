import { Client } from 'pg';
import { APP_LOGIN } from '../../src/database/migrate';
import { Database, openDataSource } from '../../src/database/database';
import { ENTITIES } from '../../src/entities';

/** A database of this test file's own, cloned from the migrated template. */
export interface TestDatabase {
  readonly database: Database;
  /** The application's unprivileged login. */
  readonly appUrl: string;
  /** The owner's login: for looking behind the application's back. */
  readonly ownerUrl: string;
  close(): Promise<void>;
}

let cloned = 0;

/** Clones the template. Every test file opens its own, so no test can disturb another. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const template = process.env['ZUFA_TEST_OWNER_URL'];
  if (!template) throw new Error('the test database is started by jest’s global setup');
  cloned += 1;
  const name = `test_${process.pid}_${process.env['JEST_WORKER_ID'] ?? 0}_${cloned}_${Math.round(performance.now())}`;
  await asOwner(template, 'postgres', (client) => client.query(`create database ${name} template zufa`));
  const ownerUrl = withDatabase(template, name);
  await asOwner(template, name, (client) =>
    client.query(`grant connect, temporary on database ${name} to zufa_app`),
  );
  const app = new URL(ownerUrl);
  app.username = APP_LOGIN;
  app.password = 'test';
  const appUrl = app.toString();
  const source = await openDataSource(appUrl, ENTITIES);
  return {
    database: new Database(source),
    appUrl,
    ownerUrl,
    close: async () => {
      await source.destroy();
      await asOwner(template, 'postgres', (client) => client.query(`drop database ${name} with (force)`));
    },
  };
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.toString();
}

async function asOwner(
  template: string,
  name: string,
  work: (client: Client) => Promise<unknown>,
): Promise<void> {
  const client = new Client({ connectionString: withDatabase(template, name) });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
