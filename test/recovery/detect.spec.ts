import { PAID, REFUSED, RETURNED } from '../../demo/bank-simulator';
import { CaseService } from '../../src/recovery/case.service';
import { LifeEventService } from '../../src/person/life-event.service';
import type { Office } from '../support/office';
import { pays } from '../support/office-bank';
import { asOwner, enrols, founds, happens, type PaidProject } from '../support/office-money';
import {
  answersAll,
  caseNow,
  caseOf,
  casesOf,
  detects,
  learns,
  monthsOf,
  openQuietOffice,
  orders,
  paysMonth,
  repays,
} from './recovery-desk';

/** Undoes an event as two users do, without the steps before. */
const retracts = (office: Office, personId: number, kind: string) =>
  asOwner(office, (client) =>
    client.query(
      `update life_event set state = 'RETRACTED' where person_id = $1 and kind = $2 and state = 'CONFIRMED'`,
      [personId, kind],
    ),
  );

describe('Finding what was paid and not due', () => {
  let office: Office;
  const projects: Record<string, PaidProject> = {};
  let names = 0;
  const someone: Record<string, number[]> = {};

  beforeAll(async () => {
    office = await openQuietOffice();
    for (const [key, funeralMonths, paysMonthOfDeath] of [
      ['0', 0, true],
      ['1', 1, true],
      ['2', 2, true],
      ['not month of death', 0, false],
    ] as const) {
      const project = await founds(office, { funeralMonths, paysMonthOfDeath });
      projects[key] = project;
      someone[key] = [];
      for (let count = 0; count < 24; count += 1) {
        names += 1;
        const { personId } = await enrols(office, project, `某${String.fromCodePoint(0x4e00 + names)}`);
        someone[key].push(personId);
      }
    }
    for (let payout = 0; payout < 5; payout += 1)
      for (const project of Object.values(projects)) await paysMonth(office, project, payout);
  });
  afterAll(() => office.closes());

  // Everybody was paid from January to May.
  it.each`
    kind                    | on              | project                 | claimed                                                    | waived
    ${'DEATH'}              | ${'2025-05-20'} | ${'0'}                  | ${[]}                                                      | ${[]}
    ${'DEATH'}              | ${'2025-05-01'} | ${'0'}                  | ${[]}                                                      | ${[]}
    ${'DEATH'}              | ${'2025-04-30'} | ${'0'}                  | ${['2025-05']}                                             | ${[]}
    ${'DEATH'}              | ${'2025-03-31'} | ${'0'}                  | ${['2025-04', '2025-05']}                                  | ${[]}
    ${'DEATH'}              | ${'2025-01-01'} | ${'0'}                  | ${['2025-02', '2025-03', '2025-04', '2025-05']}            | ${[]}
    ${'DEATH'}              | ${'2024-12-31'} | ${'0'}                  | ${['2025-01', '2025-02', '2025-03', '2025-04', '2025-05']} | ${[]}
    ${'DEATH'}              | ${'2025-05-20'} | ${'1'}                  | ${[]}                                                      | ${[]}
    ${'DEATH'}              | ${'2025-04-30'} | ${'1'}                  | ${[]}                                                      | ${[]}
    ${'DEATH'}              | ${'2025-03-31'} | ${'1'}                  | ${['2025-05']}                                             | ${['2025-04']}
    ${'DEATH'}              | ${'2025-02-01'} | ${'1'}                  | ${['2025-04', '2025-05']}                                  | ${['2025-03']}
    ${'DEATH'}              | ${'2025-02-01'} | ${'2'}                  | ${['2025-05']}                                             | ${['2025-03', '2025-04']}
    ${'DEATH'}              | ${'2025-05-30'} | ${'not month of death'} | ${['2025-05']}                                             | ${[]}
    ${'DEATH'}              | ${'2025-04-30'} | ${'not month of death'} | ${['2025-05']}                                             | ${[]}
    ${'DEATH'}              | ${'2025-04-29'} | ${'not month of death'} | ${['2025-04', '2025-05']}                                  | ${[]}
    ${'END_OF_ENTITLEMENT'} | ${'2025-04-10'} | ${'1'}                  | ${['2025-05']}                                             | ${[]}
    ${'EMIGRATION'}         | ${'2025-03-10'} | ${'0'}                  | ${['2025-04', '2025-05']}                                  | ${[]}
    ${'CUSTODY'}            | ${'2025-03-31'} | ${'0'}                  | ${['2025-04', '2025-05']}                                  | ${[]}
    ${'HOLD'}               | ${'2025-01-31'} | ${'0'}                  | ${[]}                                                      | ${[]}
  `(
    'a $kind of $on, $project funeral months, claims $claimed',
    async ({ kind, on, project, claimed, waived }) => {
      const personId = someone[project as string]!.pop()!;

      await learns(office, personId, kind as string, on as string);

      const [found] = await casesOf(office, personId);
      const standing = (which: string) =>
        (found?.months ?? [])
          .filter((month) => month.standing === which)
          .map(({ period }) => period.slice(0, 7));
      expect(standing('CLAIMED')).toEqual(claimed);
      expect(standing('WAIVED')).toEqual(waived);
      expect(found?.claimedFen ?? 0).toBe((claimed as string[]).length * 120_00);
      expect(found?.waivedFen ?? 0).toBe((waived as string[]).length * 120_00);
    },
  );

  it('ends a claim on custody with the month of release', async () => {
    const personId = someone['0']!.pop()!;
    await learns(office, personId, 'CUSTODY', '2025-02-10');
    expect(monthsOf(await caseOf(office, personId))).toEqual([
      '2025-03 CLAIMED',
      '2025-04 CLAIMED',
      '2025-05 CLAIMED',
    ]);

    await learns(office, personId, 'RELEASE', '2025-04-20');

    expect(monthsOf(await caseOf(office, personId))).toEqual([
      '2025-03 CLAIMED',
      '2025-04 CLAIMED',
      '2025-05 WITHDRAWN',
    ]);
  });

  it('finds the same again without changing anything', async () => {
    const personId = someone['0']!.pop()!;
    await learns(office, personId, 'DEATH', '2025-03-31');
    const before = await caseOf(office, personId);

    expect(await detects(office, personId)).toMatchObject({ openedCount: 0, addedCount: 0, changedCount: 0 });
    expect(await detects(office, null)).toMatchObject({ openedCount: 0, addedCount: 0, changedCount: 0 });
    expect(await caseOf(office, personId)).toEqual(before);
  });

  it('claims a month that no enrolment covers, when its bounds were corrected', async () => {
    const personId = someone['0']!.pop()!;
    await asOwner(office, (client) =>
      client.query(
        `update enrollment set from_month = '2025-02-01', until_month = '2025-04-01' where person_id = $1`,
        [personId],
      ),
    );

    await detects(office, null);

    const { months } = await caseOf(office, personId);
    expect(months.map(({ period, reason }) => `${period.slice(0, 7)} ${reason}`)).toEqual([
      '2025-01 CORRECTION',
      '2025-05 ENTITLEMENT_ENDED',
    ]);
  });

  it('does not depend on the order in which two events were learned', async () => {
    const [one, other] = [someone['1']!.pop()!, someone['1']!.pop()!];
    await learns(office, one, 'CUSTODY', '2025-01-10');
    await learns(office, one, 'DEATH', '2025-03-05');
    await learns(office, other, 'DEATH', '2025-03-05');
    await learns(office, other, 'CUSTODY', '2025-01-10');

    const claimsOf = async (personId: number) =>
      (await caseOf(office, personId)).months.map(({ period, reason, standing }) => [
        period,
        reason,
        standing,
      ]);
    expect(await claimsOf(one)).toEqual(await claimsOf(other));
    expect(await claimsOf(one)).toHaveLength(4);
  });

  it('lets go of everything when the death was wrong, and cancels the case', async () => {
    const personId = someone['0']!.pop()!;
    await learns(office, personId, 'DEATH', '2025-03-31');
    const { id } = await orders(office, personId);

    await retracts(office, personId, 'DEATH');
    await detects(office, personId);

    const found = await caseNow(office, id);
    expect(found).toMatchObject({ state: 'CANCELLED', claimedFen: 0, openFen: 0, owedBackFen: 0 });
    expect(found.months.map(({ withdrawnAs }) => withdrawnAs)).toEqual(['DUE_AGAIN', 'DUE_AGAIN']);
  });

  it('owes back what was repaid for months that are due after all', async () => {
    const personId = someone['0']!.pop()!;
    await learns(office, personId, 'DEATH', '2025-02-28');
    const { id } = await orders(office, personId);
    await repays(office, id, 200_00);

    // Not dead in February, but in March: March was due.
    await retracts(office, personId, 'DEATH');
    await learns(office, personId, 'DEATH', '2025-03-15');

    expect(await caseNow(office, id)).toMatchObject({
      state: 'ORDERED',
      claimedFen: 240_00,
      recoveredFen: 80_00,
      owedBackFen: 120_00,
    });
  });

  it('determines anew what changed before it was ordered', async () => {
    const personId = someone['0']!.pop()!;
    await learns(office, personId, 'DEATH', '2025-04-30');
    const { id, version } = await caseOf(office, personId);
    const asked = { version, amountFen: 120_00, repayBy: '2025-12-31', basis: '死亡' };
    await office.get(CaseService).determine(office.actor('AUDITOR'), id, asked);

    await retracts(office, personId, 'DEATH');
    await learns(office, personId, 'DEATH', '2025-03-31');

    expect(await caseNow(office, id)).toMatchObject({
      state: 'PENDING',
      determinedBy: null,
      claimedFen: 240_00,
    });
  });
});

