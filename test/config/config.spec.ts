import { ConfigInvalid, readConfig } from '../../src/config/config';

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
    what                                   | change                            | problem
    ${'a database that is no address'}     | ${{ DATABASE_URL: 'db' }}         | ${'DATABASE_URL 不是有效的 postgres 地址'}
    ${'a database of another kind'}        | ${{ DATABASE_URL: 'mysql://db' }} | ${'DATABASE_URL 不是有效的 postgres 地址'}
    ${'Redis without a database'}          | ${{ DATABASE_URL: undefined }}    | ${'设置了 REDIS_URL 就必须同时设置 DATABASE_URL'}
    ${'a database without keys'}           | ${{ VAULT_KEYS: undefined }}      | ${'必须设置 VAULT_KEYS'}
    ${'a key that is too short'}           | ${{ VAULT_KEYS: '1:abcd' }}       | ${'VAULT_KEYS 的每一项应为'}
    ${'a setup token that can be guessed'} | ${{ SETUP_TOKEN: 'short' }}       | ${'必须设置 SETUP_TOKEN'}
    ${'a port beyond the last'}            | ${{ PORT: '65536' }}              | ${'PORT 必须是 0 到 65535 的整数'}
    ${'an unknown log level'}              | ${{ LOG_LEVEL: 'loud' }}          | ${'LOG_LEVEL 只能是'}
  `('refuses $what', ({ change, problem }) => {
    expect(() => readConfig({ ...PRODUCTION, ...change })).toThrow(problem);
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
});
