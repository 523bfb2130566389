import { Global, Module, type DynamicModule } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { CONFIG, type Config } from '../config/config';
import { JobRunner } from '../queue/job-runner';
import { Queue } from '../queue/queue';
import { BullRunner } from './bull-runner';
import { InProcessRunner } from './in-process-runner';
import { JobDuty } from './job-duty';
import { JobExecution } from './job-execution';
import { JobHandlers, type FindService, type HandlerRow } from './job-handlers';
import { JobSweep } from './job-sweep';
import { JobController } from './job.controller';
import { Runner } from './runner';

/**
 * Gives every module the queue, and the process its part in the jobs: with Redis an API process only announces and
 * the processes of `worker.ts` run; without Redis the one process does both.
 */
@Global()
@Module({})
export class JobsModule {
  /** Boot fails with `HandlersIncomplete` unless each job name has exactly one row in `handlers`. */
  static of(handlers: readonly HandlerRow[]): DynamicModule {
    return {
      module: JobsModule,
      controllers: [JobController],
      providers: [
        Queue,
        {
          provide: Runner,
          inject: [CONFIG],
          useFactory: ({ redisUrl }: Config) => (redisUrl ? new BullRunner(redisUrl) : new InProcessRunner()),
        },
        { provide: JobRunner, useExisting: Runner },
        { provide: JobHandlers, useFactory: () => new JobHandlers(handlers) },
        JobExecution,
        JobSweep,
        {
          provide: JobDuty,
          inject: [CONFIG, Runner, JobExecution, JobSweep, JobHandlers, ModuleRef],
          useFactory: (
            { redisUrl }: Config,
            runner: Runner,
            execution: JobExecution,
            sweep: JobSweep,
            jobHandlers: JobHandlers,
            services: ModuleRef,
          ) => {
            const find: FindService = (service) => services.get(service, { strict: false });
            return new JobDuty({
              runner,
              execution,
              sweep,
              find,
              handlers: jobHandlers,
              alone: !redisUrl,
            });
          },
        },
      ],
      exports: [Queue],
    };
  }
}
