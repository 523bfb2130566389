import { PAID } from '../../demo/bank-simulator';
import { CaseService } from '../../src/recovery/case.service';
import { DetectService } from '../../src/recovery/detect.service';
import { RecoveryListService, type CaseDetail } from '../../src/recovery/recovery-list.service';
import { RepaymentService, type RepaymentInput } from '../../src/recovery/repayment.service';
import type { JobContext } from '../../src/queue/job-handler';
import type { JobName, JobPayloads } from '../../src/queue/job-names';
import type { JobResult } from '../../src/queue/job.entity';
import { JobRunner } from '../../src/queue/job-runner';
import { ReportService } from '../../src/report/report.service';
import { openOffice, type Office } from '../support/office';
import { answers, pays } from '../support/office-bank';
import { happens, type PaidProject } from '../support/office-money';

/** An office whose jobs are run by the test alone. */
export async function openQuietOffice(today = '2025-01-06'): Promise<Office> {
  const office = await openOffice(today);
  jest.spyOn(office.get(JobRunner), 'announce').mockImplementation(() => {});
  return office;
}

function works<Name extends JobName>(
  office: Office,
  payload: JobPayloads[Name],
  handler: (context: JobContext<Name>) => Promise<JobResult>,
): Promise<JobResult> {
  const { agencyId } = office;
  return office.db.database.transaction(agencyId, (tx) =>
    handler({
      tx,
      agencyId,
      job: { payload } as JobContext<Name>['job'],
      requestedBy: { agencyId, userId: null },
      progress: () => undefined,
    }),
  );
}

/** Runs a detection of one person, or of everybody. */
export function detects(office: Office, personId: number | null): Promise<JobResult> {
  return works<'recovery.detect'>(office, { personId }, (job) => office.get(DetectService).detect(job));
}

/** Pays a payout (0 = January) of a project in its month, everybody successfully, and lets recovery follow. */
export async function paysMonth(office: Office, project: PaidProject, payout: number): Promise<number> {
  const month = String((payout % 12) + 1).padStart(2, '0');
  if (office.clock.today() < `2025-${month}-10`) office.clock.set(`2025-${month}-10`);
  const batchId = await pays(office, project, payout);
  await answersAll(office, batchId);
  return batchId;
}

/** The bank answers a batch, paid unless said otherwise, and recovery follows; what the job reports. */
export async function answersAll(
  office: Office,
  batchId: number,
  decide: Parameters<typeof answers>[2] = () => [{ reply: PAID }],
): Promise<JobResult> {
  const { returnId } = (await answers(office, batchId, decide)) as { returnId: number };
  return works<'recovery.follow'>(office, { returnId }, (job) => office.get(DetectService).follow(job));
}

/** An event is confirmed and its detection runs. */
export async function learns(office: Office, personId: number, kind: string, on: string): Promise<void> {
  await happens(office, personId, kind, on);
  await detects(office, personId);
}

/** The person's cases in the order in which they were opened. */
export async function casesOf(office: Office, personId: number): Promise<CaseDetail[]> {
  const lists = office.get(RecoveryListService);
  const found = await lists.list(office.actor('AUDITOR'), { personId, after: 0, limit: 50 });
  return Promise.all(found.map(({ id }) => lists.find(office.actor('AUDITOR'), id)));
}

/** The person's one case. */
export async function caseOf(office: Office, personId: number): Promise<CaseDetail> {
  const [found, ...others] = await casesOf(office, personId);
  if (!found || others.length > 0) throw new Error('not one case');
  return found;
}

/** The case as it is now, with the version an act on it must name. */
export function caseNow(office: Office, id: number): Promise<CaseDetail> {
  return office.get(RecoveryListService).find(office.actor('AUDITOR'), id);
}

/** Takes a person's case through determination and confirmation; the case ordered. */
export async function orders(office: Office, personId: number, repayBy = '2025-12-31'): Promise<CaseDetail> {
  const cases = office.get(CaseService);
  const { id, version, claimedFen } = await caseOf(office, personId);
  const determined = await cases.determine(office.actor('AUDITOR'), id, {
    version,
    amountFen: claimedFen,
    repayBy,
    basis: '经数据比对，当事人已死亡',
  });
  await cases.confirm(office.actor('REVIEWER'), id, determined.version);
  return caseNow(office, id);
}

let documents = 0;

/** Finance records money that came in for a case. */
export async function repays(
  office: Office,
  id: number,
  amountFen: number,
  facts: Partial<RepaymentInput> = {},
): Promise<CaseDetail> {
  documents += 1;
  const { version } = await caseNow(office, id);
  await office.get(RepaymentService).repay(office.actor('FINANCE'), id, {
    version,
    happenedOn: office.clock.today(),
    amountFen,
    channel: 'BANK_TRANSFER',
    documentNo: `凭证${documents}`,
    ...facts,
  });
  return caseNow(office, id);
}

/** `2025-03 CLAIMED` for each month of a case. */
export function monthsOf({ months }: CaseDetail): string[] {
  return months.map(({ period, standing }) => `${period.slice(0, 7)} ${standing}`);
}

/** The invariants that do not hold, by number. The tenth is left out: here jobs are worked off by the test, not run. */
export async function brokenInvariants(office: Office): Promise<number[]> {
  const results = await office.get(ReportService).invariants(office.actor('SUPERVISOR'));
  return results.filter(({ holds, number }) => !holds && number !== 10).map(({ number }) => number);
}
