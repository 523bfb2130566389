import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ALLOW, OPEN, type ActorRequest } from '../access/allow';
import { PermissionDenied } from '../access/access.errors';
import { NotSignedIn } from './auth.errors';
import { PERMISSIONS, permits, ROLES, type Permission } from '../access/permissions';
import { SessionService } from './session.service';

/** Lets a request in when its token is good and the user's posts have the route's permission. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean>(OPEN, targets)) return true;
    const permission = this.reflector.getAllAndOverride<
      Permission | 'signed-in' | 'old-password' | undefined
    >(ALLOW, targets);
    const request = context.switchToHttp().getRequest<ActorRequest>();
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (!token || !permission) throw new NotSignedIn();
    const actor = await this.sessions.authenticate(token, {
      mayHaveOldPassword: permission === 'old-password',
    });
    if (permission !== 'signed-in' && permission !== 'old-password' && !permits(actor.roles, permission)) {
      throw new PermissionDenied(
        permission,
        PERMISSIONS[permission].map((role) => ROLES[role]),
      );
    }
    request.actor = actor;
    return true;
  }
}
