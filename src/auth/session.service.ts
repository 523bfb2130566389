import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IsNull, type EntityManager } from 'typeorm';
import { Agency } from '../agency/agency.entity';
import { AuditService } from '../audit/audit.service';
import { Clock } from '../calendar/clock';
import { Database } from '../database/database';
import type { Actor } from '../access/actor';
import { AppUser } from './app-user.entity';
import { AccountLocked, NotSignedIn, PasswordMustChange, SignInRefused } from './auth.errors';
import { hashPassword, isPassword } from './password';
import { Session } from './session.entity';

/** Five wrong passwords lock for half an hour; a session ends after ten hours or thirty idle minutes (等保 defaults). */
const MAX_FAILED_LOGINS = 5;
const LOCK_MINUTES = 30;
const SESSION_HOURS = 10;
const IDLE_MINUTES = 30;
const PASSWORD_DAYS = 90;
/** Writing "last seen" at every request would make every read a write. */
const SEEN_EVERY_SECONDS = 60;

/** What a sign-in gives: the token goes into `Authorization: Bearer ...`. */
export interface SignedIn {
  readonly token: string;
  readonly expiresAt: Date;
  readonly mustChangePassword: boolean;
  readonly user: {
    id: number;
    username: string;
    displayName: string;
    roles: readonly string[];
    agencyName: string;
  };
}

