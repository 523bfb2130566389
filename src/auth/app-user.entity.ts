import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '../access/permissions';

/** A user of the office (用户), with the posts held. */
@Entity('app_user')
export class AppUser {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint', { generated: 'identity' }) id: number;
  @Column('text') username: string;
  @Column('text') displayName: string;
  @Column('text') passwordHash: string;
  @Column('timestamptz') passwordSetAt: Date;
  @Column('boolean') mustChangePassword: boolean;
  @Column('text', { array: true }) roles: Role[];
  @Column('boolean') active: boolean;
  @Column('int') failedLogins: number;
  @Column('timestamptz', { nullable: true }) lockedUntil: Date | null;
  @Column('int') version: number;
}
