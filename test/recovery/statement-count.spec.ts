import { populate } from '../../bench/population';
import { PAID } from '../../demo/bank-simulator';
import { BatchService } from '../../src/batch/batch.service';
import { CompileService } from '../../src/batch/compile.service';
import type { JobContext } from '../../src/queue/job-handler';
import { DetectService } from '../../src/recovery/detect.service';
import { Vault } from '../../src/vault/vault';
import { countStatements } from '../support/count-statements';
import type { Office } from '../support/office';
import { bankReply, sends, settles } from '../support/office-bank';
import { approves, asOwner } from '../support/office-money';
import { openQuietOffice } from './recovery-desk';

describe('The statements of a detection', () => {
  const offices: Office[] = [];
  afterAll(async () => {
    for (const office of offices) await office.closes();
  });

  /** Everybody is paid for January; then it becomes known that a fifth of them had died before. */
  const counts = async (persons: number) => {
    const office = await openQuietOffice();
    offices.push(office);
    const { agencyId } = office;
    await asOwner(office, (owner) =>
      populate(
        { owner, vault: office.get(Vault), agencyId, verifiedOn: '2024-11-01', fiscalYear: 2025 },
        persons,
      ),
    );
    const [payout] = await office.asks<{ id: number }>('select id from payout');
    const [profile] = await office.asks<{ id: number }>('select id from bank_profile');
    const batch = { payoutId: payout!.id, kind: 'REGULAR', bankProfileId: profile!.id } as const;
    await office.get(BatchService).open(office.actor('CLERK'), batch);
    const clerk = { agencyId, userId: office.actor('CLERK').userId };
    await office.db.database.transaction(agencyId, (tx) => office.get(CompileService).compile(tx, clerk, 1));
    await approves(office, 1);
    await sends(office, 1);
    await settles(office, 1, await bankReply(office, 1, () => [{ reply: PAID }], { format: 'P2' }));
    await asOwner(office, (owner) =>
      owner.query(
        `insert into life_event (agency_id, person_id, kind, happened_on, reported_on, note, state, proposed_by, confirmed_by, proposed_at, confirmed_at)
         select agency_id, person_id, 'DEATH', '2024-12-15', '2025-01-06', '', 'CONFIRMED', $1, $2, now(), now()
         from (select *, row_number() over () as number from payment) paid where number % 5 = 0`,
        [office.actor('CLERK').userId, office.actor('REVIEWER').userId],
      ),
    );
    const job = (tx: JobContext['tx'], payload: object) =>
      ({
        tx,
        agencyId,
        job: { payload },
        requestedBy: { agencyId, userId: null },
        progress: () => undefined,
      }) as never;
    const detections = office.get(DetectService);
    const first = await countStatements(office, (tx) => detections.detect(job(tx, { personId: null })));
    const again = await countStatements(office, (tx) => detections.detect(job(tx, { personId: null })));
    const follow = await countStatements(office, (tx) => detections.follow(job(tx, { returnId: 1 })));
    const [opened] = await office.asks<{ count: number }>(
      'select count(*)::int as count from overpayment_case',
    );
    return { first, again, follow, isFound: opened!.count >= persons / 6 };
  };

  it('are as many for 5,000 persons as for 200', async () => {
    const few = await counts(200);

    expect(few.isFound).toBe(true);
    expect(await counts(5_000)).toEqual(few);
  });
});
