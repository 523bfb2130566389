import type { Abstract, Type } from '@nestjs/common';
import type { JobContext, JobHandler } from '../queue/job-handler';
import { JOB_NAMES, type JobName } from '../queue/job-names';
import type { JobResult } from '../queue/job.entity';

/** A class NestJS has an instance of. */
type ServiceOf<Service> = Type<Service> | Abstract<Service>;

/** Finds the instance of a service; throws when no module provides it. */
export type FindService = <Service>(service: ServiceOf<Service>) => Service;

/** One row of the table of handlers (`handlers.ts`): which service serves which job name. */
export interface HandlerRow {
  readonly name: JobName;
  /** Looks the service up and returns the handler. */
  bind(find: FindService): JobHandler;
}

/** A row of the table of handlers: `served('batch.compile', BatchService, (batches, job) => batches.compile(job))`. */
export function served<Name extends JobName, Service>(
  name: Name,
  service: ServiceOf<Service>,
  verb: (service: Service, context: JobContext<Name>) => Promise<JobResult>,
): HandlerRow {
  return {
    name,
    bind: (find) => {
      const instance = find(service);
      // A handler is called only for jobs of its name (see `JobHandlers.of`), which decides the payload's type.
      return (context) => verb(instance, context as JobContext<Name>);
    },
  };
}

/** Names without a handler, or with more than one: found at boot, not when the first such job is waiting. */
export class HandlersIncomplete extends Error {
  constructor(
    readonly missing: readonly JobName[],
    readonly doubled: readonly JobName[],
  ) {
    super(`jobs without a handler: [${missing.join(', ')}]; with more than one: [${doubled.join(', ')}]`);
    this.name = HandlersIncomplete.name;
  }
}

/** The handlers of this process, one per job name. */
export class JobHandlers {
  private readonly byName = new Map<JobName, JobHandler>();

  /** Throws `HandlersIncomplete` unless every job name has exactly one row. */
  constructor(private readonly rows: readonly HandlerRow[]) {
    const count = (name: JobName) => rows.filter((row) => row.name === name).length;
    const missing = JOB_NAMES.filter((name) => count(name) === 0);
    const doubled = JOB_NAMES.filter((name) => count(name) > 1);
    if (missing.length + doubled.length > 0) throw new HandlersIncomplete(missing, doubled);
  }

  /** Looks all services up, once they exist; throws for one that no module provides. */
  bind(find: FindService): void {
    for (const row of this.rows) this.byName.set(row.name, row.bind(find));
  }

  /** The handler of a name. Throws before `bind`. */
  of(name: JobName): JobHandler {
    const handler = this.byName.get(name);
    if (!handler) throw new Error(`no handler for job ${name}`);
    return handler;
  }
}
