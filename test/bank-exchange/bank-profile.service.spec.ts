import { BankProfileService, type BankProfileInput } from '../../src/bank-exchange/bank-profile.service';
import { BUILT_IN_PROFILES } from '../../src/bank-exchange/profile/profiles';
import { openOffice, type Office } from '../support/office';

let office: Office;
let code = 0;

beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.closes());

function aProfile(facts: Partial<BankProfileInput> = {}): BankProfileInput {
  return {
    code: `p${code}`,
    name: '农商银行',
    builtIn: 'P1',
    payerUnitNo: 'U001',
    payerAccount: '6599000000000004321',
    ...facts,
  };
}

const configures = (facts: Partial<BankProfileInput> = {}) =>
  office.get(BankProfileService).configure(office.actor('FINANCE'), aProfile(facts));

describe('Configuring how a bank wants its files', () => {
  beforeEach(() => {
    code += 1;
  });

  it('takes a built-in profile over and shows the payer’s account masked', async () => {
    expect(await configures()).toMatchObject({
      versionNo: 1,
      definition: BUILT_IN_PROFILES.P1,
      payerAccount: '***************4321',
    });
    const rows = await office.asks<{ stored: string }>(
      `select payer_account::text as stored from bank_profile`,
    );
    expect(rows.filter(({ stored }) => stored.includes('4321'))).toEqual([]);
  });

  it('keeps what did not change, whatever the order of its settings', async () => {
    const { id } = await configures();
    const { P1 } = BUILT_IN_PROFILES;
    const { builtIn: _builtIn, ...input } = aProfile({
      definition: { return: P1.return, out: P1.out, name: P1.name },
    });

    const again = await office.get(BankProfileService).configure(office.actor('FINANCE'), input);

    expect(again).toMatchObject({ id, versionNo: 1 });
  });

  it.each`
    changed             | change
    ${'the definition'} | ${{ builtIn: 'P2' }}
    ${'the account'}    | ${{ payerAccount: '6599000000000001234' }}
    ${'the unit no'}    | ${{ payerUnitNo: 'U002' }}
    ${'the name'}       | ${{ name: '农业银行' }}
  `('makes a new version when $changed changed, and keeps the old one', async ({ change }) => {
    const first = await configures();
    const second = await configures(change as Partial<BankProfileInput>);

    expect(second.versionNo).toBe(2);
    const listed = await office.get(BankProfileService).list(office.actor('CLERK'));
    expect(listed.filter((row) => row.code === first.code).map((row) => row.id)).toEqual([
      second.id,
      first.id,
    ]);
  });

  it('names everything that is wrong at once', async () => {
    const { builtIn: _builtIn, ...input } = aProfile({ definition: { name: '' }, payerAccount: '12' });
    const refused = office.get(BankProfileService).configure(office.actor('FINANCE'), input);

    await expect(refused).rejects.toMatchObject({
      code: 'bank_profile_invalid',
      facts: {
        problems: expect.arrayContaining([
          '方案名称：不能为空',
          '付款账号：银行账号应为 8 至 32 位数字，这里是 2 位。',
        ]) as string[],
      },
    });
  });

  it('wants a definition or a built-in profile, not both', async () => {
    await expect(configures({ definition: BUILT_IN_PROFILES.P1 })).rejects.toMatchObject({
      code: 'bank_profile_invalid',
    });
  });
});
