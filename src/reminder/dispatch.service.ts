import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import type { Actor } from '../access/actor';
import { AuditService } from '../audit/audit.service';
import { Clock } from '../calendar/clock';
import { Database } from '../database/database';
import { NotFound } from '../errors/request.errors';
import type { JobContext } from '../queue/job-handler';
import type { JobResult } from '../queue/job.entity';
import { Queue } from '../queue/queue';
import { writeCsv } from '../table-file/write-csv';
import { Vault } from '../vault/vault';
import { REMINDER_ADAPTERS, Reminder, ReminderDispatch } from './reminder.entity';
import { lockOutbox, OUTBOX, ReminderService } from './reminder.service';
import { listDispatches, listDispatchMessages, takeReminders, type DispatchRow } from './reminder.sql';
import { stateAfter, type ReminderState } from './reminder.states';
import { SmsGateway, type SmsMessage, type SmsRefusal } from './sms-gateway';

/** What one run hands over at most, and so what is handed over again at most when it dies; the next run takes the rest. */
const MAX_PER_DISPATCH = 20_000;
/** What gateways take in one request. */
const MESSAGES_PER_BLOCK = 200;

/** The columns of a file for the gateway. */
const FILE_COLUMNS = [{ title: '手机号码' }, { title: '短信内容' }, { title: '编号' }];

/** A dispatch as lists show it. */
export interface DispatchView extends DispatchRow {
  readonly adapterLabel: string;
}

/** Which reminders: those of a dispatch that are in one state. */
type OfDispatch = { agencyId: number; dispatchId: number; state: ReminderState };

/** Hands the outbox to the SMS gateway, and makes the file for one that is not online (短信批次). */
@Injectable()
export class DispatchService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly vault: Vault,
    private readonly audit: AuditService,
    private readonly queue: Queue,
    private readonly reminders: ReminderService,
    private readonly gateway: SmsGateway,
  ) {}

  /** Asks for the outbox to be sent; the answer names the job to follow. */
  requestSend(actor: Actor): Promise<{ jobId: number }> {
    return this.database.transaction(actor.agencyId, async (tx) => {
      const job = await this.queue.enqueue(tx, actor, 'reminder.send', OUTBOX, {});
      return { jobId: job.id };
    });
  }

  /**
   * Job `reminder.send`: hands over what waits and is still needed. The reminders are marked in the job's own
   * transaction: if that is lost after the gateway has heard them, they are handed over again under the same ids, by
   * which the gateway knows them. Throws `PartnerUnreachable`, `SmsGatewayRefused`; then nothing is marked.
   */
  async send({ tx, agencyId, requestedBy }: JobContext<'reminder.send'>): Promise<JobResult> {
    await lockOutbox(tx, agencyId);
    const { lapsedCount } = await this.reminders.lapse(tx, agencyId);
    const waitingCount = await tx.countBy(Reminder, { agencyId, state: 'PENDING' });
    if (waitingCount === 0)
      return { dispatchId: null, sentCount: 0, failedCount: 0, lapsedCount, leftCount: 0 };
    const inserted = await tx.insert(ReminderDispatch, {
      agencyId,
      adapter: this.gateway.adapter,
      createdBy: requestedBy.userId,
      createdAt: this.clock.now(),
    });
    const { id: dispatchId } = inserted.identifiers[0] as { id: number };
    const { takenCount } = await takeReminders(tx, { agencyId, dispatchId, limit: MAX_PER_DISPATCH });
    const taken: OfDispatch = { agencyId, dispatchId, state: 'PENDING' };
    const refusals = await this.gateway.deliver(this.blocks(tx, taken));
    const failedCount = await this.refuse(tx, taken, refusals);
    await tx.update(Reminder, taken, { state: stateAfter('PENDING', 'send'), sentAt: this.clock.now() });
    const counts = { sentCount: takenCount - failedCount, failedCount, lapsedCount };
    await this.audit.record(tx, requestedBy, {
      act: 'reminder.send',
      subjectType: 'reminder-dispatch',
      subjectId: dispatchId,
      details: { adapter: this.gateway.adapter, ...counts },
    });
    return { dispatchId, ...counts, leftCount: waitingCount - takenCount };
  }

  /** Dispatches newest first, those with an id below `before` if it is given. */
  list({ agencyId }: Actor, page: { before: number | null; limit: number }): Promise<DispatchView[]> {
    return this.database.transaction(agencyId, async (tx) => {
      const rows = await listDispatches(tx, { agencyId, ...page });
      return rows.map((row) => ({ ...row, adapterLabel: REMINDER_ADAPTERS[row.adapter] }));
    });
  }

  /**
   * The file of a dispatch for the gateway: full telephone numbers leave the system here and nowhere else, and who took
   * them is on record.
   */
  file(actor: Actor, dispatchId: number): Promise<{ name: string; content: Readable }> {
    const { agencyId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      const found = await tx.findOneBy(ReminderDispatch, { agencyId, id: dispatchId, adapter: 'FILE' });
      if (!found) throw new NotFound('短信文件', dispatchId);
      const rows: string[][] = [];
      for await (const block of this.blocks(tx, { agencyId, dispatchId, state: 'SENT' }))
        rows.push(...block.map(({ id, phone, text }) => [phone, text, id]));
      await this.audit.record(tx, actor, {
        act: 'reminder.download-file',
        subjectType: 'reminder-dispatch',
        subjectId: dispatchId,
        details: { messageCount: rows.length },
      });
      return { name: `认证提醒短信${dispatchId}.csv`, content: writeCsv(FILE_COLUMNS, rows) };
    });
  }

  private async *blocks(tx: EntityManager, of: OfDispatch): AsyncGenerator<SmsMessage[]> {
    for (let after = 0; ;) {
      const rows = await listDispatchMessages(tx, { ...of, after, limit: MESSAGES_PER_BLOCK });
      const last = rows.at(-1);
      if (!last) return;
      after = last.id;
      yield rows.map(({ id, phone, text }) => ({
        id: messageIdOf(of.agencyId, id),
        // Lapsed without a number before it was taken; one that was deleted since leaves its place empty.
        phone: phone ? this.vault.decrypt(phone) : '',
        text,
      }));
    }
  }

  private async refuse(
    tx: EntityManager,
    taken: OfDispatch,
    refusals: readonly SmsRefusal[],
  ): Promise<number> {
    const byReason = new Map<string, number[]>();
    for (const { id, reason } of refusals) {
      const ids = byReason.get(reason) ?? [];
      ids.push(Number(id.split('-').at(-1)));
      byReason.set(reason, ids);
    }
    for (const [failure, ids] of byReason) {
      const state = stateAfter('PENDING', 'refuse');
      await tx.update(Reminder, { ...taken, id: In(ids) }, { state, failure });
    }
    return refusals.length;
  }
}

/** The name by which a gateway knows a reminder for good. */
function messageIdOf(agencyId: number, reminderId: number): string {
  return `zufa-${agencyId}-${reminderId}`;
}
