import 'reflect-metadata';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { AuditService } from './audit/audit.service';
import { SystemClock } from './calendar/clock';
import { ConfigInvalid, readConfig } from './config/config';
import { EmbeddedDatabaseRefused } from './database/embedded-postgres';
import { migrate, MigrationsDiffer } from './database/migrate';
import { Agency } from './agency/agency.entity';
import { openFoundation } from './open-foundation';

const COMMANDS: Record<string, { does: string; run: () => Promise<number> }> = {
  migrate: { does: '把外部数据库升级到本版本（需 DATABASE_OWNER_URL、DATABASE_URL）', run: runMigrate },
  agency: { does: '建立经办机构和首位系统管理员（系统须已启动）', run: runAgency },
  'audit-verify': { does: '校验各机构审计日志的哈希链', run: runAuditVerify },
};

async function runMigrate(): Promise<number> {
  const { databaseOwnerUrl, databaseUrl } = readConfig();
  if (!databaseOwnerUrl || !databaseUrl)
    throw new ConfigInvalid(['migrate 需要同时设置 DATABASE_OWNER_URL 和 DATABASE_URL']);
  const { username, password } = new URL(databaseUrl);
  const applied = await migrate(databaseOwnerUrl, {
    name: decodeURIComponent(username),
    password: decodeURIComponent(password),
  });
  console.log(applied.length === 0 ? '数据库已是最新。' : `已执行：${applied.join('、')}`);
  return 0;
}

async function runAgency(): Promise<number> {
  const config = readConfig();
  const ask = await questions();
  const code = await ask('机构代码（小写字母、数字、连字符）：');
  const name = await ask('机构名称：');
  const username = await ask('系统管理员用户名：');
  const displayName = await ask('系统管理员姓名：');
  const password = await ask('密码（至少 8 位，含三类字符）：', true);
  const response = await fetch(`http://${config.httpHost}:${config.httpPort}/api/v1/agencies`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'setup-token': config.setupToken },
    body: JSON.stringify({ code, name, administrator: { username, displayName, password } }),
  });
  const answer = (await response.json()) as { detail?: string };
  console.log(response.ok ? `已建立 ${name}，请用 ${username} 登录。` : `未能建立：${answer.detail}`);
  return response.ok ? 0 : 1;
}

/** Asks on the terminal; an answer that must not be seen is not echoed. Piped input is read line by line. */
async function questions(): Promise<(question: string, hidden?: boolean) => Promise<string>> {
  if (!process.stdin.isTTY) {
    const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
    return async () => String((await lines.next()).value ?? '').trim();
  }
  let muted = false;
  const output = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (!muted) process.stdout.write(chunk);
      done();
    },
  });
  return async (question, hidden = false) => {
    const terminal = createInterface({ input: process.stdin, output, terminal: true });
    process.stdout.write(question);
    muted = hidden;
    const answer = await terminal.question('');
    muted = false;
    if (hidden) process.stdout.write('\n');
    terminal.close();
    return answer.trim();
  };
}

async function runAuditVerify(): Promise<number> {
  const clock = new SystemClock();
  const foundation = await openFoundation(readConfig(), clock);
  try {
    const audit = new AuditService(foundation.database, clock);
    let broken = 0;
    for (const agency of await foundation.database.dataSource.manager.find(Agency, {
      order: { id: 'ASC' },
    })) {
      const { entryCount, brokenSeq } = await audit.verify(agency.id);
      console.log(
        `${agency.name}：${entryCount} 条，${brokenSeq === null ? '完好' : `第 ${brokenSeq} 条处断裂`}`,
      );
      if (brokenSeq !== null) broken += 1;
    }
    return broken === 0 ? 0 : 1;
  } finally {
    await foundation.close();
  }
}

const command = COMMANDS[process.argv[2] ?? ''];
if (!command) {
  console.error(
    Object.entries(COMMANDS)
      .map(([name, { does }]) => `${name}  ${does}`)
      .join('\n'),
  );
  process.exit(2);
}
command.run().then(
  (status) => process.exit(status),
  (error: unknown) => {
    const known =
      error instanceof ConfigInvalid ||
      error instanceof EmbeddedDatabaseRefused ||
      error instanceof MigrationsDiffer;
    console.error(known ? (error as Error).message : error);
    process.exit(1);
  },
);
