import type { Role } from '../../src/access/permissions';
import { BatchService } from '../../src/batch/batch.service';
import { openOffice, type Office } from '../support/office';
import { batchNow } from '../support/office-bank';
import { approves, compiles, enrols, founds, opens, type PaidProject } from '../support/office-money';

describe('Back-pay of many months', () => {
  let office: Office;
  let batches: BatchService;

  beforeAll(async () => {
    office = await openOffice('2025-06-20');
    batches = office.get(BatchService);
  });
  afterAll(() => office.closes());

  /** A June batch that also pays back every month since January, to somebody enrolled late. */
  const juneBatch = async (backPayApprovalMonths: number): Promise<{ id: number; project: PaidProject }> => {
    const project = await founds(office, { backPayApprovalMonths });
    await enrols(office, project, '李华', { from: '2025-01' });
    const { id } = await opens(office, project, 5, 'SUPPLEMENTARY');
    await compiles(office, id);
    return { id, project };
  };
  const approvesAgain = async (role: Role, id: number) =>
    batches.approveBackPay(office.actor(role), id, (await batchNow(office, id)).version);

  it.each`
    months                      | allowed | state
    ${'as many as are allowed'} | ${5}    | ${'APPROVED'}
    ${'one more than allowed'}  | ${4}    | ${'ENDORSED'}
  `('$months leads from the first approval to $state', async ({ allowed, state }) => {
    const { id } = await juneBatch(allowed);

    expect((await approves(office, id)).state).toBe(state);
  });

  it('commits the money at the second approval only, which is another person’s', async () => {
    const { id, project } = await juneBatch(4);
    const committed = async () =>
      (
        await office.asks<{ fen: number }>(
          `select balance_fen as fen from funding_balance where funding_line_id = $1 and account = 'COMMITTED'`,
          [project.fundingLineId],
        )
      )[0]!.fen;
    await approves(office, id);

    expect(await committed()).toBe(0);
    await expect(approvesAgain('APPROVER', id)).rejects.toMatchObject({ code: 'four_eyes_required' });
    expect(await committed()).toBe(0);
    expect((await approvesAgain('SUPERVISOR', id)).state).toBe('APPROVED');
    expect(await committed()).toBe(6 * 120_00);
  });

  it('cannot be approved a second time by the ordinary way, and goes back with a reason', async () => {
    const { id } = await juneBatch(4);
    await approves(office, id);
    const version = async () => (await batchNow(office, id)).version;

    await expect(batches.approve(office.actor('SUPERVISOR'), id, await version())).rejects.toMatchObject({
      code: 'batch_move_not_allowed',
    });
    await batches.sendBack(office.actor('APPROVER'), id, await version(), 'reject', '补发依据不足');

    expect((await batchNow(office, id)).state).toBe('DRAFT');
  });

  it('is kept from one person’s two approvals by the database too', async () => {
    const { id } = await juneBatch(4);
    await approves(office, id);

    await expect(
      office.asks(`update payment_batch set state = 'APPROVED', approved_by = endorsed_by where id = $1`, [
        id,
      ]),
    ).rejects.toMatchObject({ code: 'four_eyes_required' });
  });
});
