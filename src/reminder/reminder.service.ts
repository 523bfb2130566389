import { Injectable } from '@nestjs/common';
import { IsNull, Not, type EntityManager } from 'typeorm';
import type { Actor } from '../access/actor';
import { AuditService } from '../audit/audit.service';
import { Clock } from '../calendar/clock';
import { Database } from '../database/database';
import { planForSets } from '../database/plan-for-sets';
import { NotFound } from '../errors/request.errors';
import { maskPhone } from '../person/person.view';
import type { JobContext } from '../queue/job-handler';
import type { JobResult } from '../queue/job.entity';
import { Queue } from '../queue/queue';
import { Vault } from '../vault/vault';
import { REMINDER_STAGES, Reminder } from './reminder.entity';
import { lapseReminders, listReminders, planReminders, type ReminderRow } from './reminder.sql';
import { REMINDER_STATES, stateAfter, type ReminderState } from './reminder.states';

/** The stages in the words of the statements: the widest reaches all of them. */
export const DUE_WITHIN = { stages: REMINDER_STAGES, furthestDays: Math.max(...REMINDER_STAGES) };

/** An agency has one outbox, so its jobs are about no record of their own. */
export const OUTBOX = 0;

/** What the person reads; the date is the last day on which payment goes on, grace included. */
const TEXT =
  '【{机构}】{姓名}：您的{项目}领取资格认证将于{日期}到期。请在此之前用手机自助认证，或到经办窗口、社区办理；行动不便的可预约上门。到期未认证的，暂停发放，认证后补发。';

/** A reminder as lists show it: the telephone masked. */
export interface ReminderView extends Omit<ReminderRow, 'phone'> {
  readonly phone: string | null;
  readonly stateLabel: string;
}

/** The outbox of reminders (认证提醒): whom to remind is planned in it once, and sending takes from it. */
@Injectable()
export class ReminderService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly vault: Vault,
    private readonly audit: AuditService,
    private readonly queue: Queue,
  ) {}

  /** Asks for the plan of today; asked twice it is the same job, run twice it reminds nobody twice. */
  requestPlan(actor: Actor): Promise<{ jobId: number }> {
    return this.database.transaction(actor.agencyId, async (tx) => {
      const job = await this.queue.enqueue(tx, actor, 'reminder.plan', OUTBOX, {});
      return { jobId: job.id };
    });
  }

  /** Job `reminder.plan`: lets lapse what is no longer needed and writes what is due, in sets. */
  async plan({ tx, agencyId, requestedBy }: JobContext<'reminder.plan'>): Promise<JobResult> {
    await lockOutbox(tx, agencyId);
    await planForSets(tx);
    const { lapsedCount } = await this.lapse(tx, agencyId);
    const asked = { agencyId, today: this.clock.today(), ...DUE_WITHIN };
    const planned = await planReminders(tx, { ...asked, text: TEXT, now: this.clock.now() });
    const result = { ...planned, lapsedCount };
    await this.audit.record(tx, requestedBy, {
      act: 'reminder.plan',
      subjectType: 'reminder',
      subjectId: null,
      details: result,
    });
    return result;
  }

  /** Takes what has nothing left to remind of out of the outbox; under its lock. */
  async lapse(tx: EntityManager, agencyId: number): Promise<{ lapsedCount: number }> {
    const { furthestDays } = DUE_WITHIN;
    const lapsed = await lapseReminders(tx, { agencyId, today: this.clock.today(), furthestDays });
    await tx.update(
      Reminder,
      { agencyId, state: 'PENDING', lapsedOn: Not(IsNull()) },
      { state: stateAfter('PENDING', 'lapse') },
    );
    return lapsed;
  }

  /** The outbox above the cursor `after`, those of one state if it is given. */
  list(
    { agencyId }: Actor,
    page: { state: ReminderState | null; after: number; limit: number },
  ): Promise<ReminderView[]> {
    return this.database.transaction(agencyId, async (tx) => {
      const rows = await listReminders(tx, { agencyId, ...page });
      return rows.map(({ phone, ...row }) => ({
        ...row,
        phone: phone && maskPhone(this.vault.decrypt(phone)),
        stateLabel: REMINDER_STATES[row.state],
      }));
    });
  }

  /** Puts a reminder the gateway refused back into the outbox, the number having been corrected. */
  retry(actor: Actor, id: number): Promise<{ id: number; state: ReminderState }> {
    const { agencyId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      const found = await tx.findOne(Reminder, {
        where: { agencyId, id },
        lock: { mode: 'pessimistic_write' },
      });
      if (!found) throw new NotFound('提醒', id);
      const state = stateAfter(found.state, 'retry');
      await tx.update(Reminder, { agencyId, id }, { state, failure: null, dispatchId: null });
      await this.audit.record(tx, actor, { act: 'reminder.retry', subjectType: 'reminder', subjectId: id });
      return { id, state };
    });
  }
}

/** Planning and sending follow each other: what is being sent is neither planned again nor let lapse. */
export async function lockOutbox(tx: EntityManager, agencyId: number): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`reminder outbox ${agencyId}`]);
}
