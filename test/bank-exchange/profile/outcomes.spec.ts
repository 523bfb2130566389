import { OutcomeRules } from '../../../src/bank-exchange/profile/outcome-rules';
import { OUTCOMES, OUTCOME_CODES, type NormalisedOutcome } from '../../../src/bank-exchange/profile/outcomes';
import { BUILT_IN_PROFILES } from '../../../src/bank-exchange/profile/profiles';

describe('The normalised outcomes', () => {
  it.each`
    code    | kind           | accountFault | isoCode
    ${'00'} | ${'SUCCEEDED'} | ${false}     | ${'ACSC'}
    ${'01'} | ${'FAILED'}    | ${true}      | ${'BE01'}
    ${'02'} | ${'FAILED'}    | ${true}      | ${'AC01'}
    ${'03'} | ${'FAILED'}    | ${true}      | ${'AC04'}
    ${'04'} | ${'FAILED'}    | ${true}      | ${'AC06'}
    ${'05'} | ${'FAILED'}    | ${true}      | ${'AC06'}
    ${'06'} | ${'FAILED'}    | ${true}      | ${'AC06'}
    ${'07'} | ${'FAILED'}    | ${true}      | ${'AM02'}
    ${'08'} | ${'FAILED'}    | ${true}      | ${'AC14'}
    ${'09'} | ${'FAILED'}    | ${true}      | ${'BE17'}
    ${'10'} | ${'UNKNOWN'}   | ${false}     | ${'AM05'}
    ${'11'} | ${'FAILED'}    | ${false}     | ${'AM04'}
    ${'12'} | ${'FAILED'}    | ${false}     | ${'FF01'}
    ${'13'} | ${'UNKNOWN'}   | ${false}     | ${'PDNG'}
    ${'14'} | ${'REVERSED'}  | ${false}     | ${null}
    ${'99'} | ${'UNKNOWN'}   | ${false}     | ${'MS03'}
  `('$code is $kind', ({ code, kind, accountFault, isoCode }) => {
    expect(OUTCOMES[code as NormalisedOutcome]).toMatchObject({ code, kind, accountFault, isoCode });
  });

  it('have a label and an action each, and are sixteen', () => {
    expect(OUTCOME_CODES).toHaveLength(16);
    for (const code of OUTCOME_CODES) {
      expect(OUTCOMES[code].label).not.toBe('');
      expect(OUTCOMES[code].action).not.toBe('');
    }
  });
});

describe("A bank's answer in R1", () => {
  const rules = new OutcomeRules(BUILT_IN_PROFILES.P1.return.outcomes);

  it.each`
    situation                               | kind   | code      | message                 | outcome
    ${'paid'}                               | ${'1'} | ${'0000'} | ${'交易成功'}           | ${'00'}
    ${'refused by a listed code'}           | ${'2'} | ${'0001'} | ${''}                   | ${'01'}
    ${'refused as a duplicate'}             | ${'2'} | ${'0010'} | ${''}                   | ${'10'}
    ${'refused for want of funds'}          | ${'2'} | ${'0011'} | ${''}                   | ${'11'}
    ${'refused in words only'}              | ${'2'} | ${''}     | ${'该户已销户'}         | ${'03'}
    ${'an unlisted code, known words'}      | ${'2'} | ${'E999'} | ${'久悬户不得入账'}     | ${'06'}
    ${'the code wins over the words'}       | ${'2'} | ${'0003'} | ${'户名不符'}           | ${'03'}
    ${'in process, whatever the code'}      | ${'3'} | ${'0000'} | ${''}                   | ${'13'}
    ${'returned after having been paid'}    | ${'4'} | ${'0002'} | ${'退汇'}               | ${'14'}
    ${'paid with the code of a refusal'}    | ${'1'} | ${'0001'} | ${'交易成功'}           | ${'99'}
    ${'refused with the code of a success'} | ${'2'} | ${'0000'} | ${'交易成功'}           | ${'99'}
    ${'paid in words only'}                 | ${'1'} | ${''}     | ${'交易成功'}           | ${'99'}
    ${'words nobody listed'}                | ${'2'} | ${'E999'} | ${'请联系开户网点核实'} | ${'99'}
    ${'nothing at all'}                     | ${''}  | ${''}     | ${''}                   | ${'99'}
  `('$situation is $outcome', ({ kind, code, message, outcome }) => {
    expect(rules.outcomeOf(kind, code, message)).toBe(outcome);
    expect(rules.outcomeOf(kind, code, message)).toBe(outcome);
  });
});
