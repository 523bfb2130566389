import { AsyncLocalStorage } from 'node:async_hooks';

/** What belongs to one request while it runs. */
export interface RequestContext {
  readonly requestId: string;
  /** Set for a request that makes something happen; its first transaction keeps the answer under this key. */
  idempotency?: { readonly userId: number; readonly key: string; requestHash: string; kept: boolean };
}

export const requestContext = new AsyncLocalStorage<RequestContext>();
