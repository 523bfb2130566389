import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Client } from 'pg';
import { AppModule } from '../src/app.module';
import type { Actor } from '../src/access/actor';
import { SetupService } from '../src/auth/setup.service';
import { SettableClock } from '../src/calendar/clock';
import type { Config } from '../src/config/config';
import { JobDuty } from '../src/jobs/job-duty';
import { openFoundation, type OpenFoundation } from '../src/open-foundation';
import { ownerUrlOf } from './owner-url';

/** The product on an embedded database of its own, with the owner's connection for setting up and for the floors. */
export interface Laboratory {
  readonly app: INestApplicationContext;
  readonly foundation: OpenFoundation;
  readonly owner: Client;
  readonly actor: Actor;
  readonly folder: string;
  /** The data folder of the embedded database. */
  readonly varDir: string;
  close(): Promise<void>;
}

/** The one key of the laboratory's vault. */
export const BENCH_VAULT_KEY = { id: 1, secret: Buffer.alloc(32, 7) };

const SETUP_TOKEN = 'bench-setup-token-of-32-characters-or-more';

/** Opens an empty laboratory in `var/bench`; what an earlier run left there is removed. */
export async function openLaboratory(): Promise<Laboratory> {
  const folder = join('var', 'bench');
  rmSync(folder, { recursive: true, force: true });
  const varDir = join(folder, 'db');
  mkdirSync(varDir, { recursive: true });
  const clock = new SettableClock();
  clock.set('2025-01-06');
  const config: Config = {
    varDir,
    databaseUrl: null,
    databaseOwnerUrl: null,
    redisUrl: null,
    httpHost: '127.0.0.1',
    httpPort: 0,
    embeddedPort: 0,
    logLevel: 'silent',
    vaultKeys: [BENCH_VAULT_KEY],
    setupToken: SETUP_TOKEN,
    smsGateway: null,
  };
  const foundation = await openFoundation(config, clock);
  const app = await NestFactory.createApplicationContext(AppModule.of(foundation), { logger: false });
  // The bench calls the work itself: a job that ran beside one side would be measured with it.
  await app.get(JobDuty).onModuleDestroy();
  const { agencyId } = await app.get(SetupService).createAgency(SETUP_TOKEN, {
    code: 'bench',
    name: '基准机构',
    administrator: { username: 'admin', displayName: '管理员', password: 'Office-2025!' },
  });
  const owner = new Client({ connectionString: ownerUrlOf(varDir) });
  await owner.connect();
  const actor: Actor = { agencyId, userId: 1, username: 'admin', roles: ['ADMINISTRATOR'] };
  return {
    app,
    foundation,
    owner,
    actor,
    folder,
    varDir,
    close: async () => {
      await owner.end();
      await app.close();
      await foundation.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
