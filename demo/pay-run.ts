import type { BankFileView } from '../src/bank-exchange/bank-file.service';
import type { ReturnReceipt } from '../src/bank-exchange/bank-return.service';
import type { Moved } from '../src/batch/batch.service';
import type { BatchView, ControlList } from '../src/batch/batch-list.service';
import type { PaymentRow, UnpaidRow } from '../src/batch/batch.sql';
import type { PayoutView } from '../src/project/project.view';
import type { Reconciled } from '../src/reconciliation/reconciliation.service';
import type { BatchKind } from '../src/batch/batch.entity';
import {
  approveOwn,
  approveTogether,
  approveTwice,
  openTwice,
  returnTwice,
  seeOnBothRosters,
  sendRareNamesInGbk,
  submitBeforeRound,
  submitWithReplacedAccount,
} from './attempts';
import type { Bank } from './bank';
import { Refused, type UserClient } from './office-client';
import { verifyMonth } from './monthly-round';
import type { MonthSummary } from './month-summary';
import type { Office, OfficeProject } from './office';
import { changeAccount } from './registry-work';
import type { Enrolled } from './roster-book';
import type { AttemptKind } from './story';
import { yuanText } from './tables';

/** What a payment run is about. */
export interface PayRunOf {
  office: Office;
  bank: Bank;
  project: OfficeProject;
  payout: PayoutView;
  kind: BatchKind;
  month: MonthSummary;
}

/** Outcome codes that mean a fault of the account: nothing is paid to it again. Source: design, field facts. */
const ACCOUNT_FAULTS = ['01', '02', '03', '04', '05', '06', '07', '08', '09'];
/** The longest list a route gives at once. */
const PAGE = 500;

/**
 * One batch (发放批次) from opening to reconciliation, through the hands it takes: the clerk prepares, the reviewer
 * checks, the approver releases, finance sends the file and takes in the bank's answer.
 */
export class PayRun {
  batchId = 0;
  version = 0;
  private state: Moved['state'] = 'DRAFT';
  private isVoid = false;
  /** Refused payments with the person each was for. */
  private refused: { payment: PaymentRow; person: Enrolled }[] = [];
  private reissue: PayRun | undefined;

  constructor(readonly of: PayRunOf) {}

  get office(): Office {
    return this.of.office;
  }

  private get attempts(): readonly AttemptKind[] {
    const { project, payout, kind } = this.of;
    if (kind !== 'REGULAR') return [];
    return this.office.story.attempts[`${project.seed.project.code} ${payout.coversFrom}`] ?? [];
  }

  /** Opens, compiles, submits, reviews, approves and sends; a batch that pays nobody is voided instead. */
  async release(): Promise<void> {
    if (!this.attempts.includes('ROUND_OPEN')) await this.verifyMonth();
    if (this.attempts.includes('RARE_NAME_IN_GBK')) await sendRareNamesInGbk(this);
    const ownApproval = this.attempts.includes('SELF_APPROVAL');
    const preparer = this.office.as(ownApproval ? 'both' : 'clerk');
    const { paymentCount } = await this.prepare(preparer);
    if (paymentCount === 0) return this.void(preparer, '没有可发放的人员');
    if (this.attempts.includes('ROUND_OPEN')) {
      await submitBeforeRound(this, preparer);
      await this.verifyMonth();
    }
    if (this.attempts.includes('ACCOUNT_AFTER_COMPILING')) await submitWithReplacedAccount(this, preparer);
    await this.move(preparer, 'submit');
    await this.move(this.office.as('reviewer'), 'review');
    if (ownApproval) await approveOwn(this);
    if (this.attempts.includes('TWO_APPROVALS')) await approveTogether(this);
    else await this.approve();
    if (this.attempts.includes('APPROVED_TWICE')) await approveTwice(this);
    await this.send();
  }

  /** Where a project asks for it, the month is verified before its batch; what is paid again follows the same round. */
  private async verifyMonth(): Promise<void> {
    const { project, kind, month } = this.of;
    if (project.seed.project.monthlyRound && kind === 'REGULAR')
      await verifyMonth(this.office, project, month);
  }

