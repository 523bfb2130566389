import type { EntityManager } from 'typeorm';
import { DispatchService } from '../../src/reminder/dispatch.service';
import { ReminderService } from '../../src/reminder/reminder.service';
import type { JobContext } from '../../src/queue/job-handler';
import type { JobName } from '../../src/queue/job-names';
import type { JobResult } from '../../src/queue/job.entity';
import type { Office } from './office';
import { asOwner } from './office-money';
import { enrols, registersPerson, setsUpProject } from './office-registry';

let projects = 0;

/** A project that asks for a proof every twelve months, unless said otherwise; gives its id. */
export async function asksForProof(office: Office, cycleMonths = 12, graceDays = 0): Promise<number> {
  projects += 1;
  const facts = { code: `proof-${projects}`, verificationCycleMonths: cycleMonths, graceDays };
  return (await setsUpProject(office, facts)).id;
}

/** Says by the back door when a person was last verified, until when by its own words, and when an attempt failed. */
export async function proves(
  office: Office,
  personId: number,
  proof: { on?: string | null; until?: string | null; failed?: string | null },
): Promise<void> {
  const { on = null, until = null, failed = null } = proof;
  await asOwner(office, (client) =>
    client.query(
      `insert into verification_status values ($1, $2, $3, $4, $5) on conflict (agency_id, person_id) do update
       set verified_on = excluded.verified_on, valid_until = excluded.valid_until, failed_on = excluded.failed_on`,
      [office.agencyId, personId, on, until, failed],
    ),
  );
}

/** Registers and enrols somebody whose proof counts until a day; gives the person's id. */
export async function runsOut(
  office: Office,
  projectId: number,
  until: string,
  person: Parameters<typeof registersPerson>[1] = {},
): Promise<number> {
  const personId = await registersPerson(office, person);
  await enrols(office, personId, projectId);
  await proves(office, personId, { on: '2025-01-01', until });
  return personId;
}

/** What a job of the outbox is given, in one transaction. */
export function outboxJob<Name extends JobName>(office: Office, tx: EntityManager): JobContext<Name> {
  const { agencyId } = office;
  const requestedBy = { agencyId, userId: office.actor('CLERK').userId };
  return { tx, agencyId, requestedBy, job: {} as JobContext<Name>['job'], progress: () => {} };
}

/** Plans the reminders of today, as its job does. */
export function plans(office: Office): Promise<JobResult> {
  return office.db.database.transaction(office.agencyId, (tx) =>
    office.get(ReminderService).plan(outboxJob(office, tx)),
  );
}

/** Sends what waits, as its job does; through the office's own gateway, a file, unless another service is given. */
export function sends(office: Office, dispatches = office.get(DispatchService)): Promise<JobResult> {
  return office.db.database.transaction(office.agencyId, (tx) => dispatches.send(outboxJob(office, tx)));
}

/** The outbox as `7 2025-06-09 SENT`, the oldest first; of one person if one is given. */
export async function outbox(office: Office, personId: number | null = null): Promise<string[]> {
  const rows = await office.asks<{ line: string }>(
    `select days_before || ' ' || deadline_on || ' ' || state as line from reminder
     where $1::bigint is null or person_id = $1 order by id`,
    [personId],
  );
  return rows.map(({ line }) => line);
}
