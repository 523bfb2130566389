import type { EntityManager } from 'typeorm';
import { PAID } from '../../demo/bank-simulator';
import type { JobContext } from '../../src/queue/job-handler';
import { CaseService } from '../../src/recovery/case.service';
import { DetectService } from '../../src/recovery/detect.service';
import type { Office } from '../support/office';
import { answers, balancesOf, pays } from '../support/office-bank';
import { enrols, founds, happens } from '../support/office-money';
import { agreesDeduction, overpaidInCustody } from './agreement-desk';
import {
  brokenInvariants,
  caseNow,
  caseOf,
  casesOf,
  detects,
  learns,
  openQuietOffice,
  paysMonth,
} from './recovery-desk';

let office: Office;
beforeAll(async () => {
  office = await openQuietOffice();
});
beforeEach(() => office.clock.set('2025-01-06'));
afterEach(async () => expect(await brokenInvariants(office)).toEqual([]));
afterAll(() => office.closes());

/** Does `first` in a transaction that stays open while `second` runs into it, and then lets both end. */
async function overlaps(first: (tx: EntityManager) => Promise<unknown>, second: () => Promise<unknown>) {
  let begun = () => {};
  let release = () => {};
  const isBegun = new Promise<void>((resolve) => (begun = resolve));
  const isReleased = new Promise<void>((resolve) => (release = resolve));
  const held = office.db.database.transaction(office.agencyId, async (tx) => {
    await first(tx);
    begun();
    await isReleased;
  });
  await isBegun;
  const running = second();
  await new Promise((resolve) => setTimeout(resolve, 500));
  release();
  await Promise.all([held, running]);
}

const follows = (tx: EntityManager, returnId: number) =>
  office.get(DetectService).follow({
    tx,
    agencyId: office.agencyId,
    job: { payload: { returnId } } as JobContext<'recovery.follow'>['job'],
    requestedBy: { agencyId: office.agencyId, userId: null },
    progress: () => undefined,
  });

describe('Recovery at two places at once', () => {
  it('enters a confirmed deduction once', async () => {
    const project = await founds(office);
    const { id, enrollmentId } = await overpaidInCustody(office, project);
    await agreesDeduction(office, id, { enrollmentId });
    office.clock.set('2025-04-10');
    const { returnId } = (await answers(office, await pays(office, project, 3), () => [{ reply: PAID }])) as {
      returnId: number;
    };

    await overlaps(
      (tx) => follows(tx, returnId),
      () => office.db.database.transaction(office.agencyId, (tx) => follows(tx, returnId)),
    );

    expect(await caseNow(office, id)).toMatchObject({ recoveredFen: 100_00, pendingFen: 0 });
    expect((await balancesOf(office, project))['PAID']).toBe(4 * 120_00 - 100_00);
  });

  it('adds nothing to a case that is confirmed meanwhile: what is found is determined by itself', async () => {
    const project = await founds(office);
    const { personId } = await enrols(office, project, '张三');
    for (let payout = 0; payout < 3; payout += 1) await paysMonth(office, project, payout);
    await learns(office, personId, 'EMIGRATION', '2025-02-05');
    const { id, version, claimedFen } = await caseOf(office, personId);
    const cases = office.get(CaseService);
    const determined = await cases.determine(office.actor('AUDITOR'), id, {
      version,
      amountFen: claimedFen,
      repayBy: '2025-12-31',
      basis: '出境定居',
    });
    await happens(office, personId, 'DEATH', '2024-12-31');

    await overlaps(
      async (tx) => {
        const reviewer = office.actor('REVIEWER');
        const held = await cases.lock(tx, office.agencyId, id, determined.version);
        const confirmed = { confirmedBy: reviewer.userId, orderedOn: '2025-03-10', orderedFen: claimedFen };
        await cases.move(tx, reviewer, held, 'confirm', confirmed);
      },
      () => detects(office, personId),
    );

    expect(
      (await casesOf(office, personId)).map((one) => [one.state, one.orderedFen, one.claimedFen]),
    ).toEqual([
      ['ORDERED', 120_00, 120_00],
      ['PENDING', null, 240_00],
    ]);
  });
});
