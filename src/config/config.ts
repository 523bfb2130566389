import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';

/** The settings of one running process; the only place that reads the environment. */
export interface Config {
  /** Folder of the embedded database, keys and logs. */
  readonly varDir: string;
  /** Set in production: the application's own, unprivileged login. Without it PostgreSQL is embedded. */
  readonly databaseUrl: string | null;
  /** Set in production for `migrate` only: the login that owns the schema. */
  readonly databaseOwnerUrl: string | null;
  /** Set in production: jobs run on Bull; without it they run in the process. */
  readonly redisUrl: string | null;
  readonly httpHost: string;
  readonly httpPort: number;
  /** Port of the embedded PostgreSQL; 0 takes any free one. */
  readonly embeddedPort: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Keys that encrypt and index sensitive columns, newest last; each 32 bytes. */
  readonly vaultKeys: readonly VaultKey[];
  /** Whoever holds it may create an agency and its first administrator. */
  readonly setupToken: string;
  /** Where reminders are posted to; without it they leave as a file that a user hands to the gateway. */
  readonly smsGateway: SmsGatewaySettings | null;
}

/** The SMS gateway (短信网关) of the office; the token, if it wants one, is sent as `Authorization: Bearer`. */
export interface SmsGatewaySettings {
  readonly url: string;
  readonly token: string | null;
}

/** One vault key: `id` stands in front of every value it encrypted, so keys can rotate. */
export interface VaultKey {
  readonly id: number;
  readonly secret: Buffer;
}

/** Everything wrong with the environment at once, in words for whoever starts the process. */
export class ConfigInvalid extends Error {
  constructor(readonly problems: string[]) {
    super(`配置有误：\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

type Environment = Record<string, string | undefined>;

/** Whoever guesses the token may create agencies: as long as the ones made here are strong. */
const MIN_SETUP_TOKEN = 32;
const KEPT_SECRET = /^[0-9a-f]{64}$/;

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/** Reads and validates the environment. Throws `ConfigInvalid` naming every wrong setting. */
export function readConfig(env: Environment = process.env): Config {
  const problems: string[] = [];
  const varDir = resolve(env['ZUFA_VAR'] ?? 'var');
  const databaseUrl = url(env, 'DATABASE_URL', 'postgres', problems);
  const databaseOwnerUrl = url(env, 'DATABASE_OWNER_URL', 'postgres', problems);
  const redisUrl = url(env, 'REDIS_URL', 'redis', problems);
  if (redisUrl && !databaseUrl) problems.push('设置了 REDIS_URL 就必须同时设置 DATABASE_URL');
  if (databaseUrl && !env['VAULT_KEYS'])
    problems.push('使用外部数据库时必须设置 VAULT_KEYS（形如 1:64位十六进制）');
  const setupToken = env['SETUP_TOKEN'];
  if (databaseUrl && (setupToken ?? '').length < MIN_SETUP_TOKEN)
    problems.push(`使用外部数据库时必须设置 SETUP_TOKEN（至少 ${MIN_SETUP_TOKEN} 个字符）`);
  else if (setupToken !== undefined && setupToken.length < MIN_SETUP_TOKEN)
    problems.push(`SETUP_TOKEN 至少 ${MIN_SETUP_TOKEN} 个字符；不设置则由系统自行生成`);
  const logLevel = (env['LOG_LEVEL'] ?? 'info') as Config['logLevel'];
  if (!LOG_LEVELS.includes(logLevel)) problems.push(`LOG_LEVEL 只能是 ${LOG_LEVELS.join('、')}`);
  const httpPort = port(env, 'PORT', 3000, problems);
  const embeddedPort = port(env, 'ZUFA_PG_PORT', 0, problems);
  const vaultKeys = env['VAULT_KEYS'] ? parseVaultKeys(env['VAULT_KEYS'], problems) : [];
  const smsGatewayUrl = url(env, 'SMS_GATEWAY_URL', 'http', problems);
  if (problems.length > 0) throw new ConfigInvalid(problems);
  return {
    varDir,
    databaseUrl,
    databaseOwnerUrl,
    redisUrl,
    httpHost: env['HOST'] ?? '127.0.0.1',
    httpPort,
    embeddedPort,
    logLevel,
    vaultKeys:
      vaultKeys.length > 0
        ? vaultKeys
        : [{ id: 1, secret: Buffer.from(keptSecret(varDir, 'vault-key'), 'hex') }],
    setupToken: setupToken ?? keptSecret(varDir, 'setup-token'),
    smsGateway:
      smsGatewayUrl === null ? null : { url: smsGatewayUrl, token: env['SMS_GATEWAY_TOKEN'] || null },
  };
}

function url(env: Environment, name: string, scheme: string, problems: string[]): string | null {
  const text = env[name];
  if (!text) return null;
  try {
    if (new URL(text).protocol.startsWith(scheme)) return text;
  } catch {
    // Said below, together with a wrong scheme.
  }
  problems.push(`${name} 不是有效的 ${scheme} 地址`);
  return null;
}

function port(env: Environment, name: string, fallback: number, problems: string[]): number {
  const value = Number(env[name] ?? fallback);
  if (!Number.isInteger(value) || value < 0 || value > 65535)
    problems.push(`${name} 必须是 0 到 65535 的整数`);
  return value;
}

function parseVaultKeys(text: string, problems: string[]): VaultKey[] {
  return text.split(',').flatMap((part) => {
    const match = /^(\d{1,3}):([0-9a-f]{64})$/i.exec(part.trim());
    const id = Number(match?.[1]);
    if (match && id >= 1 && id <= 255) return [{ id, secret: Buffer.from(match[2]!, 'hex') }];
    problems.push('VAULT_KEYS 的每一项应为 编号:64位十六进制，编号 1 到 255，用逗号分隔，最新的在最后');
    return [];
  });
}

/**
 * A secret of the embedded mode: 32 random bytes in hexadecimal, made at the first start and kept beside the database
 * it belongs to, readable by the owner of the process only. Throws `ConfigInvalid` when the file holds anything else:
 * what was encrypted under the lost secret would be unreadable under a new one, so it is never replaced.
 */
export function keptSecret(varDir: string, name: string): string {
  const file = join(varDir, name);
  if (!existsSync(file)) makeSecret(varDir, file);
  const secret = readFileSync(file, 'utf8').trim();
  if (!KEPT_SECRET.test(secret))
    throw new ConfigInvalid([
      `密钥文件 ${file} 已损坏（应为 64 位十六进制）。数据依赖它，系统不会自行替换：请从备份恢复该文件；确属从未用过的新系统，可删除它后重新启动`,
    ]);
  return secret;
}

/** Written elsewhere first and given its name when it is on the disk: a kill or a full disk leaves no half secret. */
function makeSecret(varDir: string, file: string): void {
  mkdirSync(varDir, { recursive: true });
  const unfinished = `${file}.${process.pid}.new`;
  // Left over by a killed process that had the same number.
  rmSync(unfinished, { force: true });
  try {
    const descriptor = openSync(unfinished, 'wx', 0o600);
    try {
      writeFileSync(descriptor, randomBytes(32).toString('hex'));
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    // Unlike a rename, a link never overwrites the secret of a process that was quicker.
    linkSync(unfinished, file);
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error;
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/** Injection token of the process's `Config`. */
export const CONFIG = Symbol('config');
