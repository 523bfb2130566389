import { Clock } from './calendar/clock';
import { keptSecret, type Config } from './config/config';
import { Database, openDataSource } from './database/database';
import { startEmbeddedPostgres } from './database/embedded-postgres';
import { APP_LOGIN, migrate } from './database/migrate';
import { ENTITIES } from './entities';
import type { Foundation } from './foundation.module';

/** What an entry holds while the process runs. */
export interface OpenFoundation extends Foundation {
  close(): Promise<void>;
}

/**
 * Opens the database: the configured server, or the embedded one, which is started and migrated here. A configured
 * server is migrated by `cli migrate`, whose login owns the schema; the application's login cannot.
 */
export async function openFoundation(config: Config, clock: Clock): Promise<OpenFoundation> {
  if (config.databaseUrl) {
    const source = await openDataSource(config.databaseUrl, ENTITIES);
    return { config, clock, database: new Database(source), close: () => source.destroy() };
  }
  const server = await startEmbeddedPostgres({ varDir: config.varDir, port: config.embeddedPort });
  try {
    const login = { name: APP_LOGIN, password: keptSecret(config.varDir, 'app-password') };
    await migrate(server.ownerUrl, login);
    const url = new URL(server.ownerUrl);
    url.username = login.name;
    url.password = login.password;
    const source = await openDataSource(url.toString(), ENTITIES);
    const close = async () => {
      await source.destroy();
      await server.stop();
    };
    return { config, clock, database: new Database(source), close };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