  /** Opens the batch and compiles it. */
  async prepare(preparer: UserClient, format = this.of.project.format): Promise<BatchView> {
    const { payout, kind, month } = this.of;
    const input = { payoutId: payout.id, kind, bankProfileId: this.office.profileIds.get(format)! };
    const opened = this.attempts.includes('SECOND_CLICK')
      ? await openTwice(this, input)
      : await preparer.post<Moved>('/batches', input);
    this.take(opened);
    const batch = await this.compile(preparer);
    if (kind === 'REGULAR' && format === this.of.project.format) await this.look(preparer, month);
    if (this.attempts.includes('ON_BOTH_ROSTERS')) await seeOnBothRosters(this);
    return batch;
  }

  /** Compiles the batch, or compiles it anew after a correction. */
  async compile(preparer: UserClient): Promise<BatchView> {
    const asked = { version: this.version };
    const { jobId } = await preparer.post<{ jobId: number }>(`${this.path}/compile`, asked);
    await preparer.job(jobId);
    const batch = await preparer.get<BatchView>(this.path);
    this.take(batch);
    return batch;
  }

  /** Approves, twice where somebody is paid back many months: the approver may not be the second one too. */
  async approve(): Promise<void> {
    await this.commit(this.office.as('approver'), 'approve');
    if (this.state !== 'ENDORSED') return;
    await this.office.refused('由同一审批人再审批长期补发', 'four_eyes_required', () =>
      this.move(this.office.as('approver'), 'approve-back-pay'),
    );
    await this.commit(this.office.as('supervisor'), 'approve-back-pay');
    this.of.month.stands(`${this.of.payout.name}：有人一次补发超过规定月数，经主管再审批后发放`);
  }

  /** Commits the money; when the line has run dry, records the appropriation that was added and approves again. */
  private async commit(user: UserClient, act: 'approve' | 'approve-back-pay'): Promise<void> {
    try {
      await this.move(user, act);
    } catch (error) {
      if (!(error instanceof Refused) || error.problem.code !== 'funds_insufficient') throw error;
      await this.addFunds(error.problem.detail);
      await this.move(user, act);
    }
  }

  /** Sends the payment file to the bank. */
  async send(): Promise<void> {
    const finance = this.office.as('finance');
    const { jobId } = await finance.post<{ jobId: number }>(`${this.path}/send`, { version: this.version });
    await finance.job(jobId);
  }

  /** Takes the bank's answer in, and notes what was paid, refused and left open. */
  async settle(): Promise<void> {
    if (this.isVoid) return;
    const { month, kind } = this.of;
    const finance = this.office.as('finance');
    const answer = { name: '回盘.txt', content: await this.bankAnswers(finance) };
    const { jobId } = await finance.upload<ReturnReceipt>(`${this.path}/returns`, answer);
    await finance.job(jobId);
    if (this.attempts.includes('RETURN_TWICE')) await returnTwice(this, answer);
    const batch = await finance.get<BatchView>(this.path);
    this.take(batch);
    const failed = await this.payments('FAILED');
    const unknown = await this.payments('UNKNOWN');
    const unpaid = [...failed, ...unknown];
    const paidFen = batch.totalFen - unpaid.reduce((sum, { amountFen }) => sum + amountFen, 0);
    const paidCount = batch.paymentCount - unpaid.length;
    month.paidCount += paidCount;
    month.paidFen += paidFen;
    month.failedCount += failed.length;
    month.unknownCount += unknown.length;
    if (kind === 'REISSUE') month.happened('重发成功', paidCount);
    if (kind === 'SUPPLEMENTARY') month.happened('补发批次', paidCount);
    this.refused = await this.whoWasRefused(failed);
    if (failed.length === 0) await reconcile(this.office, this.batchId);
  }

  /** Corrects the accounts of who was refused, as far as they can be reached, and pays them again. */
  async correct(): Promise<void> {
    if (this.refused.length === 0) return;
    for (const { payment, person } of this.refused) {
      const isFault = ACCOUNT_FAULTS.includes(payment.outcomeCode ?? '');
      const { unreachable } = this.office.story;
      const isReached = !unreachable.some(([code, row]) => code === person.projectCode && row === person.row);
      if (isFault && isReached) await changeAccount(this.office, person);
    }
    this.reissue = new PayRun({ ...this.of, kind: 'REISSUE' });
    await this.reissue.release();
  }

