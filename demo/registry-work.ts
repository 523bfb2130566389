import type { ProposedAccount } from '../src/person/bank-account.service';
import { LIFE_EVENT_KINDS } from '../src/person/life-event.entity';
import type { LifeEventView, PersonDetailView } from '../src/person/person.view';
import type { ImportReceipt, ImportView } from '../src/file-import/file-import.service';
import type { EvidenceFileView } from '../src/verification/evidence.service';
import type { MonthSummary } from './month-summary';
import type { Office } from './office';
import { confirmImport } from './opening';
import type { Enrolled } from './roster-book';
import type { StoryEvent, StoryFailure, StoryRetraction } from './story';
import { evidenceOf, needsFile, verificationWorkbook, type PlannedProof } from './verification-plan';

/** Hands in a file of proofs of life as the clerk; the reviewer confirms it. */
export async function importProofs(
  office: Office,
  proofs: readonly PlannedProof[],
  month: MonthSummary,
): Promise<void> {
  if (proofs.length === 0) return;
  const clerk = office.as('clerk');
  const stampedListId = proofs.some(needsFile)
    ? await uploadEvidence(office, `${month.month} 社区协助认证名单（盖章）`)
    : null;
  const content = await verificationWorkbook(proofs, stampedListId);
  const file = { name: `认证${month.month}.xlsx`, content };
  const { importId, jobId } = await clerk.upload<ImportReceipt>('/verification-imports', file);
  await clerk.job(jobId);
  const path = `/verification-imports/${importId}`;
  const { state, version } = await office.as('reviewer').get<ImportView>(path);
  if (state !== 'CHECKED') throw new Error(`the file of proofs of ${month.month} is ${state}`);
  await confirmImport(office, path, version);
  month.happened(month.month.endsWith('-01') ? '年初认证' : '文件认证', proofs.length);
}

/** Records one proof of life at the counter. */
export async function recordProof(office: Office, proof: PlannedProof, month: MonthSummary): Promise<void> {
  const { channel, verifiedOn } = proof;
  const personId = await office.personId(proof.person);
  const evidenceFileId = needsFile(proof)
    ? await uploadEvidence(office, `${verifiedOn} 上门照片 ${personId}`)
    : undefined;
  const body = { personId, channel, verifiedOn, ...evidenceOf(proof), evidenceFileId };
  await office.as('clerk').post('/verifications', body);
  month.happened('逾期或首次认证', 1);
}

/** Records an attempt that failed; payment waits until the person has passed one. */
export async function recordFailure(
  office: Office,
  { who, on, reason }: StoryFailure,
  month: MonthSummary,
): Promise<void> {
  const personId = await office.personId(office.book.person(who));
  const body = { personId, channel: 'MOBILE', verifiedOn: on, result: 'FAILED', evidence: reason };
  await office.as('clerk').post('/verifications', body);
  month.happened('认证不通过', 1);
}

/** A paper nobody drew: enough for the product to keep, hash and encrypt. */
async function uploadEvidence(office: Office, title: string): Promise<number> {
  const content = Buffer.from(`%PDF-1.4\n% ${title}\n%%EOF\n`);
  const file = { name: `${title}.pdf`, content };
  return (await office.as('clerk').upload<EvidenceFileView>('/evidence-files', file)).id;
}

/** Records what happened to a person; the reviewer confirms it. */
export async function reportEvent(office: Office, event: StoryEvent, month: MonthSummary): Promise<void> {
  const { who, kind, happenedOn, reportedOn, note } = event;
  const path = `/persons/${await office.personId(office.book.person(who))}/life-events`;
  const body = { kind, happenedOn, reportedOn, note };
  const { id, late } = await office.as('clerk').post<LifeEventView>(path, body);
  await office.as('reviewer').post(`${path}/${id}/confirm`, {});
  month.happened(late ? `${LIFE_EVENT_KINDS[kind]}（迟报）` : LIFE_EVENT_KINDS[kind], 1);
}

/** Takes back an event that was recorded by mistake; both stay on record. */
export async function retractEvent(
  office: Office,
  { who, kind, note }: StoryRetraction,
  month: MonthSummary,
): Promise<void> {
  const path = `/persons/${await office.personId(office.book.person(who))}`;
  const { lifeEvents } = await office.as('clerk').get<PersonDetailView>(path);
  const wrong = lifeEvents.find((event) => event.kind === kind && event.state === 'CONFIRMED')!;
  const { id } = await office
    .as('clerk')
    .post<LifeEventView>(`${path}/life-events/${wrong.id}/retract`, { note });
  await office.as('reviewer').post(`${path}/life-events/${id}/confirm`, {});
  month.happened(`撤销误登的${LIFE_EVENT_KINDS[kind]}`, 1);
}

/** Gives a person a new account; the reviewer confirms it. The payee stays who it was. */
export async function changeAccount(office: Office, person: Enrolled): Promise<void> {
  const path = `/persons/${await office.personId(person)}/accounts`;
  const other = { payeeName: person.payeeName, payeeDocument: person.payeeDocumentNo };
  const { account } = await office.as('clerk').post<ProposedAccount>(path, {
    accountNumber: office.book.newAccount(person),
    payeeRelation: person.payeeRelation,
    ...(person.payeeRelation === 'SELF' ? {} : other),
    bankName: person.bankName,
    bankCode: person.bankCode,
    effectiveFrom: office.clock.today(),
  });
  await office.as('reviewer').post(`${path}/${account.id}/confirm`, {});
}
