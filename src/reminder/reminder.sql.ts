import { join } from 'node:path';
import { sqlFile, sqlRows } from '../database/sql-file';
import type { Place, StandingRow } from '../verification/standing.sql';
import type { ReminderAdapter, ReminderStage } from './reminder.entity';
import type { ReminderState } from './reminder.states';

const file = (name: string) => join(__dirname, 'sql', name);

type OnDay = { agencyId: number; today: string };
type Due = OnDay & { stages: readonly number[]; furthestDays: number };
type Page = { after: number; limit: number };
type HomeVisits = OnDay & { oldFromAge: number; dueDays: number; projectId: number | null };

/** What a run of the plan did. */
export type ReminderPlan = {
  /** Whose earliest deadline is within the furthest stage. */
  readonly dueCount: number;
  readonly plannedCount: number;
  readonly withoutPhoneCount: number;
};

/** Somebody whose proof runs out soon; numbers still encrypted. */
export interface DueRow extends Omit<StandingRow, 'standing' | 'verifiedOn' | 'failedOn'> {
  readonly projectId: number;
  readonly projectName: string;
  readonly deadlineOn: string;
  readonly daysLeft: number;
  readonly daysBefore: ReminderStage;
}

/** How many are due in a community, by stage. */
export interface CommunityDue {
  readonly street: string;
  readonly community: string;
  readonly daysBefore: ReminderStage;
  readonly personCount: number;
  readonly withoutPhoneCount: number;
}

/** Somebody to be visited at home; numbers still encrypted. */
export interface HomeVisitRow extends StandingRow {
  readonly bornOn: string;
  readonly projectId: number;
  readonly projectName: string;
}

/** A reminder as the list shows it; the number still encrypted. */
export interface ReminderRow {
  readonly id: number;
  readonly personId: number;
  readonly name: string;
  readonly phone: Buffer | null;
  readonly projectId: number;
  readonly deadlineOn: string;
  readonly daysBefore: ReminderStage;
  readonly text: string;
  readonly state: ReminderState;
  readonly failure: string | null;
  readonly dispatchId: number | null;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
}

/** A dispatch with what became of its reminders. */
export interface DispatchRow {
  readonly id: number;
  readonly adapter: ReminderAdapter;
  readonly createdBy: number | null;
  readonly createdAt: Date;
  readonly sentCount: number;
  readonly failedCount: number;
}

export const lapseReminders = sqlFile<OnDay & { furthestDays: number }, { lapsedCount: number }>(
  file('lapse-reminders.sql'),
);
export const planReminders = sqlFile<Due & { text: string; now: Date }, ReminderPlan>(
  file('plan-reminders.sql'),
);
export const takeReminders = sqlFile<
  { agencyId: number; dispatchId: number; limit: number },
  { takenCount: number }
>(file('take-reminders.sql'));
export const listDispatchMessages = sqlRows<
  Page & { agencyId: number; dispatchId: number; state: ReminderState },
  { id: number; phone: Buffer | null; text: string }
>(file('list-dispatch-messages.sql'));
export const listDue = sqlRows<
  Due & Place & Page & { daysBefore: number | null; withoutPhone: boolean },
  DueRow
>(file('list-due.sql'));
export const countDueByCommunity = sqlRows<Due, CommunityDue>(file('count-due-by-community.sql'));
export const listHomeVisits = sqlRows<HomeVisits & Place & Page, HomeVisitRow>(file('list-home-visits.sql'));
export const countHomeVisitsByCommunity = sqlRows<
  HomeVisits,
  { street: string; community: string; personCount: number }
>(file('count-home-visits-by-community.sql'));
export const listReminders = sqlRows<Page & { agencyId: number; state: ReminderState | null }, ReminderRow>(
  file('list-reminders.sql'),
);
export const listDispatches = sqlRows<
  { agencyId: number; before: number | null; limit: number },
  DispatchRow
>(file('list-dispatches.sql'));
