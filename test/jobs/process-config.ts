import type { Config } from '../../src/config/config';

/** The settings of a process that is tested for its jobs: everything else has no part in it. */
export function processConfig(urls: Pick<Config, 'databaseUrl' | 'redisUrl'>): Config {
  return {
    ...urls,
    varDir: 'var',
    databaseOwnerUrl: null,
    httpHost: '127.0.0.1',
    httpPort: 0,
    embeddedPort: 0,
    logLevel: 'silent',
    vaultKeys: [{ id: 1, secret: Buffer.alloc(32, 1) }],
    setupToken: 'test-setup-token-of-32-characters-or-more',
    smsGateway: null,
  };
}
