import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { SystemClock } from '../../src/calendar/clock';
import { Database, openDataSource } from '../../src/database/database';
import { FoundationModule } from '../../src/foundation.module';
import { JobDuty } from '../../src/jobs/job-duty';
import { served } from '../../src/jobs/job-handlers';
import { JobsModule } from '../../src/jobs/jobs.module';
import type { JobContext } from '../../src/queue/job-handler';
import { JOB_NAMES } from '../../src/queue/job-names';
import { Job } from '../../src/queue/job.entity';
import { processConfig } from './process-config';

/** A worker as `src/worker.ts` makes it, whose work takes as many seconds as its last argument says. */
const [databaseUrl, redisUrl, workSeconds] = process.argv.slice(3) as [string, string, string];

class SlowWork {
  async does({ tx, agencyId, job }: JobContext) {
    await tx.query('insert into job_effect values ($1, $2)', [agencyId, job.id]);
    process.stdout.write(`working on ${job.id}\n`);
    await tx.query('select pg_sleep($1)', [Number(workSeconds)]);
    return { worker: process.pid };
  }
}

@Module({ providers: [SlowWork] })
class SlowWorkModule {}

async function main(): Promise<void> {
  const config = processConfig({ databaseUrl, redisUrl });
  const database = new Database(await openDataSource(databaseUrl, [Job]));
  const handlers = JOB_NAMES.map((name) =>
    served(name, SlowWork, (work, job) => work.does(job as JobContext)),
  );
  @Module({
    imports: [
      FoundationModule.of({ config, database, clock: new SystemClock() }),
      SlowWorkModule,
      JobsModule.of(handlers),
    ],
  })
  class WorkerModule {}
  const app = await NestFactory.createApplicationContext(WorkerModule, { logger: false });
  app.get(JobDuty).runJobs();
  process.stdout.write('ready\n');
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
