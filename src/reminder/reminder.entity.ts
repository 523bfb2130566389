import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ReminderState } from './reminder.states';

/** By what a reminder reaches the person. */
export const REMINDER_CHANNELS = { SMS: '短信' } as const;

/** How reminders leave: as a file a user hands to the gateway, or posted to it. */
export const REMINDER_ADAPTERS = { FILE: '短信文件', HTTP: '网关接口' } as const;

export type ReminderAdapter = keyof typeof REMINDER_ADAPTERS;

/**
 * The days before the deadline at which people are reminded, the first first. Source: issue, verification; design,
 * field facts, "Default parameters".
 */
export const REMINDER_STAGES = [60, 30, 7] as const;

export type ReminderStage = (typeof REMINDER_STAGES)[number];

/** One reminder of the outbox (提醒), for one person, deadline and stage; born only by `plan-reminders.sql`. */
@Entity('reminder')
export class Reminder {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint', { generated: 'identity' }) id: number;
  @Column('bigint') personId: number;
  /** The project whose deadline is the person's earliest. */
  @Column('bigint') projectId: number;
  @Column('date') deadlineOn: string;
  @Column('int') daysBefore: ReminderStage;
  @Column('text') channel: keyof typeof REMINDER_CHANNELS;
  @Column('text') text: string;
  @Column('text') state: ReminderState;
  /** The gateway's own words, without numbers. */
  @Column('text', { nullable: true }) failure: string | null;
  @Column('bigint', { nullable: true }) dispatchId: number | null;
  /** Since when there is nothing left to remind of. */
  @Column('date', { nullable: true }) lapsedOn: string | null;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz', { nullable: true }) sentAt: Date | null;
}

/** Reminders that left at one time (短信批次). */
@Entity('reminder_dispatch')
export class ReminderDispatch {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint', { generated: 'identity' }) id: number;
  @Column('text') adapter: ReminderAdapter;
  @Column('bigint', { nullable: true }) createdBy: number | null;
  @Column('timestamptz') createdAt: Date;
}
