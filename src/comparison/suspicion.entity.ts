import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SuspicionKind, SuspicionState } from './suspicion.states';

/** A sign that somebody may have died or be in custody (疑点); it holds every payment until two users have decided. */
@Entity('suspicion')
export class Suspicion {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint', { generated: 'identity' }) id: number;
  @Column('bigint') personId: number;
  @Column('text') kind: SuspicionKind;
  /** The earliest day its hits name; the day that is true is `proposedOn`. */
  @Column('date') suspectedOn: string;
  @Column('text') state: SuspicionState;
  /** The day of the death or arrest as the clerk found it; null for a proposal to clear. */
  @Column('date', { nullable: true }) proposedOn: string | null;
  /** Why it is to be confirmed or cleared, or why the proposal was sent back. */
  @Column('text', { nullable: true }) reason: string | null;
  @Column('bigint', { nullable: true }) proposedBy: number | null;
  @Column('bigint', { nullable: true }) decidedBy: number | null;
  /** The life event a confirmed suspicion became. */
  @Column('bigint', { nullable: true }) lifeEventId: number | null;
  @Column('timestamptz') openedAt: Date;
  @Column('timestamptz', { nullable: true }) proposedAt: Date | null;
  @Column('timestamptz', { nullable: true }) decidedAt: Date | null;
  @Column('int') version: number;
}
