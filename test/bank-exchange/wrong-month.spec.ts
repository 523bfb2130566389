import { PAID, REFUSED } from '../../demo/bank-simulator';
import { BUILT_IN_PROFILES } from '../../src/bank-exchange/profile/profiles';
import { openOffice, type Office } from '../support/office';
import { bankReply, handsIn, outcomesOf, pays, settles } from '../support/office-bank';
import { asOwner, enrols, founds, type PaidProject } from '../support/office-money';

describe('The answer to January, handed in for February', () => {
  let office: Office;
  let project: PaidProject;

  beforeEach(async () => {
    office = await openOffice('2025-01-06');
    project = await founds(office);
    // P2 has no header: nothing in the file says which batch it answers.
    await asOwner(office, (client) =>
      client.query('update bank_profile set definition = $1', [JSON.stringify(BUILT_IN_PROFILES.P2)]),
    );
    await enrols(office, project, '李华');
  });
  afterEach(() => office.closes());

  it('is refused when it was handed in for January before', async () => {
    const january = await pays(office, project, 0);
    const answer = await bankReply(office, january, () => [{ reply: REFUSED.accountClosed }], {
      format: 'P2',
    });
    await settles(office, january, answer);
    await asOwner(office, (client) =>
      client.query(`update entitlement set state = 'DUE', reason = null, failed_version_id = null`),
    );
    office.clock.set('2025-02-06');
    const february = await pays(office, project, 1);

    await expect(handsIn(office, february, answer)).rejects.toMatchObject({
      code: 'return_of_another_batch',
      facts: { batchId: january },
    });
    expect(await outcomesOf(office, february)).toEqual([]);
  });

  it.each`
    posted          | what                            | outcomes
    ${'2025-02-05'} | ${'the day before the sending'} | ${[]}
    ${'2025-02-06'} | ${'the day of the sending'}     | ${['李华 SUCCEEDED 00']}
  `('is refused as a whole by its posting date: $what', async ({ posted, outcomes }) => {
    office.clock.set('2025-02-06');
    const february = await pays(office, project, 1);
    const answer = await bankReply(office, february, () => [{ reply: PAID }], {
      format: 'P2',
      postedOn: posted,
    });

    const result = await settles(office, february, answer);

    expect(await outcomesOf(office, february)).toEqual(outcomes);
    expect(result['problem']).toBe(outcomes.length === 0 ? 'return_posted_before_sending' : undefined);
  });
});
