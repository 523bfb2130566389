import { IN_PROCESS, PAID, REFUSED, RETURNED, type BankLine, type BankRow } from '../../demo/bank-simulator';
import { BankReturnService } from '../../src/bank-exchange/bank-return.service';
import { ReconciliationService } from '../../src/reconciliation/reconciliation.service';
import { answers, batchNow, pays, sends } from '../support/office-bank';
import {
  approves,
  asOwner,
  compiles,
  enrols,
  founds,
  opens,
  type PaidProject,
} from '../support/office-money';
import { openOffice, type Office } from '../support/office';

let office: Office;
let project: PaidProject;

beforeAll(async () => {
  office = await openOffice('2025-01-10');
});
afterAll(() => office.closes());

beforeEach(async () => {
  office.clock.set('2025-01-10');
  project = await founds(office);
  await enrols(office, project, '李华');
  await enrols(office, project, '王芳');
});

const paid = (): BankRow[] => [{ reply: PAID }];
const only = (row: BankRow) => (line: BankLine) => (line.payeeName === '李华' ? [row] : paid());

async function reconciles(batchId: number) {
  const { version } = await batchNow(office, batchId);
  return office.get(ReconciliationService).reconcile(office.actor('FINANCE'), batchId, version);
}

/** Tampers as the owner of the database could, past every rule of the application. */
async function tampers(table: string, sql: string): Promise<void> {
  await asOwner(office, async (client) => {
    await client.query(`alter table ${table} disable trigger user`);
    await client.query(sql);
    await client.query(`alter table ${table} enable trigger user`);
  });
}

