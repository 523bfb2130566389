import 'reflect-metadata';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { EmbeddedDatabaseRefused } from '../src/database/embedded-postgres';
import { BAYINGOL_STORY } from './bayingol-story';
import { CHANGJI_STORY } from './changji-story';
import { ExpectedRefusals } from './expected-refusals';
import { DEMO_USERS, Office } from './office';
import { createAgency } from './office-client';
import { attemptLines, controlLines, invariantLines, projectTable, recoveryLines } from './print-report';
import { DEMO_DIR, SETUP_TOKEN, openProduct, type RunningProduct } from './product';
import { AGENCIES } from './projects';
import { collectDuties, collectReport } from './report';
import { RosterBook } from './roster-book';
import type { Story } from './story';
import { Year } from './year';

/** The agencies in the order of the years they play: 2023, then 2025. */
const PLAYED = [
  { agency: AGENCIES[1]!, story: BAYINGOL_STORY },
  { agency: AGENCIES[0]!, story: CHANGJI_STORY },
];

/** Ctrl-C: the HTTP application closes by itself and the play fails at its next request; then the database is closed. */
let isInterrupted = false;
const interrupted = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      isInterrupted = true;
      resolve();
    });
  }
});

const REPORT_FILE = join(DEMO_DIR, 'report.json');

/**
 * Plays two agencies' years through the product's HTTP API, on an embedded database of its own, and prints what came
 * of them. Ends with 0 only if the ten invariants hold and everything attempted on purpose was stopped.
 * With `--serve` the product then goes on answering on PORT (3000).
 */
async function main(): Promise<number> {
  const serves = process.argv.includes('--serve');
  const startedAt = Date.now();
  const product = await openProduct(serves ? Number(process.env['PORT'] ?? 3000) : 0);
  try {
    print(`足发演示：内置数据库已就绪（${seconds(startedAt)}）。以下全部通过 HTTP 接口办理。`);
    const refusals = new ExpectedRefusals();
    const offices: Office[] = [];
    for (const { agency, story } of PLAYED) offices.push(await playYear(product, refusals, agency, story));
    const isGood = await summarise(offices, refusals);
    print(`\n用时 ${seconds(startedAt)}。明细见 ${relative(process.cwd(), REPORT_FILE)}。`);
    if (serves) await serve(product, offices);
    return isGood ? 0 : 1;
  } finally {
    await product.close();
  }
}

async function playYear(
  product: RunningProduct,
  refusals: ExpectedRefusals,
  agency: (typeof AGENCIES)[number],
  story: Story,
): Promise<Office> {
  const startedAt = Date.now();
  product.clock.set(`${agency.projects[0]!.year}-01-02`);
  print(`\n── ${agency.name}，${agency.projects[0]!.year} 年 ──`);
  const { code, name } = agency;
  await createAgency(product.apiUrl, SETUP_TOKEN, { code, name, administrator: DEMO_USERS[0]! });
  const office = new Office(product, agency, story, new RosterBook(agency.projects), refusals);
  await new Year(office, print).play();
  print(`         （${seconds(startedAt)}）`);
  return office;
}

/** Prints the summary, writes report.json, and says whether all is as it must be. */
async function summarise(offices: readonly Office[], refusals: ExpectedRefusals): Promise<boolean> {
  const { report, elapsed } = await collectReport(offices);
  for (const [index, office] of offices.entries()) {
    print(`\n══ ${office.agency.name}：全年汇总 ══\n`);
    for (const line of projectTable(report.agencies[index]!.projects, elapsed)) print(line);
    const { recovery, control, explained } = await collectDuties(office);
    print('\n多发追回：');
    for (const line of recoveryLines(recovery)) print(line);
    print('\n内控筛查：');
    for (const line of controlLines(control)) print(line);
    if (explained.length > 0) print('\n发放说明（举例）：');
    for (const line of explained) print(`  ${line}`);
  }
  print('\n══ 有意尝试、应被阻止的操作 ══');
  for (const line of attemptLines(refusals.attempts)) print(line);
  print('\n══ 十项不变量（由数据库逐项计算）══');
  for (const line of invariantLines(report.invariants)) print(line);
  mkdirSync(DEMO_DIR, { recursive: true });
  writeFileSync(REPORT_FILE, `${JSON.stringify(report, null, 2)}\n`);
  const holds = report.invariants.length === 10 && report.invariants.every((invariant) => invariant.holds);
  return holds && refusals.allStopped;
}

/** Goes on answering until Ctrl-C; the clock stays where the last year ended, so that its passwords are still good. */
async function serve(product: RunningProduct, offices: readonly Office[]): Promise<void> {
  print(`\n足发仍在运行：${product.apiUrl}（接口文档 ${product.apiUrl.replace('/v1', '/docs')}）`);
  print(`系统时钟停在 ${product.clock.today()}。按 Ctrl-C 结束。可用下列用户登录：`);
  for (const office of offices) {
    for (const client of office.users) {
      await client.signIn();
      const { username, displayName } = client.user;
      print(`  机构 ${office.agency.code}  ${username.padEnd(10)}  ${client.password}  ${displayName}`);
    }
  }
  await interrupted;
  print('正在结束……');
}

function print(line: string): void {
  console.log(line);
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} 秒`;
}

/** Ends with the code: left to itself, the process would end with the embedded database's own hook and 0. */
main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    if (isInterrupted) console.error('演示已中断。');
    else console.error(error instanceof EmbeddedDatabaseRefused ? error.message : error);
    process.exit(1);
  },
);
