import { ComparisonDesk, legacyIdOf, type ComparisonCells } from '../support/office-comparison';
import { happens, verifies } from '../support/office-money';
import { openOffice, type Office } from '../support/office';
import { makesCitizenId, registersPerson } from '../support/office-registry';

describe('A sign of life', () => {
  let office: Office;
  let desk: ComparisonDesk;

  beforeAll(async () => {
    office = await openOffice('2025-03-10');
    desk = new ComparisonDesk(office);
  });
  afterAll(() => office.closes());

  const somebody = async () => {
    const citizenId = makesCitizenId();
    return { id: await registersPerson(office, { citizenId }), citizenId };
  };
  const verifiedOn = async (personId: number) => {
    const rows = await office.asks<{ on: string }>(
      'select verified_on as on from verification_status where person_id = $1',
      [personId],
    );
    return rows[0]?.on ?? null;
  };

  it.each`
    what                            | cells                     | before          | died            | effects                                    | after
    ${'with number and name'}       | ${{}}                     | ${null}         | ${null}         | ${['EXACT VERIFIED']}                      | ${'2025-03-01'}
    ${'later than the last proof'}  | ${{}}                     | ${'2025-02-28'} | ${null}         | ${['EXACT VERIFIED']}                      | ${'2025-03-01'}
    ${'older than the last proof'}  | ${{}}                     | ${'2025-03-02'} | ${null}         | ${['EXACT VERIFIED']}                      | ${'2025-03-02'}
    ${'in another name'}            | ${{ name: '王五' }}       | ${null}         | ${null}         | ${['ID_OTHER_NAME LISTED']}                | ${null}
    ${'under the old number'}       | ${{ legacy: true }}       | ${null}         | ${null}         | ${['LEGACY_ID LISTED']}                    | ${null}
    ${'on the day of death'}        | ${{}}                     | ${null}         | ${'2025-03-01'} | ${['EXACT VERIFIED']}                      | ${'2025-03-01'}
    ${'after the day of death'}     | ${{}}                     | ${null}         | ${'2025-02-28'} | ${['EXACT AFTER_DEATH']}                   | ${null}
    ${'beside an older one'}        | ${{ also: '2025-02-01' }} | ${null}         | ${null}         | ${['EXACT VERIFIED', 'EXACT OLDER']}       | ${'2025-03-01'}
    ${'after death, one before it'} | ${{ also: '2025-02-01' }} | ${null}         | ${'2025-02-15'} | ${['EXACT AFTER_DEATH', 'EXACT VERIFIED']} | ${'2025-02-01'}
  `('$what verifies as of $after', async ({ cells, before, died, effects, after }) => {
    const { id, citizenId } = await somebody();
    if (before !== null) await verifies(office, id, before);
    if (died !== null) await happens(office, id, 'DEATH', died);
    const row = (on: string): ComparisonCells => [
      cells.legacy ? legacyIdOf(citizenId) : citizenId,
      cells.name ?? '李华',
      on,
      'M1',
    ];
    const importId = await desk.compares('MEDICAL_VISITS', [
      row('2025-03-01'),
      ...(cells.also ? [row(cells.also)] : []),
    ]);

    expect(await desk.effects(importId)).toEqual(effects);
    expect(await verifiedOn(id)).toBe(after);
  });

  it('is recorded once as a verification by data comparison, with where it comes from', async () => {
    const { id, citizenId } = await somebody();
    await desk.compares('TRAVEL', [[citizenId, '李华', '2025-03-01', 'T1']]);
    const again = await desk.compares('TRAVEL', [
      [citizenId, '李华', '2025-03-01', 'T1'],
      [makesCitizenId(), '李华', '2025-03-01', 'T2'],
    ]);

    expect(await desk.effects(again)).toEqual(['EXACT VERIFIED']);
    expect(
      await office.asks('select channel, result, evidence from verification where person_id = $1', [id]),
    ).toEqual([
      {
        channel: 'DATA_COMPARISON',
        result: 'PASSED',
        evidence: expect.stringContaining('乘机乘车比对，记录 T1'),
      },
    ]);
  });

  it('after a suspected death clears nothing, and is shown with the suspicion', async () => {
    const { id, citizenId } = await somebody();
    await desk.compares('DEATHS', [[citizenId, '李华', '2025-02-01', 'D1']]);
    // One on the suspected day itself says nothing against it.
    await desk.compares('MEDICAL_VISITS', [[citizenId, '李华', '2025-02-01', 'M1']]);
    await desk.compares('MEDICAL_VISITS', [[citizenId, '李华', '2025-02-20', 'M2']]);
    await desk.compares('TRAVEL', [[citizenId, '王五', '2025-03-01', 'T1']]);

    const [suspicion] = await desk.suspicionsOf(id);
    expect(suspicion).toMatchObject({ state: 'OPEN', seenAlive: true, lastVerifiedOn: '2025-02-20' });
    expect((await desk.suspicions.show(office.actor('CLERK'), suspicion!.id)).signsOfLife).toMatchObject([
      { seenOn: '2025-03-01', sourceLabel: '乘机乘车', matchLabel: '号码一致，姓名不同' },
      { seenOn: '2025-02-20', channel: 'DATA_COMPARISON', evidence: expect.stringContaining('M2') },
    ]);
  });

  it('raises no suspicion of anything', async () => {
    const { id, citizenId } = await somebody();
    await desk.compares('MEDICAL_VISITS', [[citizenId, '王五', '2025-03-01', 'M1']]);

    expect(await desk.suspicionsOf(id)).toEqual([]);
  });
});
