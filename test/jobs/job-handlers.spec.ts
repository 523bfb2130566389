import { Logger, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { SettableClock } from '../../src/calendar/clock';
import { FoundationModule } from '../../src/foundation.module';
import { HandlersIncomplete, JobHandlers, served, type HandlerRow } from '../../src/jobs/job-handlers';
import { JobsModule } from '../../src/jobs/jobs.module';
import { JOB_NAMES } from '../../src/queue/job-names';
import { Queue } from '../../src/queue/queue';
import { comesTrue, openJobDesk, Work, WORK_FOR_ALL, type JobDesk } from './job-desk';
import { processConfig } from './process-config';

@Module({ providers: [Work], exports: [Work] })
class WorkModule {}

let desk: JobDesk;
beforeAll(async () => {
  Logger.overrideLogger(false);
  desk = await openJobDesk();
});
afterAll(() => desk.closes());

async function boot(handlers: readonly HandlerRow[], modules = [WorkModule]) {
  const config = processConfig({ databaseUrl: null, redisUrl: null });
  const module = await Test.createTestingModule({
    imports: [
      FoundationModule.of({ config, database: desk.database, clock: new SettableClock() }),
      ...modules,
      JobsModule.of(handlers),
    ],
  }).compile();
  return module.init();
}

const without = (name: string) => WORK_FOR_ALL.filter((row) => row.name !== name);
const twice = (name: string) => [...WORK_FOR_ALL, ...WORK_FOR_ALL.filter((row) => row.name === name)];

describe('A process whose table of handlers', () => {
  it.each`
    situation                | rows                        | missing              | doubled
    ${'lacks a name'}        | ${without('batch.compile')} | ${['batch.compile']} | ${[]}
    ${'serves a name twice'} | ${twice('roster.apply')}    | ${[]}                | ${['roster.apply']}
    ${'is empty'}            | ${[]}                       | ${JOB_NAMES}         | ${[]}
  `('$situation does not boot', async ({ rows, missing, doubled }) => {
    const refusal = await boot(rows).catch((error: unknown) => error);

    expect(refusal).toBeInstanceOf(HandlersIncomplete);
    expect(refusal).toMatchObject({ missing, doubled });
  });

  it('names a service that no module provides does not boot', async () => {
    await expect(boot(WORK_FOR_ALL, [])).rejects.toThrow('Work');
  });

  it('is complete boots, runs what is asked for and stops', async () => {
    const app = await boot(WORK_FOR_ALL);
    const { agencyId } = desk;
    const job = await desk.database.transaction(agencyId, (tx) =>
      app.get(Queue).enqueue(tx, { agencyId, userId: null }, 'batch.compile', 1, { batchId: 1 }),
    );

    await comesTrue(async () => (await desk.job(job.id)).state === 'SUCCEEDED');
    await app.close();

    expect(await desk.effects(job.id)).toBe(1);
  });

  it('says which service serves a name and how it is called', async () => {
    class BatchDesk {
      compile(batchId: number) {
        return Promise.resolve({ compiled: batchId });
      }
    }
    const handlers = new JobHandlers([
      ...without('batch.compile'),
      served('batch.compile', BatchDesk, (batches, { job }) => batches.compile(job.payload.batchId)),
    ]);
    handlers.bind((service) => new (service as unknown as new () => never)());

    const answer = await handlers.of('batch.compile')({ job: { payload: { batchId: 7 } } } as never);

    expect(answer).toEqual({ compiled: 7 });
  });
});
