import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerPaymentFile, type BankLine, type BankRow, type BankSession } from '../../demo/bank-simulator';
import { BankFileService } from '../../src/bank-exchange/bank-file.service';
import { BankReturnService, type ReturnReceipt } from '../../src/bank-exchange/bank-return.service';
import { SettleService } from '../../src/bank-exchange/settle.service';
import type { PaymentBatch } from '../../src/batch/batch.entity';
import type { JobContext } from '../../src/queue/job-handler';
import type { JobName, JobPayloads } from '../../src/queue/job-names';
import type { JobResult } from '../../src/queue/job.entity';
import type { ReceivedFile } from '../../src/file-store/file-store.service';
import { approves, compiles, opens, type PaidProject } from './office-money';
import type { Office } from './office';

/** Runs a job's handler as the runner would, in one transaction. */
function works<Name extends JobName>(
  office: Office,
  payload: JobPayloads[Name],
  handler: (context: JobContext<Name>) => Promise<JobResult>,
): Promise<JobResult> {
  const { agencyId, userId } = office.actor('FINANCE');
  return office.db.database.transaction(agencyId, (tx) =>
    handler({
      tx,
      agencyId,
      job: { payload } as JobContext<Name>['job'],
      requestedBy: { agencyId, userId },
      progress: () => undefined,
    }),
  );
}

/** Sends a batch's file as its job would. */
export function sends(office: Office, batchId: number): Promise<JobResult> {
  return works<'bank-exchange.send'>(office, { batchId }, (job) => office.get(BankFileService).send(job));
}

/** Opens, compiles, approves and sends the batch of a payout (0 = January); its id. */
export async function pays(
  office: Office,
  project: PaidProject,
  payout: number,
  kind: PaymentBatch['kind'] = 'REGULAR',
): Promise<number> {
  const { id } = await opens(office, project, payout, kind);
  await compiles(office, id);
  await approves(office, id);
  await sends(office, id);
  return id;
}

/** The bytes of one of a batch's files, as finance downloads them. */
export async function downloads(office: Office, batchId: number, part = 1): Promise<Buffer> {
  const files = office.get(BankFileService);
  const listed = await files.list(office.actor('FINANCE'), batchId);
  const { content } = await files.open(office.actor('FINANCE'), listed[part - 1]!.id);
  try {
    return await content.readFile();
  } finally {
    await content.close();
  }
}

/** Hands in a file as an upload leaves it, and leaves its job to the runner. */
export async function handsIn(office: Office, batchId: number, content: Buffer): Promise<ReturnReceipt> {
  const folder = mkdtempSync(join(tmpdir(), 'zufa-return-'));
  const path = join(folder, 'content');
  writeFileSync(path, content);
  const sha256 = createHash('sha256').update(content).digest();
  const file: ReceivedFile = { name: 'return.txt', path, sha256, sizeBytes: content.length };
  try {
    return await office.get(BankReturnService).receive(office.actor('FINANCE'), batchId, file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Hands in a file and settles it. */
export async function settles(office: Office, batchId: number, content: Buffer): Promise<JobResult> {
  const { returnId } = await handsIn(office, batchId, content);
  return works<'bank-exchange.settle'>(office, { returnId }, (job) => office.get(SettleService).settle(job));
}

/** What the bank of P1 writes back of a batch's file: how each payment is answered, by the payee's name. */
export async function bankReply(
  office: Office,
  batchId: number,
  decide: (line: BankLine) => readonly BankRow[],
  session: Partial<BankSession> = {},
): Promise<Buffer> {
  const file = await downloads(office, batchId);
  return answerPaymentFile(file, { format: 'P1', postedOn: office.clock.today(), decide, ...session });
}

/** The bank answers a batch and the answer is settled. */
export async function answers(
  office: Office,
  batchId: number,
  decide: (line: BankLine) => readonly BankRow[],
  session: Partial<BankSession> = {},
): Promise<JobResult> {
  return settles(office, batchId, await bankReply(office, batchId, decide, session));
}

/** The state and version of a batch. */
export async function batchNow(
  office: Office,
  batchId: number,
): Promise<Pick<PaymentBatch, 'state' | 'version'>> {
  const [row] = await office.asks<Pick<PaymentBatch, 'state' | 'version'>>(
    'select state, version from payment_batch where id = $1',
    [batchId],
  );
  return row!;
}

/** Every outcome of a batch as `name OUTCOME code`, in the order in which they were stated. */
export async function outcomesOf(office: Office, batchId: number): Promise<string[]> {
  const rows = await office.asks<{ name: string; outcome: string; code: string }>(
    `select payment.payee_name as name, outcome.outcome, outcome.code
     from payment_batch batch
     join payment_outcome outcome on outcome.version_id = batch.current_version_id
     join payment on payment.version_id = outcome.version_id and payment.serial = outcome.serial
     where batch.id = $1 order by outcome.serial, outcome.seq`,
    [batchId],
  );
  return rows.map(({ name, outcome, code }) => `${name} ${outcome} ${code}`);
}

/** The balances of a project's funding line in fen, those that are not zero. */
export async function balancesOf(office: Office, project: PaidProject): Promise<Record<string, number>> {
  const rows = await office.asks<{ account: string; fen: number }>(
    'select account, balance_fen as fen from funding_balance where funding_line_id = $1 and balance_fen <> 0',
    [project.fundingLineId],
  );
  return Object.fromEntries(rows.map(({ account, fen }) => [account, fen]));
}

/** The work list of a batch as `lineNo KIND`, in the order of the file. */
export async function workListOf(office: Office, batchId: number): Promise<string[]> {
  const rows = await office.asks<{ lineNo: number; kind: string }>(
    `select discrepancy.line_no as "lineNo", discrepancy.kind
     from bank_return
     join return_discrepancy discrepancy on discrepancy.return_id = bank_return.id
     where bank_return.batch_id = $1 order by bank_return.id, discrepancy.line_no`,
    [batchId],
  );
  return rows.map(({ lineNo, kind }) => `${lineNo} ${kind}`);
}
