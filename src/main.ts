import 'reflect-metadata';
import { SystemClock } from './calendar/clock';
import { closeOnSignal } from './close-on-signal';
import { ConfigInvalid, readConfig } from './config/config';
import { EmbeddedDatabaseRefused } from './database/embedded-postgres';
import { MigrationsDiffer } from './database/migrate';
import { DiskFull, isDiskFull } from './errors/request.errors';
import { removeAbandonedUploads } from './http/upload';
import { createLogger } from './logging/logger';
import { createHttpApp } from './http-app';
import { openFoundation, type OpenFoundation } from './open-foundation';

/** Starts the API; in embedded mode the database comes with it. */
async function main(): Promise<void> {
  const onSignal = closeOnSignal();
  const config = readConfig();
  const logger = createLogger(config.logLevel);
  const clock = new SystemClock();
  const foundation = await openFoundation(config, clock);
  onSignal(() => foundation.close());
  await removeAbandonedUploads(clock.now());
  const app = await createHttpApp(foundation);
  onSignal(() => app.close());
  try {
    await app.listen(config.httpPort, config.httpHost);
  } catch (error) {
    await foundation.close();
    if ((error as { code?: string }).code === 'EADDRINUSE') {
      throw new EmbeddedDatabaseRefused(`端口 ${config.httpPort} 已被别的程序占用。请用 PORT 换一个端口。`);
    }
    throw error;
  }
  const address = `http://${config.httpHost}:${config.httpPort}`;
  logger.info({ address }, 'listening');
  await greetFirstStart(foundation, address);
}

/** At the first start there is no agency and nobody who could sign in: say how to make both. */
async function greetFirstStart({ database, config }: OpenFoundation, address: string): Promise<void> {
  const agencies: unknown[] = await database.dataSource.query('select from agency limit 1');
  const lines = [`足发已启动：${address}（接口文档 ${address}/api/docs）`];
  if (agencies.length === 0) {
    lines.push(
      '首次启动：请另开一个终端，建立经办机构并设定系统管理员密码：',
      // A production image holds the compiled program, without what `npm run` would build.
      config.databaseUrl ? '  node dist/src/cli.js agency' : '  npm run agency',
      config.databaseUrl
        ? '（口令为环境变量 SETUP_TOKEN）'
        : `（口令在 ${config.varDir}/setup-token，命令会自行读取）`,
    );
  }
  process.stdout.write(`${lines.join('\n')}\n`);
}

main().catch((error: unknown) => {
  const known =
    error instanceof ConfigInvalid ||
    error instanceof EmbeddedDatabaseRefused ||
    error instanceof MigrationsDiffer;
  const sentence = isDiskFull(error) ? new DiskFull().detail : (error as Error).message;
  process.stderr.write(
    `${known || isDiskFull(error) ? sentence : ((error as Error)?.stack ?? String(error))}\n`,
  );
  process.exit(1);
});
