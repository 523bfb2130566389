import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LifeEventState } from './life-event.states';

/** What can happen to a person, and how the office says it. */
export const LIFE_EVENT_KINDS = {
  DEATH: '死亡',
  CUSTODY: '服刑',
  RELEASE: '刑满释放',
  EMIGRATION: '迁出定居',
  END_OF_ENTITLEMENT: '资格终止',
  HOLD: '人工暂停',
  HOLD_LIFTED: '解除暂停',
  RETRACTION: '撤销变动',
} as const;

export type LifeEventKind = keyof typeof LIFE_EVENT_KINDS;

/** What a clerk may report as having happened; a retraction names the event it takes back instead. */
export const REPORTED_KINDS = (Object.keys(LIFE_EVENT_KINDS) as LifeEventKind[]).filter(
  (kind) => kind !== 'RETRACTION',
);

/** The kinds that may be limited to one project; the others happen to the person as such. */
export const KINDS_OF_ONE_PROJECT: readonly LifeEventKind[] = ['END_OF_ENTITLEMENT', 'HOLD', 'HOLD_LIFTED'];

/** What happened to a person, when, and when the office heard of it (人员变动); nothing here moves money. */
@Entity('life_event')
export class LifeEvent {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint', { generated: 'identity' }) id: number;
  @Column('bigint') personId: number;
  /** The one project it concerns; null for all of them. */
  @Column('bigint', { nullable: true }) projectId: number | null;
  @Column('text') kind: LifeEventKind;
  @Column('date') happenedOn: string;
  @Column('date') reportedOn: string;
  @Column('text') note: string;
  @Column('text') state: LifeEventState;
  /** The wrong event a retraction takes back; null for every other kind. */
  @Column('bigint', { nullable: true }) retractsId: number | null;
  @Column('bigint') proposedBy: number;
  /** Who decided, whether to confirm or to reject. */
  @Column('bigint', { nullable: true }) confirmedBy: number | null;
  @Column('timestamptz') proposedAt: Date;
  @Column('timestamptz', { nullable: true }) confirmedAt: Date | null;
}
