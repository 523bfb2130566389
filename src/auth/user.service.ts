import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditService } from '../audit/audit.service';
import { Clock } from '../calendar/clock';
import { Database } from '../database/database';
import { NotFound, VersionChanged } from '../errors/request.errors';
import type { Actor } from '../access/actor';
import { AppUser } from './app-user.entity';
import { LastAdministrator, PasswordTooWeak, RolesIncompatible } from './auth.errors';
import { hashPassword, isPassword } from './password';
import { INCOMPATIBLE_ROLES, ROLES, type Role } from '../access/permissions';
import { SessionService } from './session.service';

/** A password may not be one of the last five. */
const PASSWORDS_REMEMBERED = 5;

/** A user as lists show it. */
export interface UserView {
  readonly id: number;
  readonly username: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly active: boolean;
  readonly lockedUntil: Date | null;
  readonly version: number;
}

/** Users and their posts (用户与岗位); the administrator manages them and can touch no money. */
@Injectable()
export class UserService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly sessions: SessionService,
  ) {}

  /** Adds a user whose first password must be changed at the first sign-in. */
  async create(
    actor: Actor,
    input: { username: string; displayName: string; password: string; roles: Role[] },
  ): Promise<UserView> {
    return this.database.transaction(actor.agencyId, (tx) => this.insert(tx, actor, input, true));
  }

  /** Inserts a user in the caller's transaction; the setup of an agency makes its administrator this way. */
  async insert(
    tx: EntityManager,
    by: { agencyId: number; userId: number | null },
    input: { username: string; displayName: string; password: string; roles: Role[] },
    mustChangePassword: boolean,
  ): Promise<UserView> {
    refuseIncompatible(input.roles);
    const passwordHash = await hashPassword(input.password, input.username);
    const { username, displayName, roles } = input;
    const user: Partial<AppUser> = {
      agencyId: by.agencyId,
      username,
      displayName,
      roles,
      passwordHash,
      passwordSetAt: this.clock.now(),
    };
    const inserted = await tx.insert(AppUser, {
      ...user,
      mustChangePassword,
      active: true,
      failedLogins: 0,
      lockedUntil: null,
      version: 1,
    });
    const id = (inserted.identifiers[0] as { id: number }).id;
    await this.audit.record(tx, by, {
      act: 'user.create',
      subjectType: 'user',
      subjectId: id,
      details: { username, roles },
    });
    return this.view(await this.find(tx, by.agencyId, id));
  }

  /**
   * Changes name, posts or whether the user may sign in; ends the user's sessions, so that new posts hold at once.
   * Throws `LastAdministrator` when no active administrator would remain.
   */
  async change(
    actor: Actor,
    id: number,
    input: { version: number; displayName: string; roles: Role[]; active: boolean },
  ): Promise<UserView> {
    refuseIncompatible(input.roles);
    return this.database.transaction(actor.agencyId, async (tx) => {
      if (!(input.active && input.roles.includes('ADMINISTRATOR')))
        await this.refuseLastAdministrator(tx, actor.agencyId, id);
      const user = await this.find(tx, actor.agencyId, id);
      if (user.version !== input.version) throw new VersionChanged('用户', input.version, user.version);
      const { displayName, roles, active } = input;
      await tx.update(
        AppUser,
        { agencyId: actor.agencyId, id },
        { displayName, roles, active, lockedUntil: null, version: user.version + 1 },
      );
      await this.sessions.revokeAll(tx, actor.agencyId, id);
      await this.audit.record(tx, actor, {
        act: 'user.change',
        subjectType: 'user',
        subjectId: id,
        details: { from: { roles: user.roles, active: user.active }, to: { roles, active } },
      });
      return this.view(await this.find(tx, actor.agencyId, id));
    });
  }

  /** A new first password given by the administrator; the user must change it. */
  async resetPassword(actor: Actor, id: number, password: string): Promise<UserView> {
    return this.database.transaction(actor.agencyId, async (tx) => {
      const user = await this.find(tx, actor.agencyId, id);
      await this.setPassword(tx, user, password, true);
      await this.audit.record(tx, actor, { act: 'user.reset-password', subjectType: 'user', subjectId: id });
      return this.view(await this.find(tx, actor.agencyId, id));
    });
  }

  /**
   * The user's own change of password; ends all sessions, so the user signs in again. A wrong old password counts and
   * locks like one at signing in, so that an unattended screen is no way to guess it.
   */
  async changeOwnPassword(
    actor: Actor,
    oldPassword: string,
    newPassword: string,
  ): Promise<{ changed: true }> {
    const { agencyId, userId: id } = actor;
    return this.sessions.withPassword({ agencyId, id }, oldPassword, async (tx, user) => {
      await this.setPassword(tx, user, newPassword, false);
      await this.audit.record(tx, actor, {
        act: 'user.change-password',
        subjectType: 'user',
        subjectId: user.id,
      });
      return { changed: true };
    });
  }

  /** All users of the agency, by name. */
  list(actor: Actor): Promise<UserView[]> {
    return this.database.transaction(actor.agencyId, async (tx) => {
      const users = await tx.find(AppUser, {
        where: { agencyId: actor.agencyId },
        order: { username: 'ASC' },
      });
      return users.map((user) => this.view(user));
    });
  }

  private async setPassword(
    tx: EntityManager,
    user: AppUser,
    password: string,
    mustChangePassword: boolean,
  ): Promise<void> {
    const { agencyId, id } = user;
    const used: { hash: string }[] = await tx.query(
      'select password_hash as hash from password_history where agency_id = $1 and user_id = $2 order by set_at desc limit $3',
      [agencyId, id, PASSWORDS_REMEMBERED - 1],
    );
    for (const passwordHash of [user.passwordHash, ...used.map((row) => row.hash)]) {
      if (await isPassword(passwordHash, password))
        throw new PasswordTooWeak([`不能与最近 ${PASSWORDS_REMEMBERED} 次用过的密码相同`]);
    }
    const passwordHash = await hashPassword(password, user.username);
    await tx.query('insert into password_history values ($1, $2, $3, $4) on conflict do nothing', [
      agencyId,
      id,
      user.passwordSetAt,
      user.passwordHash,
    ]);
    await tx.update(
      AppUser,
      { agencyId, id },
      {
        passwordHash,
        passwordSetAt: this.clock.now(),
        mustChangePassword,
        failedLogins: 0,
        lockedUntil: null,
        version: user.version + 1,
      },
    );
    await this.sessions.revokeAll(tx, agencyId, id);
  }

  /** Locks all administrators in one order, so that two cannot leave each other out at the same moment. */
  private async refuseLastAdministrator(tx: EntityManager, agencyId: number, id: number): Promise<void> {
    const administrators: { id: number }[] = await tx.query(
      `select id from app_user where agency_id = $1 and active and 'ADMINISTRATOR' = any(roles) order by id for update`,
      [agencyId],
    );
    if (administrators.every((administrator) => administrator.id === id)) throw new LastAdministrator();
  }

  private async find(tx: EntityManager, agencyId: number, id: number): Promise<AppUser> {
    const user = await tx.findOne(AppUser, { where: { agencyId, id }, lock: { mode: 'pessimistic_write' } });
    if (!user) throw new NotFound('用户', id);
    return user;
  }

  private view({ id, username, displayName, roles, active, lockedUntil, version }: AppUser): UserView {
    return { id, username, displayName, roles, active, lockedUntil, version };
  }
}

/** Throws `RolesIncompatible` naming every pair of posts that one person may not hold together. */
export function refuseIncompatible(roles: readonly Role[]): void {
  const pairs = INCOMPATIBLE_ROLES.filter(([one, other]) => roles.includes(one) && roles.includes(other));
  if (pairs.length > 0)
    throw new RolesIncompatible(pairs.map(([one, other]) => `${ROLES[one]}与${ROLES[other]}`));
}
