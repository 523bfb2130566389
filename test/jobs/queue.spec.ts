import { HeldRunner, openJobDesk, type JobDesk } from './job-desk';

let runner: HeldRunner;
let desk: JobDesk;
let batch = 0;

beforeAll(async () => {
  runner = new HeldRunner();
  desk = await openJobDesk(runner);
});
beforeEach(() => {
  batch += 1;
  runner.announced.length = 0;
});
afterAll(() => desk.closes());

describe('Asking for a job', () => {
  it('announces it after the commit and not before', async () => {
    const { agencyId } = desk;
    const job = await desk.database.transaction(agencyId, async (tx) => {
      const asked = await desk.queue.enqueue(tx, { agencyId, userId: null }, 'batch.compile', batch, {
        batchId: batch,
      });
      expect(runner.announced).toEqual([]);
      return asked;
    });

    expect(runner.announced).toMatchObject([{ agencyId, id: job.id, name: 'batch.compile', attempts: 0 }]);
    expect(await desk.job(job.id)).toMatchObject({
      state: 'QUEUED',
      payload: { batchId: batch },
      progress: 0,
    });
  });

  it('announces nothing and leaves nothing when the transaction is rolled back', async () => {
    const { agencyId } = desk;
    const rolledBack = desk.database.transaction(agencyId, async (tx) => {
      await desk.queue.enqueue(tx, { agencyId, userId: null }, 'batch.compile', batch, { batchId: batch });
      throw new Error('rolled back');
    });

    await expect(rolledBack).rejects.toThrow('rolled back');
    expect(runner.announced).toEqual([]);
    expect((await desk.queue.list(agencyId, { limit: 200 })).map((job) => job.subjectId)).not.toContain(
      batch,
    );
  });

  it('finds the first job on a second click', async () => {
    const first = await desk.asksFor(batch);
    const second = await desk.asksFor(batch);

    expect(second.id).toBe(first.id);
  });

  it('makes one job of two simultaneous clicks', async () => {
    const jobs = await Promise.all([desk.asksFor(batch), desk.asksFor(batch), desk.asksFor(batch)]);

    expect(new Set(jobs.map((job) => job.id)).size).toBe(1);
  });

  it('makes a new job once the first has ended', async () => {
    const first = await desk.asksFor(batch);
    await desk.run(first.id);
    const second = await desk.asksFor(batch);

    expect(second.id).not.toBe(first.id);
    expect(second.state).toBe('QUEUED');
  });

  it('keeps jobs of different subjects and names apart', async () => {
    const { agencyId } = desk;
    const compile = await desk.asksFor(batch);
    const send = await desk.database.transaction(agencyId, (tx) =>
      desk.queue.enqueue(tx, { agencyId, userId: null }, 'bank-exchange.send', batch, { batchId: batch }),
    );

    expect(send.id).not.toBe(compile.id);
  });
});

describe('The list of jobs', () => {
  it('is newest first and goes on below the cursor', async () => {
    const ids = [];
    for (const subject of [1001, 1002, 1003]) ids.push((await desk.asksFor(subject)).id);

    const page = await desk.queue.list(desk.agencyId, { limit: 2 });
    const next = await desk.queue.list(desk.agencyId, { before: page[1]!.id, limit: 1 });

    expect([...page, ...next].map((job) => job.id)).toEqual(ids.reverse());
  });

  it('shows an agency its own jobs only', async () => {
    const { id } = await desk.asksFor(batch);
    const { rows } = await desk.owner.query<{ id: number }>(
      `insert into agency (code, name, created_at) values ('other', '另一中心', now()) returning id`,
    );
    const other = rows[0]!.id;

    expect(await desk.queue.list(other, { limit: 200 })).toEqual([]);
    await expect(desk.queue.find(other, id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await desk.execution.run(other, id)).toBe('SKIPPED');
  });
});

describe('The sweep', () => {
  it('announces what is owed, in every agency, and nothing that has ended', async () => {
    const ended = await desk.asksFor(batch);
    await desk.run(ended.id);
    const owed = await desk.asksFor(batch + 5000);
    runner.announced.length = 0;

    await desk.sweep.sweep();

    const announced = runner.announced.map((job) => job.id);
    expect(announced).toContain(owed.id);
    expect(announced).not.toContain(ended.id);
  });
});
