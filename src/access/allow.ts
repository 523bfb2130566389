import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Actor } from './actor';
import type { Permission } from './permissions';

export const ALLOW = 'zufa:allow';
export const OPEN = 'zufa:open';

/** A request after the guard has let it in. */
export interface ActorRequest extends Request {
  actor?: Actor;
}

/** The permission a route asks for; `'signed-in'` for what every user may do. A route without one does not boot. */
export const Allow = (permission: Permission | 'signed-in' | 'old-password') =>
  SetMetadata(ALLOW, permission);

/** A route open to who has not signed in: signing in, setting up, health. */
export const Open = () => SetMetadata(OPEN, true);

/** The signed-in user of the request. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<ActorRequest>();
  if (!actor) throw new Error('this route has no actor: it is open');
  return actor;
});
