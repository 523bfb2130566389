import { randomUUID } from 'node:crypto';
import type { ReturnReceipt } from '../src/bank-exchange/bank-return.service';
import type { Moved } from '../src/batch/batch.service';
import type { BatchView } from '../src/batch/batch-list.service';
import type { UnpaidRow } from '../src/batch/batch.sql';
import { printMonth } from '../src/calendar/month';
import { Refused, type FileToSend, type UserClient } from './office-client';
import type { PayRun } from './pay-run';
import { changeAccount } from './registry-work';

/** The clerk clicks twice: the same Idempotency-Key opens one batch and gives the same answer. */
export async function openTwice({ office }: PayRun, input: object): Promise<Moved> {
  const clerk = office.as('clerk');
  const key = randomUUID();
  const first = await clerk.post<Moved>('/batches', input, key);
  const second = await clerk.post<Moved>('/batches', input, key);
  office.note(
    '连点两次“新建批次”（同一 Idempotency-Key）',
    first.id === second.id && second.version === first.version,
    '两次答复相同，只建了一个批次。',
  );
  return first;
}

/** Names with rare characters cannot be written in GBK: nothing is sent, the batch is voided and opened anew. */
export async function sendRareNamesInGbk(run: PayRun): Promise<void> {
  const { office } = run;
  const clerk = office.as('clerk');
  await run.prepare(clerk, 'P1');
  await run.move(clerk, 'submit');
  await run.move(office.as('reviewer'), 'review');
  await run.move(office.as('approver'), 'approve');
  await office.refused('生僻字姓名用 GBK 报盘', 'bank_file_unwritable', () => run.send());
  await run.void(office.as('approver'), '姓名含生僻字，改用 GB18030 报盘', 'void-approved');
}

/** Who prepared the batch holds the post of approver too, and approves: four eyes are asked per batch. */
export async function approveOwn(run: PayRun): Promise<void> {
  await run.office.refused('经办人审批自己编制的批次', 'four_eyes_required', () =>
    run.move(run.office.as('both'), 'approve'),
  );
}

/** The approver clicks again after approving, with a new key. */
export async function approveTwice(run: PayRun): Promise<void> {
  await run.office.refused('对已审批的批次再次审批', 'batch_move_not_allowed', () =>
    run.move(run.office.as('approver'), 'approve'),
  );
}

/** Two approvers at the same moment: one wins, the other is told that the batch has changed. */
export async function approveTogether(run: PayRun): Promise<void> {
  const { office, path, version } = run;
  const approvers = [office.as('approver'), office.as('both')];
  // Signed in beforehand, so that the two requests really meet.
  for (const approver of approvers) await approver.signIn();
  const outcomes = await Promise.allSettled(
    approvers.map((approver) => approver.post<Moved>(`${path}/approve`, { version })),
  );
  const lost = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
  );
  const [loser] = lost;
  office.note(
    '两人同时审批同一批次',
    lost.length === 1 && loser instanceof Refused && loser.problem.code === 'version_changed',
    loser instanceof Refused ? `一人成功，另一人：${loser.problem.detail}` : '两人都成功了',
  );
  run.version = (await office.as('approver').get<BatchView>(path)).version;
}

/** The same return file again: recognised by its content, nothing is entered a second time. */
export async function returnTwice({ office, path }: PayRun, answer: FileToSend): Promise<void> {
  const finance = office.as('finance');
  const before = await finance.get<BatchView>(path);
  const { repeated, jobId } = await finance.upload<ReturnReceipt>(`${path}/returns`, answer);
  await finance.job(jobId);
  const after = await finance.get<BatchView>(path);
  office.note(
    '同一份回盘文件再次上传',
    repeated && jobId === null && after.version === before.version,
    '认出是已入账的文件，没有再次入账。',
  );
}

/** Who draws a month from one of two exclusive projects is withheld in the other, and the list says why. */
export async function seeOnBothRosters({ office, path }: PayRun): Promise<void> {
  const rows = await office
    .as('clerk')
    .get<(UnpaidRow & { reasonLabel: string | null })[]>(`${path}/unpaid?reason=EXCLUSIVE_PROJECT&limit=500`);
  const months = rows.map(({ period }) => printMonth(period)).sort();
  const [first] = rows;
  const isOne = first !== undefined && rows.every(({ personId }) => personId === first.personId);
  office.note(
    '同一人列入两个互斥项目的名册',
    isOne && rows.every(({ state }) => state === 'WITHHELD'),
    first
      ? `${first.name}：${months[0]} 至 ${months.at(-1)} 暂停，原因“${first.reasonLabel}”，不重复发放。`
      : '没有人因互斥项目暂停',
  );
}

/** A batch of a project that is verified month by month, handed to the reviewer before its month's round is confirmed. */
export async function submitBeforeRound(run: PayRun, preparer: UserClient): Promise<void> {
  await run.office.refused('按月核实尚未确认即提交批次', 'monthly_round_open', () =>
    run.move(preparer, 'submit'),
  );
}

/** An account changes after a batch was compiled: the screening before submission stops it until it is compiled anew. */
export async function submitWithReplacedAccount(run: PayRun, preparer: UserClient): Promise<void> {
  const { office, of } = run;
  await changeAccount(office, office.book.roster(of.project.seed.project.code)[560]!);
  await office.refused('核算后换了账户的批次提交', 'submission_blocked', () => run.move(preparer, 'submit'));
  await run.compile(preparer);
}