/** Signing in and out: opaque tokens, one session per user, lockout, idle end (登录会话). */
@Injectable()
export class SessionService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /** Opens a session and ends the user's earlier ones. Refuses wrong names and passwords alike, and a locked account. */
  async signIn(agencyCode: string, username: string, password: string): Promise<SignedIn> {
    const agency = await this.database.dataSource.manager.findOne(Agency, { where: { code: agencyCode } });
    if (!agency) return this.refuseSlowly(password);
    return this.withPassword({ agencyId: agency.id, username }, password, async (tx, user) => {
      await tx.update(AppUser, { agencyId: agency.id, id: user.id }, { failedLogins: 0, lockedUntil: null });
      return this.open(tx, agency, user);
    });
  }

  /**
   * Runs `work` on the locked row of an active user whose password this is. A wrong password is counted and recorded,
   * and the fifth locks. argon2 takes long on purpose, so it works between two transactions and holds neither a
   * lock nor a connection; what it was asked about is looked at again afterwards. Throws `SignInRefused`, `AccountLocked`.
   */
  async withPassword<T>(
    who: { agencyId: number } & ({ username: string } | { id: number }),
    password: string,
    work: (tx: EntityManager, user: AppUser) => Promise<T>,
  ): Promise<T> {
    const where = { ...who, active: true };
    const seen = await this.database.transaction(who.agencyId, (tx) => tx.findOne(AppUser, { where }));
    if (!seen) return this.refuseSlowly(password);
    if (this.isLocked(seen)) throw new AccountLocked(seen.lockedUntil);
    const right = await isPassword(seen.passwordHash, password);
    const outcome = await this.database.transaction(who.agencyId, async (tx) => {
      const user = await tx.findOne(AppUser, { where, lock: { mode: 'pessimistic_write' } });
      if (!user) return 'wrong' as const;
      if (this.isLocked(user)) return { lockedUntil: user.lockedUntil };
      if (user.passwordHash !== seen.passwordHash) return 'changed' as const;
      return right ? { done: await work(tx, user) } : this.countFailure(tx, user);
    });
    if (outcome === 'changed') return this.withPassword(who, password, work);
    // Refused outside the transaction: what was counted stays.
    if (outcome === 'wrong') throw new SignInRefused();
    if ('lockedUntil' in outcome) throw new AccountLocked(outcome.lockedUntil);
    return outcome.done;
  }

  /** The user behind a token. Throws `NotSignedIn`; throws `PasswordMustChange` unless the caller allows it. */
  async authenticate(token: string, { mayHaveOldPassword = false } = {}): Promise<Actor> {
    const agencyId = Number(/^(\d{1,15})\./.exec(token)?.[1] ?? 0);
    if (!agencyId) throw new NotSignedIn();
    return this.database.transaction(agencyId, async (tx) => {
      const session = await tx.findOne(Session, {
        where: { agencyId, tokenHash: hashToken(token), revokedAt: IsNull() },
      });
      const now = this.clock.now();
      if (!session || session.expiresAt < now || minutesBetween(session.lastSeenAt, now) > IDLE_MINUTES)
        throw new NotSignedIn();
      const user = await tx.findOne(AppUser, { where: { agencyId, id: session.userId, active: true } });
      if (!user) throw new NotSignedIn();
      if (!mayHaveOldPassword && this.passwordIsDue(user)) throw new PasswordMustChange();
      if (minutesBetween(session.lastSeenAt, now) * 60 >= SEEN_EVERY_SECONDS) {
        await tx.update(Session, { agencyId, id: session.id }, { lastSeenAt: now });
      }
      return { agencyId, userId: user.id, username: user.username, roles: user.roles };
    });
  }

  /** Ends the user's sessions. */
  async signOut(actor: Actor): Promise<{ signedOut: true }> {
    return this.database.transaction(actor.agencyId, async (tx) => {
      await this.revokeAll(tx, actor.agencyId, actor.userId);
      await this.audit.record(tx, actor, {
        act: 'session.end',
        subjectType: 'user',
        subjectId: actor.userId,
      });
      return { signedOut: true };
    });
  }

  /** Ends every open session of a user: at sign-out, a new sign-in, a new password, or when the user is closed. */
  async revokeAll(tx: EntityManager, agencyId: number, userId: number): Promise<void> {
    await tx.update(Session, { agencyId, userId, revokedAt: IsNull() }, { revokedAt: this.clock.now() });
  }

  private passwordIsDue(user: AppUser): boolean {
    return (
      user.mustChangePassword ||
      minutesBetween(user.passwordSetAt, this.clock.now()) > PASSWORD_DAYS * 24 * 60
    );
  }

  private isLocked(user: AppUser): user is AppUser & { lockedUntil: Date } {
    return user.lockedUntil !== null && user.lockedUntil > this.clock.now();
  }

  /** An unknown agency or user costs the same argon2 work as a wrong password, so the clock tells nothing either. */
  private async refuseSlowly(password: string): Promise<never> {
    await hashPassword(`${password.slice(0, 32)}Aa1!Aa1!`, '');
    throw new SignInRefused();
  }

  private async countFailure(tx: EntityManager, user: AppUser): Promise<'wrong' | { lockedUntil: Date }> {
    const failedLogins = user.failedLogins + 1;
    const locked = failedLogins >= MAX_FAILED_LOGINS;
    const lockedUntil = locked ? new Date(this.clock.now().getTime() + LOCK_MINUTES * 60_000) : null;
    await tx.update(
      AppUser,
      { agencyId: user.agencyId, id: user.id },
      { failedLogins: locked ? 0 : failedLogins, lockedUntil },
    );
    await this.audit.record(
      tx,
      { agencyId: user.agencyId, userId: user.id },
      {
        act: locked ? 'session.lock' : 'session.fail',
        subjectType: 'user',
        subjectId: user.id,
        details: { failedLogins },
      },
    );
    return lockedUntil ? { lockedUntil } : 'wrong';
  }

  private async open(tx: EntityManager, agency: Agency, user: AppUser): Promise<SignedIn> {
    const agencyId = agency.id;
    await this.revokeAll(tx, agencyId, user.id);
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + SESSION_HOURS * 3_600_000);
    const token = `${agencyId}.${randomBytes(32).toString('base64url')}`;
    await tx.insert(Session, {
      agencyId,
      userId: user.id,
      tokenHash: hashToken(token),
      createdAt: now,
      lastSeenAt: now,
      expiresAt,
      revokedAt: null,
    });
    await this.audit.record(
      tx,
      { agencyId, userId: user.id },
      { act: 'session.begin', subjectType: 'user', subjectId: user.id },
    );
    const { id, username, displayName, roles } = user;
    return {
      token,
      expiresAt,
      mustChangePassword: this.passwordIsDue(user),
      user: { id, username, displayName, roles, agencyName: agency.name },
    };
  }
}

function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function minutesBetween(from: Date, until: Date): number {
  return (until.getTime() - from.getTime()) / 60_000;
}
