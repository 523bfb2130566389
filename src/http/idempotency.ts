import {
  Injectable,
  SetMetadata,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { catchError, finalize, from, of, switchMap, throwError, type Observable } from 'rxjs';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../access/actor';
import { Clock } from '../calendar/clock';
import { Database, type TransactionHook } from '../database/database';
import { DomainError, Listed } from '../errors/domain-error';
import type { Vault } from '../vault/vault';
import { requestContext } from './request-context';
import { receiveUpload, type UploadRequest } from './upload';

/** A request that makes something happen came without its key. */
@Listed()
export class IdempotencyKeyMissing extends DomainError {
  static readonly code = 'idempotency_key_missing';
  static readonly status = 400;
  static readonly title = '缺少 Idempotency-Key 请求头';
  constructor() {
    super('此操作须带 Idempotency-Key 请求头（8 到 100 个字符，每次操作一个新值，重试时用同一个值）。');
  }
}

/** The key was used before for another request. */
@Listed()
export class IdempotencyKeyReused extends DomainError {
  static readonly code = 'idempotency_key_reused';
  static readonly status = 422;
  static readonly title = '同一个 Idempotency-Key 不能用于内容不同的请求';
  constructor(key: string) {
    super('这个 Idempotency-Key 已用于另一个请求，请换一个新值。', { key });
  }
}

/** Thrown inside the transaction of a repeated request: its effect is already there, so nothing is done again. */
class AlreadyAnswered extends Error {}

const NO_KEY = 'zufa:no-idempotency-key';
const KEY = /^[\x21-\x7e]{8,100}$/;

/** For routes that make nothing happen twice by nature, such as signing in. */
export const NoIdempotencyKey = () => SetMetadata(NO_KEY, true);

/**
 * Same key and same request, same answer; same key and another request, refused. The key is written at the beginning of
 * the request's first transaction, so that a simultaneous twin waits there, and the answer at its end: effect and
 * answer commit together or not at all.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor, TransactionHook {
  constructor(
    private readonly reflector: Reflector,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly vault: Vault,
  ) {
    database.useHook(this);
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<UploadRequest>();
    const exempt = this.reflector.getAllAndOverride<boolean>(NO_KEY, [
      context.getHandler(),
      context.getClass(),
    ]);
    const { actor } = request;
    if (request.method === 'GET' || exempt || !actor) return next.handle();
    const key = request.headers['idempotency-key'];
    if (typeof key !== 'string' || !KEY.test(key)) throw new IdempotencyKeyMissing();
    // A file is part of what was asked, so it is received before the request can be recognised.
    if (!request.is('multipart/form-data')) return this.answerOnce(request, actor, key, next);
    return from(receiveUpload(request)).pipe(
      switchMap(({ discard }) =>
        this.answerOnce(request, actor, key, next).pipe(finalize(() => void discard())),
      ),
    );
  }

  private answerOnce(
    request: UploadRequest,
    actor: Actor,
    key: string,
    next: CallHandler,
  ): Observable<unknown> {
    const store = requestContext.getStore();
    if (!store) throw new Error('the request has no context');
    const content = request.upload?.sha256.toString('hex') ?? '';
    const asked = [request.method, request.originalUrl, JSON.stringify(request.body ?? null), content];
    const requestHash = this.vault.fingerprint(asked.join('\0'));
    store.idempotency = { userId: actor.userId, key, requestHash, kept: false };
    return from(this.answerOf(actor.agencyId)).pipe(
      switchMap((answer) => (answer ? of(answer.answer) : next.handle())),
      catchError((error: unknown) => {
        if (!(error instanceof AlreadyAnswered)) return throwError(() => error);
        return from(this.answerOf(actor.agencyId)).pipe(switchMap((answer) => of(answer?.answer)));
      }),
    );
  }

  async begun(tx: EntityManager, agencyId: number): Promise<void> {
    const wanted = requestContext.getStore()?.idempotency;
    if (!wanted || wanted.kept) return;
    const inserted: unknown[] = await tx.query(
      `insert into idempotency_key (agency_id, user_id, key, request_hash, created_at) values ($1, $2, $3, $4, $5)
       on conflict do nothing returning key`,
      [agencyId, wanted.userId, wanted.key, wanted.requestHash, this.clock.now()],
    );
    if (inserted.length === 0) throw new AlreadyAnswered();
  }

  async ending(tx: EntityManager, agencyId: number, result: unknown): Promise<void> {
    const wanted = requestContext.getStore()?.idempotency;
    if (!wanted || wanted.kept) return;
    await tx.query(
      'update idempotency_key set answer = $4 where agency_id = $1 and user_id = $2 and key = $3',
      [agencyId, wanted.userId, wanted.key, JSON.stringify(result ?? null)],
    );
    wanted.kept = true;
  }

  private async answerOf(agencyId: number): Promise<{ answer: unknown } | undefined> {
    const store = requestContext.getStore();
    const wanted = store?.idempotency;
    if (!wanted) return undefined;
    // Looking the key up is not the request's own transaction: the hook must stay out of it.
    delete store.idempotency;
    const rows = await this.database.transaction(
      agencyId,
      (tx): Promise<{ request_hash: string; answer: unknown }[]> =>
        tx.query(
          'select request_hash, answer from idempotency_key where agency_id = $1 and user_id = $2 and key = $3',
          [agencyId, wanted.userId, wanted.key],
        ),
    );
    store.idempotency = wanted;
    if (rows[0] && rows[0].request_hash !== wanted.requestHash) throw new IdempotencyKeyReused(wanted.key);
    return rows[0] ? { answer: rows[0].answer } : undefined;
  }
}
