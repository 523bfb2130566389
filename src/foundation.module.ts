import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Clock } from './calendar/clock';
import { CONFIG, type Config } from './config/config';
import { Database } from './database/database';
import { Vault } from './vault/vault';

/** What a process is built on; made by the entry before NestJS starts. */
export interface Foundation {
  readonly config: Config;
  readonly database: Database;
  readonly clock: Clock;
}

/** Gives every module the configuration, the database, the clock and the vault. */
@Global()
@Module({})
export class FoundationModule {
  static of({ config, database, clock }: Foundation): DynamicModule {
    return {
      module: FoundationModule,
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: Database, useValue: database },
        { provide: Clock, useValue: clock },
        { provide: Vault, useValue: new Vault(config.vaultKeys) },
      ],
      exports: [CONFIG, Database, Clock, Vault],
    };
  }
}
