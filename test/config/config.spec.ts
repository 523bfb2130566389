import fs, {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigInvalid, keptSecret, readConfig } from '../../src/config/config';

const PRODUCTION = {
  DATABASE_URL: 'postgres://app:x@db/zufa',
  REDIS_URL: 'redis://redis:6379',
  VAULT_KEYS: `1:${'a'.repeat(64)},2:${'b'.repeat(64)}`,
  SETUP_TOKEN: 's'.repeat(32),
};

describe('The configuration', () => {
  it('reads a production environment, the newest vault key last', () => {
    expect(readConfig(PRODUCTION)).toMatchObject({
      redisUrl: 'redis://redis:6379',
      httpPort: 3000,
      vaultKeys: [{ id: 1 }, { id: 2 }],
    });
  });

  it.each`
    what                                   | change                              | problem
    ${'a database that is no address'}     | ${{ DATABASE_URL: 'db' }}           | ${'DATABASE_URL 不是有效的 postgres 地址'}
    ${'a database of another kind'}        | ${{ DATABASE_URL: 'mysql://db' }}   | ${'DATABASE_URL 不是有效的 postgres 地址'}
    ${'Redis without a database'}          | ${{ DATABASE_URL: undefined }}      | ${'设置了 REDIS_URL 就必须同时设置 DATABASE_URL'}
    ${'a database without keys'}           | ${{ VAULT_KEYS: undefined }}        | ${'必须设置 VAULT_KEYS'}
    ${'a key that is too short'}           | ${{ VAULT_KEYS: '1:abcd' }}         | ${'VAULT_KEYS 的每一项应为'}
    ${'a setup token that can be guessed'} | ${{ SETUP_TOKEN: 'short' }}         | ${'必须设置 SETUP_TOKEN'}
    ${'a port beyond the last'}            | ${{ PORT: '65536' }}                | ${'PORT 必须是 0 到 65535 的整数'}
    ${'a gateway that is no address'}      | ${{ SMS_GATEWAY_URL: 'ftp://sms' }} | ${'SMS_GATEWAY_URL 不是有效的 http 地址'}
    ${'an unknown log level'}              | ${{ LOG_LEVEL: 'loud' }}            | ${'LOG_LEVEL 只能是'}
  `('refuses $what', ({ change, problem }) => {
    expect(() => readConfig({ ...PRODUCTION, ...change })).toThrow(problem);
  });

  it.each`
    url                      | token        | smsGateway
    ${undefined}             | ${'t'}       | ${null}
    ${'https://sms/send'}    | ${undefined} | ${{ url: 'https://sms/send', token: null }}
    ${'http://10.0.0.1/sms'} | ${'t'}       | ${{ url: 'http://10.0.0.1/sms', token: 't' }}
  `('posts reminders to $url', ({ url, token, smsGateway }) => {
    const environment = { ...PRODUCTION, SMS_GATEWAY_URL: url, SMS_GATEWAY_TOKEN: token };

    expect(readConfig(environment).smsGateway).toEqual(smsGateway);
  });

  it('names everything that is wrong at once', () => {
    const problems = (() => {
      try {
        readConfig({ DATABASE_URL: 'db', PORT: 'x', LOG_LEVEL: 'loud' });
        return [];
      } catch (error) {
        return (error as ConfigInvalid).problems;
      }
    })();

    expect(problems).toHaveLength(3);
  });

  it.each`
    what       | token
    ${'short'} | ${'s'.repeat(31)}
    ${'empty'} | ${''}
  `('refuses a setup token that is $what beside the embedded database too', ({ token }) => {
    expect(() => readConfig({ SETUP_TOKEN: token })).toThrow('SETUP_TOKEN 至少 32 个字符');
  });
});

describe('A secret that is kept beside the data', () => {
  let varDir: string;
  beforeEach(() => (varDir = join(mkdtempSync(join(tmpdir(), 'zufa-test-')), 'var')));
  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(join(varDir, '..'), { recursive: true, force: true });
  });

  it('is made once, is for the owner’s eyes only, and leaves no other file', () => {
    const secret = keptSecret(varDir, 'vault-key');

    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(keptSecret(varDir, 'vault-key')).toBe(secret);
    expect(readdirSync(varDir)).toEqual(['vault-key']);
    expect(statSync(join(varDir, 'vault-key')).mode & 0o777).toBe(0o600);
  });

  it('is not there at all when the disk is full, and is made when there is room again', () => {
    jest.spyOn(fs, 'fsyncSync').mockImplementationOnce(() => {
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    });

    expect(() => keptSecret(varDir, 'vault-key')).toThrow('no space left');
    expect(readdirSync(varDir)).toEqual([]);
    expect(keptSecret(varDir, 'vault-key')).toHaveLength(64);
  });

  it('is made in spite of what a killed process of the same number left', () => {
    mkdirSync(varDir);
    writeFileSync(join(varDir, `vault-key.${process.pid}.new`), 'abc');

    expect(keptSecret(varDir, 'vault-key')).toHaveLength(64);
    expect(readdirSync(varDir)).toEqual(['vault-key']);
  });

  it('is the one of the process that was quicker', () => {
    const quicker = 'a'.repeat(64);
    jest
      .spyOn(fs, 'fsyncSync')
      .mockImplementationOnce(() => writeFileSync(join(varDir, 'vault-key'), quicker));

    expect(keptSecret(varDir, 'vault-key')).toBe(quicker);
    expect(readdirSync(varDir)).toEqual(['vault-key']);
  });

  it.each`
    what           | content
    ${'empty'}     | ${''}
    ${'cut short'} | ${'a'.repeat(63)}
    ${'too long'}  | ${'a'.repeat(65)}
    ${'not hex'}   | ${'g'.repeat(64)}
  `('is refused and left as it is when the file is $what', ({ content }) => {
    mkdirSync(varDir);
    const file = join(varDir, 'vault-key');
    writeFileSync(file, content);

    expect(() => keptSecret(varDir, 'vault-key')).toThrow(ConfigInvalid);
    expect(() => keptSecret(varDir, 'vault-key')).toThrow(`密钥文件 ${file} 已损坏`);
    expect(readFileSync(file, 'utf8')).toBe(content);
  });
});