describe('Reconciling a batch', () => {
  it.each`
    answer           | row
    ${'all paid'}    | ${{ reply: PAID }}
    ${'one refused'} | ${{ reply: REFUSED.accountClosed }}
  `('closes it when batch, file, return and ledger agree: $answer', async ({ row }) => {
    const batch = await pays(office, project, 0);
    await answers(office, batch, only(row as BankRow));

    expect(await reconciles(batch)).toMatchObject({ balanced: true, differences: [], state: 'RECONCILED' });
    expect(await batchNow(office, batch)).toMatchObject({ state: 'RECONCILED' });
  });

  it('opens it again for money that came back, and closes it again', async () => {
    const batch = await pays(office, project, 0);
    await answers(office, batch, paid);
    await reconciles(batch);

    office.clock.set('2025-02-10');
    await answers(office, batch, (line) => (line.payeeName === '李华' ? [{ reply: RETURNED }] : []));

    expect(await batchNow(office, batch)).toMatchObject({ state: 'RETURNED' });
    expect(await reconciles(batch)).toMatchObject({
      balanced: true,
      figures: { reversedFen: 120_00, paidFen: 120_00 },
    });
    expect(await office.get(ReconciliationService).list(office.actor('FINANCE'), batch)).toHaveLength(2);
  });

  it.each`
    state         | prepare
    ${'approved'} | ${async (id: number) => void (await approves(office, id))}
    ${'sent'}     | ${async (id: number) => void (await approves(office, id), await sends(office, id))}
  `('is refused while the batch is only $state', async ({ prepare }) => {
    const { id } = await opens(office, project, 0);
    await compiles(office, id);
    await (prepare as (id: number) => Promise<void>)(id);

    await expect(reconciles(id)).rejects.toMatchObject({ code: 'batch_move_not_allowed' });
  });

  it('is refused while a result is unknown', async () => {
    const batch = await pays(office, project, 0);
    await answers(office, batch, only({ reply: IN_PROCESS }));

    await expect(reconciles(batch)).rejects.toMatchObject({ code: 'batch_move_not_allowed' });
  });

  it('waits for the work list, and goes on once somebody has dealt with it', async () => {
    const batch = await pays(office, project, 0);
    await answers(office, batch, (line) => (line.payeeName === '李华' ? [...paid(), ...paid()] : paid()));
    const returns = office.get(BankReturnService);
    const [received] = await returns.list(office.actor('FINANCE'), batch);

    expect(await reconciles(batch)).toMatchObject({
      balanced: false,
      differences: [{ check: 'discrepancies', expected: 0, actual: 1 }],
      state: 'RETURNED',
    });

    const open = { open: true, after: 0, limit: 10 };
    const [discrepancy] = await returns.discrepancies(office.actor('FINANCE'), received!.id, open);
    expect(discrepancy).toMatchObject({
      lineNo: 3,
      kindLabel: '同一序号重复出现',
      message: '序号 1 在文件中重复出现',
    });
    await returns.resolve(office.actor('FINANCE'), received!.id, 3, '银行确认只入账一次');

    expect(await returns.discrepancies(office.actor('FINANCE'), received!.id, open)).toEqual([]);
    await expect(returns.resolve(office.actor('FINANCE'), received!.id, 3, '再来一次')).rejects.toMatchObject(
      {
        code: 'discrepancy_already_resolved',
      },
    );
    expect(await reconciles(batch)).toMatchObject({ balanced: true });
  });

  it('does not overlook a return that has been taken in and not settled', async () => {
    const batch = await pays(office, project, 0);
    await answers(office, batch, paid);
    await office.asks(
      `insert into bank_return (agency_id, batch_id, file_id, sha256, state, line_count, applied_count, repeated_count,
         discrepancy_count, received_by, received_at)
       select agency_id, batch_id, file_id, sha256('a later file'), 'RECEIVED', 0, 0, 0, 0, received_by, received_at
       from bank_return where batch_id = $1`,
      [batch],
    );

    expect(await reconciles(batch)).toMatchObject({
      balanced: false,
      differences: [{ check: 'pending-returns' }],
    });
  });

  it.each`
    tampered                    | table                | sql                                                                                                         | checks
    ${'a line'}                 | ${'payment'}         | ${'update payment set amount_fen = amount_fen + 1 where version_id = $v and serial = 1'}                    | ${['lines', 'outcomes', 'succeeded', 'digest']}
    ${'the version’s total'}    | ${'batch_version'}   | ${'update batch_version set total_fen = total_fen + 1 where id = $v'}                                       | ${['lines', 'files', 'outcomes', 'approved', 'sent']}
    ${'the file’s total'}       | ${'bank_file'}       | ${'update bank_file set total_fen = total_fen + 1 where version_id = $v'}                                   | ${['files']}
    ${'an outcome'}             | ${'payment_outcome'} | ${`update payment_outcome set outcome = 'FAILED' where version_id = $v and serial = 1`}                     | ${['succeeded', 'refused']}
    ${'an entry of the ledger'} | ${'ledger_entry'}    | ${`update ledger_entry set amount_fen = amount_fen - 1 where cause = 'version:$v' and event = 'FILE_SENT'`} | ${['sent']}
  `('tells when $tampered was changed behind its back, and stays open', async ({ table, sql, checks }) => {
    const batch = await pays(office, project, 0);
    await answers(office, batch, paid);
    const [row] = await office.asks<{ v: number }>(
      'select current_version_id as v from payment_batch where id = $1',
      [batch],
    );
    await tampers(table as string, (sql as string).replaceAll('$v', String(row!.v)));

    const { balanced, differences, state } = await reconciles(batch);

    expect([balanced, state, differences.map(({ check }) => check)]).toEqual([false, 'RETURNED', checks]);
  });
});

describe('Checking the ledger', () => {
  it('finds every line balanced, and tells the one whose balance was changed behind its back', async () => {
    const batch = await pays(office, project, 0);
    await answers(office, batch, only({ reply: REFUSED.accountClosed }));
    const check = async () => {
      const lines = await office.get(ReconciliationService).checkLedger(office.actor('FINANCE'));
      return lines.find(({ fundingLineId }) => fundingLineId === project.fundingLineId)!;
    };
    expect(await check()).toMatchObject({ balanced: true, sumFen: 0 });

    await tampers(
      'funding_balance',
      `update funding_balance set balance_fen = balance_fen + 1 where funding_line_id = ${project.fundingLineId} and account = 'PAID'`,
    );

    expect(await check()).toMatchObject({ balanced: false, sumFen: 1 });
  });
});
