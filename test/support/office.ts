import { createHash } from 'node:crypto';
import type { Server } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import type { Actor } from '../../src/access/actor';
import type { Role } from '../../src/access/permissions';
import { SetupService } from '../../src/auth/setup.service';
import { UserService } from '../../src/auth/user.service';
import { SettableClock } from '../../src/calendar/clock';
import { createHttpApp } from '../../src/http-app';
import { openTestDatabase, type TestDatabase } from './test-database';

const SETUP_TOKEN = 'test-setup-token-of-32-characters-or-more';
const VAULT_KEY = { id: 1, secret: createHash('sha256').update('test vault key').digest() };

/**
 * The one builder of test situations: an office with one agency, its users and a settable clock. Its methods are the
 * verbs of the office; its defaults are a person who is paid, so that a test states only what differs.
 */
export class Office {
  private listening: Server | undefined;

  constructor(
    readonly app: INestApplication,
    readonly db: TestDatabase,
    readonly clock: SettableClock,
    readonly agencyId: number,
    private readonly actors: Map<Role, Actor>,
  ) {}

  /** The actor of a post: clerk, reviewer, approver, finance, supervisor, auditor, administrator are seven persons. */
  actor(role: Role): Actor {
    return this.actors.get(role)!;
  }

  /** A service of the application. */
  get<T>(type: abstract new (...args: never[]) => T): T {
    return this.app.get<T>(type);
  }

  /** The HTTP server, listening on a free port. */
  async serves(): Promise<Server> {
    this.listening ??= (await this.app.listen(0)) as Server;
    return this.listening;
  }

  /** Runs a query in the agency's scope, as the application's own login. */
  async asks<Row>(sql: string, params: unknown[] = []): Promise<Row[]> {
    return this.db.database.transaction(this.agencyId, (tx): Promise<Row[]> => tx.query(sql, params));
  }

  async closes(): Promise<void> {
    await this.app.close();
    await this.db.close();
  }
}

/** Opens an office on a database of its own. The administrator signs in as `admin` / `Office-2025!`. */
export async function openOffice(today = '2025-01-06'): Promise<Office> {
  const db = await openTestDatabase();
  const clock = new SettableClock();
  clock.set(today);
  const app = await createHttpApp({
    database: db.database,
    clock,
    config: {
      varDir: 'var',
      databaseUrl: null,
      databaseOwnerUrl: null,
      redisUrl: null,
      httpHost: '127.0.0.1',
      httpPort: 0,
      embeddedPort: 0,
      logLevel: 'silent',
      vaultKeys: [VAULT_KEY],
      setupToken: SETUP_TOKEN,
      smsGateway: null,
    },
  });
  await app.init();
  const { agencyId } = await app.get(SetupService).createAgency(SETUP_TOKEN, {
    code: 'office',
    name: '测试社会保险中心',
    administrator: { username: 'admin', displayName: '管理员', password: 'Office-2025!' },
  });
  return new Office(app, db, clock, agencyId, await hireUsers(app, agencyId));
}

async function hireUsers(app: INestApplication, agencyId: number): Promise<Map<Role, Actor>> {
  const users = app.get(UserService);
  const actors = new Map<Role, Actor>();
  const admin: Actor = { agencyId, userId: 0, username: 'admin', roles: ['ADMINISTRATOR'] };
  const [listed] = await users.list(admin);
  actors.set('ADMINISTRATOR', { ...admin, userId: listed!.id });
  for (const role of ['CLERK', 'REVIEWER', 'APPROVER', 'FINANCE', 'SUPERVISOR', 'AUDITOR'] as const) {
    const username = role.toLowerCase();
    const user = await users.create(actors.get('ADMINISTRATOR')!, {
      username,
      displayName: username,
      password: 'First-pass-1',
      roles: [role],
    });
    actors.set(role, { agencyId, userId: user.id, username, roles: [role] });
  }
  return actors;
}
