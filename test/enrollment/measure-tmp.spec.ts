import { openOffice } from '../support/office';
import { opensProject, RosterDesk, rosterRow, workbookOf } from '../support/office-roster';
import { Database } from '../../src/database/database';
it('measures', async () => {
  const office = await openOffice();
  const N = Number(process.env['N'] ?? 100000);
  const projectId = await opensProject(office);
  const desk = new RosterDesk(office, projectId);
  const db = office.get(Database) as unknown as { dataSource: { manager: unknown } };
  const timed = async (what: string, work: () => Promise<unknown>) => {
    const t = performance.now();
    const r = await work();
    process.stderr.write(
      `${what}: ${Math.round(performance.now() - t)} ms rss ${Math.round(process.memoryUsage().rss / 1048576)} MiB heap ${Math.round(process.memoryUsage().heapUsed / 1048576)}\n`,
    );
    return r;
  };
  void db;
  const book = await workbookOf(Array.from({ length: N }, (_, i) => rosterRow(i)));
  process.stderr.write(`book ${book.length}\n`);
  const log: [string, number][] = [];
  const { PostgresQueryRunner } = (await import(
    'typeorm/driver/postgres/PostgresQueryRunner.js' as string
  )) as { PostgresQueryRunner: { prototype: { query: (...a: unknown[]) => Promise<unknown> } } };
  const original = PostgresQueryRunner.prototype.query;
  PostgresQueryRunner.prototype.query = async function (...args: unknown[]) {
    const t = performance.now();
    try {
      return await original.apply(this, args);
    } finally {
      log.push([String(args[0]).slice(0, 60).replace(/\s+/g, ' '), Math.round(performance.now() - t)]);
    }
  };
  const { importId } = (await timed('hand in', () => desk.handsIn(book))) as { importId: number };
  await timed('check', () => desk.checks(importId));
  process.stderr.write(JSON.stringify(await desk.shows(importId)) + '\n');
  await desk.confirms(importId);
  await timed('apply', () => desk.applies(importId));
  const book2 = await workbookOf(
    Array.from({ length: N - 100 }, (_, i) =>
      rosterRow(i + 50, i % 10 === 0 ? { 街道: '新街', 银行账号: `9${i}0000000` } : {}),
    ),
  );
  const two = (await timed('hand in', () =>
    desk.handsIn(book2, { mode: 'FULL', effectiveMonth: '2025-03' }),
  )) as { importId: number };
  await timed('check', () => desk.checks(two.importId));
  process.stderr.write(JSON.stringify(await desk.shows(two.importId)) + '\n');
  await desk.confirms(two.importId);
  await timed('apply', () => desk.applies(two.importId));
  process.stderr.write(
    JSON.stringify(
      log.filter(([, ms]) => ms > 50),
      null,
      0,
    ).replace(/\],/g, '],\n') + '\n',
  );
  await office.closes();
}, 600000);
