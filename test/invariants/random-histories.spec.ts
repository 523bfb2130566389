import fc from 'fast-check';
import { PAID, IN_PROCESS, REFUSED, RETURNED, type BankRow } from '../../demo/bank-simulator';
import { CompileService } from '../../src/batch/compile.service';
import { addMonths } from '../../src/calendar/month';
import { ReportService } from '../../src/report/report.service';
import { openOffice, type Office } from '../support/office';
import { answers, balancesOf, bankReply, settles, sends } from '../support/office-bank';
import {
  approves,
  changesAccount,
  compiles,
  enrols,
  founds,
  happens,
  opens,
  verifies,
  type Enrolled,
  type PaidProject,
} from '../support/office-money';
import { Model, type Answer } from './model';

const NAMES = ['李华', '王伟', '赵敏', '孙丽'];
const BUDGET_FEN = 100_000_000;
const RUNS = 12;

const person = fc.nat(NAMES.length - 1);
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      act: fc.constant('month' as const),
      answer: fc.array(fc.constantFrom<Answer>('PAID', 'PAID', 'ACCOUNT_CLOSED', 'IN_PROCESS', 'UNLISTED'), {
        minLength: 4,
        maxLength: 4,
      }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('reissue' as const) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('learn' as const), paid: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('account' as const), person }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('verify' as const), person }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('die' as const), person }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('reverse' as const), person }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('crash' as const) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('repeat' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Plays one history on the product and on the model. */
class History {
  readonly model = new Model(
    NAMES.map((name, index) => ({
      name,
      verifiedOn: index === 0 ? '2024-03-15' : '2024-11-20',
      diedOn: null,
      account: 0,
    })),
  );
  private month = -1;
  private readonly sent: { id: number; lastReturn: Buffer | null }[] = [];

  constructor(
    private readonly office: Office,
    private readonly project: PaidProject,
    private readonly enrolled: Enrolled[],
  ) {}

  static async begin(office: Office): Promise<History> {
    office.clock.set('2025-01-05');
    const project = await founds(office, { budgetFen: BUDGET_FEN });
    const enrolled: Enrolled[] = [];
    for (const [index, name] of NAMES.entries()) {
      enrolled.push(
        await enrols(office, project, name, { verifiedOn: index === 0 ? '2024-03-15' : '2024-11-20' }),
      );
    }
    return new History(office, project, enrolled);
  }

  async plays(step: Step): Promise<void> {
    if (step.act === 'month') await this.paysMonth(step.answer);
    else if (this.month < 0) return;
    else if (step.act === 'reissue') await this.runs('REISSUE', ['PAID', 'PAID', 'PAID', 'PAID']);
    else if (step.act === 'learn') await this.learns(step.paid);
    else if (step.act === 'crash') await this.crashes();
    else if (step.act === 'repeat') await this.repeats();
    else await this.records(step.act, step.person);
  }

  private async paysMonth(answer: readonly Answer[]): Promise<void> {
    if (this.month === 11) return;
    this.month += 1;
    this.office.clock.set(addMonths('2025-01-01', this.month).slice(0, 8) + '05');
    await this.runs('REGULAR', answer);
  }

  private async runs(kind: 'REGULAR' | 'REISSUE', answer: readonly Answer[]): Promise<void> {
    const { id } = await opens(this.office, this.project, this.month, kind);
    const { paymentCount } = await compiles(this.office, id);
    const month = addMonths('2025-01-01', this.month);
    const paid = this.model.run(id, month, this.office.clock.today(), kind === 'REISSUE');
    expect(paymentCount).toBe(paid.length);
    if (paymentCount === 0) return this.voids(id);
    await approves(this.office, id);
    await sends(this.office, id);
    const rows = (name: string): BankRow[] => {
      const reply = answer[NAMES.indexOf(name)]!;
      if (reply === 'UNLISTED') return [];
      return [{ reply: { PAID, ACCOUNT_CLOSED: REFUSED.accountClosed, IN_PROCESS }[reply] }];
    };
    const content = await bankReply(this.office, id, ({ payeeName }) => rows(payeeName));
    await settles(this.office, id, content);
    // A return without a single line answers nothing: what it leaves out is still on its way.
    const answered = paid.some((payee) => answer[payee] !== 'UNLISTED');
    this.sent.push({ id, lastReturn: content });
    this.model.payments.forEach((payment, index) => {
      if (payment.batch === id && answered) this.model.answer(index, answer[payment.person]!);
    });
  }

  private async voids(id: number): Promise<void> {
    await this.office.asks(`update payment_batch set state = 'VOIDED' where id = $1`, [id]);
  }

  /** The bank says at last what became of everything it had left open. */
  private async learns(paid: boolean): Promise<void> {
    for (const batch of this.sent) {
      const open = this.model.payments.flatMap(({ batch: id, status }, index) =>
        id === batch.id && ['UNKNOWN', 'SENT'].includes(status) ? [index] : [],
      );
      if (open.length === 0) continue;
      const names = open.map((index) => NAMES[this.model.payments[index]!.person]);
      const reply = paid ? PAID : REFUSED.noSuchAccount;
      await answers(this.office, batch.id, ({ payeeName }) => (names.includes(payeeName) ? [{ reply }] : []));
      for (const index of open) this.model.answer(index, paid ? 'PAID' : 'ACCOUNT_CLOSED');
    }
  }

  private async records(act: 'account' | 'verify' | 'die' | 'reverse', who: number): Promise<void> {
    const { personId } = this.enrolled[who]!;
    const known = this.model.persons[who]!;
    const today = this.office.clock.today();
    if (act === 'account') {
      known.account += 1;
      await changesAccount(
        this.office,
        personId,
        known.name,
        `6299${String(known.account).padStart(3, '0')}${String(personId).padStart(12, '0')}`,
      );
    } else if (act === 'verify') {
      known.verifiedOn = today;
      await verifies(this.office, personId, today);
    } else if (act === 'die' && known.diedOn === null) {
      known.diedOn = today;
      await happens(this.office, personId, 'DEATH', today);
    } else if (act === 'reverse') {
      await this.reverses(who);
    }
  }

  private async reverses(who: number): Promise<void> {
    const index = this.model.payments.findIndex(
      ({ person: payee, status }) => payee === who && status === 'SUCCEEDED',
    );
    if (index < 0) return;
    const { batch } = this.model.payments[index]!;
    await answers(this.office, batch, ({ payeeName }) =>
      payeeName === NAMES[who] ? [{ reply: RETURNED }] : [],
    );
    this.model.reverse(index);
  }

  /** A compilation that dies at its very end leaves nothing behind. */
  private async crashes(): Promise<void> {
    const { id } = await opens(this.office, this.project, this.month, 'SUPPLEMENTARY');
    const { agencyId, userId } = this.office.actor('CLERK');
    const dying = this.office.db.database.transaction(agencyId, async (tx) => {
      await this.office.get(CompileService).compile(tx, { agencyId, userId }, id);
      throw new Error('killed');
    });
    await expect(dying).rejects.toThrow('killed');
    await this.voids(id);
  }

  /** The same return file once more changes nothing. */
  private async repeats(): Promise<void> {
    const last = this.sent.at(-1);
    if (last?.lastReturn) await settles(this.office, last.id, last.lastReturn);
  }

  async holds(): Promise<void> {
    const reports = this.office.get(ReportService);
    const supervisor = this.office.actor('SUPERVISOR');
    const standing = (await reports.execution(supervisor, 2025)).find(
      ({ projectId }) => projectId === this.project.id,
    )!;
    const sums = this.model.sums();
    expect(standing).toMatchObject(sums);
    expect(standing.owedFen).toBe(
      Object.values(sums).reduce((sum, fen) => sum + fen, 0) - sums['cancelledFen']!,
    );
    const [paid, inTransit] = [sums['paidFen']!, sums['inTransitFen']!];
    expect({
      AVAILABLE: 0,
      IN_TRANSIT: 0,
      PAID: 0,
      ...(await balancesOf(this.office, this.project)),
    }).toEqual({
      APPROPRIATION: -BUDGET_FEN,
      AVAILABLE: BUDGET_FEN - paid - inTransit,
      IN_TRANSIT: inTransit,
      PAID: paid,
    });
    const violated = (await reports.invariants(supervisor)).filter(
      ({ number, holds }) => [1, 2, 5].includes(number) && !holds,
    );
    expect(violated).toEqual([]);
  }
}

describe('Any history of months, answers, reissues, events and crashes', () => {
  let office: Office;

  beforeAll(async () => {
    office = await openOffice();
  });
  afterAll(() => office.closes());

  it('leaves what the model says is paid, in transit, due, withheld, failed and cancelled, and invariants 1, 2 and 5 hold after every step', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
        const history = await History.begin(office);
        for (const each of steps) {
          await history.plays(each);
          await history.holds();
        }
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  }, 300_000);
});
