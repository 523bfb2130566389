import { DataSource, DefaultNamingStrategy, EntityManager, QueryFailedError } from 'typeorm';
import type { EntityTarget } from 'typeorm';
import { types } from 'pg';
import { TemporarilyUnavailable } from '../errors/request.errors';
import { asRefusal } from '../errors/constraint.errors';

/** PostgreSQL type numbers (pg_type.oid). */
const BIGINT = 20;
const DATE = 1082;
const DATE_ARRAY = 1182 as number as typeof types.builtins.DATE;

// Fen and keys stay far below 2^53, so a bigint is a number; a business date is text, not an instant.
types.setTypeParser(BIGINT, Number);
types.setTypeParser(DATE, (text) => text);
types.setTypeParser(DATE_ARRAY, (text: string) => (text === '{}' ? [] : text.slice(1, -1).split(',')));

/** Deadlock and serialisation failure: the whole transaction is tried again. */
const RETRYABLE = new Set(['40P01', '40001']);
const MAX_TRIES = 4;
/** The server is going down, coming up or unreachable. */
const UNREACHABLE = new Set([
  '57P01',
  '57P02',
  '57P03',
  '08006',
  '08001',
  '08003',
  'ECONNREFUSED',
  'ECONNRESET',
]);

/** camelCase in code, snake_case in the database. */
class SnakeNames extends DefaultNamingStrategy {
  override columnName(propertyName: string, customName: string): string {
    return customName || propertyName.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}

/** Hooks that run inside every transaction a request makes; the idempotency record is one. */
export interface TransactionHook {
  begun(tx: EntityManager, agencyId: number): Promise<void>;
  ending(tx: EntityManager, agencyId: number, result: unknown): Promise<void>;
}

/**
 * A screening before a submission takes a second connection beside the submission's own: if ever all of them wait for
 * each other, the last ones give up instead of standing still for good.
 */
const CONNECTION_WITHIN_MS = 30_000;

/** Opens the application's connection pool: unprivileged, entities by table, no schema synchronisation. */
export async function openDataSource(
  url: string,
  entities: EntityTarget<object>[],
  poolSize = 10,
): Promise<DataSource> {
  const source = new DataSource({
    type: 'postgres',
    url,
    entities: entities as never,
    namingStrategy: new SnakeNames(),
    synchronize: false,
    poolSize,
    // A session that sits in an open transaction holds locks: end it when its process is gone or stuck.
    extra: {
      options: '-c TimeZone=UTC -c idle_in_transaction_session_timeout=600000',
      keepAlive: true,
      connectionTimeoutMillis: CONNECTION_WITHIN_MS,
    },
  });
  return source.initialize();
}

/**
 * The one way to the database. Every piece of work is one transaction within one agency's scope: row-level
 * security shows it that agency's rows and no others.
 */
export class Database {
  private hook: TransactionHook | undefined;
  private readonly afterCommits = new WeakMap<EntityManager, (() => void)[]>();

  constructor(readonly dataSource: DataSource) {}

  /** Registers the hook of all later transactions. */
  useHook(hook: TransactionHook): void {
    this.hook = hook;
  }

  /** Calls back once the transaction has committed; never, if it rolls back. */
  afterCommit(tx: EntityManager, callback: () => void): void {
    const callbacks = this.afterCommits.get(tx);
    if (!callbacks) throw new Error('afterCommit needs the manager of a transaction in progress');
    callbacks.push(callback);
  }

  /**
   * Runs `work` in one transaction of the agency. A deadlock restarts it from the beginning; a constraint with a
   * name of its own becomes its refusal. Throws `TemporarilyUnavailable` when the database cannot be reached.
   */
  async transaction<T>(agencyId: number, work: (tx: EntityManager) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const callbacks: (() => void)[] = [];
        const result = await this.dataSource.transaction(async (tx) => {
          this.afterCommits.set(tx, callbacks);
          await tx.query(`select set_config('zufa.agency_id', $1, true)`, [String(agencyId)]);
          await this.hook?.begun(tx, agencyId);
          const done = await work(tx);
          await this.hook?.ending(tx, agencyId, done);
          return done;
        });
        for (const callback of callbacks) callback();
        return result;
      } catch (error) {
        const code = codeOf(error);
        if (code !== undefined && RETRYABLE.has(code) && attempt < MAX_TRIES) continue;
        if (code !== undefined && UNREACHABLE.has(code)) throw new TemporarilyUnavailable();
        throw asRefusal(error);
      }
    }
  }
}

function codeOf(error: unknown): string | undefined {
  if (error instanceof QueryFailedError) return (error.driverError as { code?: string }).code;
  return (error as { code?: string } | undefined)?.code;
}
