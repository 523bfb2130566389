import { populate } from '../../bench/population';
import { ScreeningService } from '../../src/control/screening.service';
import { Vault } from '../../src/vault/vault';
import { countStatements } from '../support/count-statements';
import { openOffice, type Office } from '../support/office';
import { asOwner } from '../support/office-money';

describe('The statements of a screening', () => {
  const offices: Office[] = [];
  afterAll(async () => {
    for (const office of offices) await office.closes();
  });

  const counts = async (persons: number) => {
    const office = await openOffice('2025-01-06');
    offices.push(office);
    const { agencyId } = office;
    await asOwner(office, (owner) =>
      populate(
        { owner, vault: office.get(Vault), agencyId, verifiedOn: '2024-11-01', fiscalYear: 2025 },
        persons,
      ),
    );
    const screens = () =>
      countStatements(office, (tx) =>
        office
          .get(ScreeningService)
          .run(tx, office.actor('AUDITOR'), { kind: 'ON_DEMAND', projectId: null, batch: null }),
      );
    return { first: await screens(), again: await screens() };
  };

  it('are as many for 5,000 persons as for 200, the first time and again', async () => {
    expect(await counts(5_000)).toEqual(await counts(200));
  });
});