  /** Takes in the answer about what was paid again and closes the books; what has an open result waits. */
  async close(): Promise<void> {
    if (!this.reissue) return;
    await this.reissue.settle();
    await reconcile(this.office, this.batchId);
  }

  /** One step of the batch by a user. */
  async move(user: UserClient, act: string, more: object = {}): Promise<void> {
    this.take(await user.post<Moved>(`${this.path}/${act}`, { version: this.version, ...more }));
  }

  /** Ends the batch before its file is sent. */
  async void(user: UserClient, reason: string, act = 'void'): Promise<void> {
    await this.move(user, act, { reason });
    this.isVoid = true;
  }

  get path(): string {
    return `/batches/${this.batchId}`;
  }

  private take({ id, state, version }: Pick<Moved, 'id' | 'state' | 'version'>): void {
    this.isVoid = false;
    this.batchId = id;
    this.state = state;
    this.version = version;
  }

  private async look(user: UserClient, month: MonthSummary): Promise<void> {
    const unpaid = await user.get<(UnpaidRow & { personCount: number })[]>(`${this.path}/unpaid-by-reason`);
    for (const { state, personCount } of unpaid) if (state === 'WITHHELD') month.withheldCount += personCount;
    const { groups } = await user.get<ControlList>(`${this.path}/control`);
    const resumed = groups.find(({ change }) => change === 'RESUMED')?.personCount ?? 0;
    if (resumed > 0) month.happened('恢复并补发', resumed);
  }

  private async addFunds(refusal: string): Promise<void> {
    const { project, month } = this.of;
    const { code, name } = project.seed.project;
    const added = this.office.story.addedFunds[code];
    if (!added) throw new Error(`nothing is added to the budget of ${code}`);
    this.office.note(`超预算审批：${this.of.payout.name}`, true, refusal);
    const document = { kind: 'ADDED', ...added, issuedOn: this.office.clock.today() };
    await this.office.as('finance').post(`/funding-lines/${project.fundingLineId}/documents`, document);
    month.stands(
      `${name}：预算指标不足，审批被拒；登记追加文件 ${added.documentNo} ${yuanText(added.amountFen)} 元后审批通过`,
    );
  }

  private async bankAnswers(finance: UserClient): Promise<Buffer> {
    const { bank, project, payout, kind } = this.of;
    const [file] = await finance.get<BankFileView[]>(`${this.path}/bank-files`);
    const sent = {
      batchId: this.batchId,
      projectCode: project.seed.project.code,
      month: payout.coversFrom,
      isReissue: kind === 'REISSUE',
      format: project.format,
      content: await finance.download(`/bank-files/${file!.id}/content`),
    };
    return bank.answer(sent, this.office.clock.today());
  }

  private payments(status: PaymentRow['status']): Promise<PaymentRow[]> {
    return this.office.as('finance').get(`${this.path}/payments?status=${status}&limit=${PAGE}`);
  }

  /** Names are masked nowhere but may repeat; with the payee's account tail they are one person of the roster. */
  private async whoWasRefused(failed: readonly PaymentRow[]) {
    const roster = this.office.book.roster(this.of.project.seed.project.code);
    const found: { payment: PaymentRow; person: Enrolled }[] = [];
    for (const payment of failed) {
      const person = roster.find(
        ({ citizenId, accountNumber }) =>
          citizenId.endsWith(payment.citizenIdTail) && accountNumber.endsWith(payment.accountTail),
      );
      if (!person) throw new Error('a refused payment is for nobody on the roster');
      found.push({ payment, person });
    }
    return found;
  }
}

/** Reconciles a batch that has all its results; the books must agree. */
export async function reconcile(office: Office, batchId: number): Promise<void> {
  const finance = office.as('finance');
  const { state, version } = await finance.get<BatchView>(`/batches/${batchId}`);
  if (state !== 'RETURNED') return;
  const { balanced, differences } = await finance.post<Reconciled>(`/batches/${batchId}/reconcile`, {
    version,
  });
  if (!balanced) throw new Error(`batch ${batchId} does not balance: ${JSON.stringify(differences)}`);
}
