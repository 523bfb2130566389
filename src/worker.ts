import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';
import { SystemClock } from './calendar/clock';
import { closeOnSignal } from './close-on-signal';
import { ConfigInvalid, readConfig } from './config/config';
import { JobDuty } from './jobs/job-duty';
import { createLogger, NestLogger } from './logging/logger';
import { openFoundation } from './open-foundation';

/** Runs jobs beside one or more API processes, with any number of its like. It has no HTTP and needs Redis. */
async function main(): Promise<void> {
  const onSignal = closeOnSignal();
  const config = readConfig();
  if (!config.redisUrl) {
    throw new ConfigInvalid([
      '后台任务进程需要设置 REDIS_URL；不设 REDIS_URL 时任务由主程序自行办理，不必启动本进程',
    ]);
  }
  const logger = createLogger(config.logLevel);
  const foundation = await openFoundation(config, new SystemClock());
  onSignal(() => foundation.close());
  const app = await NestFactory.createApplicationContext(AppModule.of(foundation), {
    logger: new NestLogger(logger),
  });
  onSignal(() => app.close());
  app.get(JobDuty).runJobs();
  logger.info('worker is waiting for jobs');
}

main().catch((error: unknown) => {
  const known = error instanceof ConfigInvalid;
  process.stderr.write(`${known ? error.message : ((error as Error)?.stack ?? String(error))}\n`);
  process.exit(1);
});