describe('A payment whose result comes after the event', () => {
  let office: Office;
  beforeAll(async () => {
    office = await openQuietOffice();
  });
  afterAll(() => office.closes());

  it('is overpaid when the bank says paid, and not before, and never when it refused', async () => {
    const project = await founds(office);
    const paid = await enrols(office, project, '甲');
    const refused = await enrols(office, project, '乙');
    const batchId = await pays(office, project, 0);
    for (const { personId } of [paid, refused]) await learns(office, personId, 'DEATH', '2024-12-20');
    expect(await casesOf(office, paid.personId)).toEqual([]);

    await answersAll(office, batchId, ({ payeeName }) => [
      { reply: payeeName === '甲' ? PAID : REFUSED.accountClosed },
    ]);

    expect(monthsOf(await caseOf(office, paid.personId))).toEqual(['2025-01 CLAIMED']);
    expect(await casesOf(office, refused.personId)).toEqual([]);
  });

  it('is claimed no more when the bank sends it back', async () => {
    const project = await founds(office);
    const { personId } = await enrols(office, project, '丙');
    const batchId = await paysMonth(office, project, 0);
    await learns(office, personId, 'DEATH', '2024-12-20');
    const { id } = await caseOf(office, personId);

    await answersAll(office, batchId, () => [{ reply: RETURNED }]);

    const found = await caseNow(office, id);
    expect(found.state).toBe('CANCELLED');
    expect(found.months.map(({ withdrawnAs }) => withdrawnAs)).toEqual(['PAYMENT_RETURNED']);
  });

  it('opens a second case when the first is ordered already', async () => {
    const project = await founds(office);
    const { personId } = await enrols(office, project, '丁');
    await paysMonth(office, project, 0);
    const batchId = await pays(office, project, 1);
    await learns(office, personId, 'DEATH', '2024-12-20');
    await orders(office, personId);

    await answersAll(office, batchId);

    const cases = await casesOf(office, personId);
    expect(cases.map((found) => [found.state, ...monthsOf(found)])).toEqual([
      ['ORDERED', '2025-01 CLAIMED'],
      ['PENDING', '2025-02 CLAIMED'],
    ]);
  });

  it('is looked for as soon as an event is confirmed: a job of its own stands ready', async () => {
    const project = await founds(office);
    const { personId } = await enrols(office, project, '戊');
    const events = office.get(LifeEventService);
    const proposed = await events.propose(office.actor('CLERK'), personId, {
      kind: 'DEATH',
      happenedOn: '2025-01-02',
      note: '讣告',
    });
    await events.confirm(office.actor('REVIEWER'), personId, proposed.id);

    expect(
      await office.asks(`select payload from job where name = 'recovery.detect' and subject_id = $1`, [
        personId,
      ]),
    ).toEqual([{ payload: { personId } }]);
  });

  it('of another agency is nobody’s business', async () => {
    const project = await founds(office);
    const { personId } = await enrols(office, project, '己');
    await happens(office, personId, 'DEATH', '2024-12-20');
    await paysMonth(office, project, 0).catch(() => undefined);
    const stranger = { ...office.actor('AUDITOR'), agencyId: office.agencyId + 1 };

    await expect(office.get(CaseService).confirm(stranger, 1, 1)).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
