import type { OnApplicationBootstrap, OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import type { JobExecution } from './job-execution';
import type { FindService, JobHandlers } from './job-handlers';
import type { JobSweep } from './job-sweep';
import type { Runner } from './runner';

/** The parts of the job machinery a process starts and stops. */
export interface JobParts {
  /** Without Redis there is no other process that could run the jobs. */
  readonly alone: boolean;
  readonly runner: Runner;
  readonly execution: JobExecution;
  readonly sweep: JobSweep;
  readonly handlers: JobHandlers;
  readonly find: FindService;
}

/** What this process does about jobs from its start to its end. */
export class JobDuty implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  constructor(private readonly parts: JobParts) {}

  onModuleInit(): void {
    this.parts.handlers.bind(this.parts.find);
  }

  onApplicationBootstrap(): void {
    if (this.parts.alone) this.runJobs();
  }

  /** Begins to run jobs and to sweep; the worker calls it. An API process beside workers only announces. */
  runJobs(): void {
    const { runner, execution, sweep } = this.parts;
    runner.consume((agencyId, jobId) => execution.run(agencyId, jobId));
    sweep.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.parts.sweep.stop();
    await this.parts.runner.stop();
  }
}
