import { populate } from '../../bench/population';
import { ComparisonImportService } from '../../src/comparison/comparison-import.service';
import type { ComparisonSource } from '../../src/comparison/comparison-sources';
import { MonthlyRoundService } from '../../src/monthly-round/monthly-round.service';
import { nameKeyOf } from '../../src/person/person-name';
import { Vault } from '../../src/vault/vault';
import { countStatements } from '../support/count-statements';
import { ComparisonDesk, type ComparisonCells } from '../support/office-comparison';
import { openOffice, type Office } from '../support/office';
import { asOwner } from '../support/office-money';
import { makesCitizenId } from '../support/office-registry';

describe('The statements of a comparison and of a monthly round', () => {
  const offices: Office[] = [];
  afterAll(async () => {
    for (const office of offices) await office.closes();
  });

  const counts = async (persons: number) => {
    const office = await openOffice('2025-01-06');
    offices.push(office);
    const desk = new ComparisonDesk(office);
    const { agencyId } = office;
    const vault = office.get(Vault);
    await asOwner(office, async (owner) => {
      await populate({ owner, vault, agencyId, verifiedOn: '2024-11-01', fiscalYear: 2025 }, persons);
      await owner.query('update project set monthly_round = true');
    });
    const rows = Array.from({ length: persons }, (_, index): ComparisonCells => {
      const bornOn = `19${40 + Math.floor(index / 1_000)}-01-01`;
      return [makesCitizenId(bornOn), '李华', '2025-01-01', `${index}`];
    });
    const indexes = rows.map(([id]) => vault.index('citizen-id', id));
    await office.asks(
      `update person set citizen_id_index = given.index, name_key = $2
       from unnest($1::bytea[]) with ordinality as given(index, id) where given.id = person.id`,
      [indexes, nameKeyOf('李华')],
    );
    const compare = async (source: ComparisonSource) => {
      const { importId } = await desk.handsIn(source, rows);
      const imports = office.get(ComparisonImportService);
      const check = await countStatements(office, (tx) => imports.check(tx, agencyId, importId, () => {}));
      expect(await desk.shows(importId)).toMatchObject({ hitCount: persons, errorRowCount: 0 });
      await desk.confirms(importId);
      const apply = await countStatements(office, (tx) => imports.apply(tx, agencyId, importId, () => {}));
      return { check, apply };
    };
    const alive = await compare('MEDICAL_VISITS');
    const dead = await compare('DEATHS');
    const rounds = office.get(MonthlyRoundService);
    const [project] = await office.asks<{ id: number }>('select id from project');
    const { id } = await rounds.open(office.actor('CLERK'), { projectId: project!.id, month: '2025-01' });
    const clerk = { agencyId, userId: office.actor('CLERK').userId };
    const run = await countStatements(office, (tx) => rounds.run(tx, clerk, id));
    const again = await countStatements(office, (tx) => rounds.run(tx, clerk, id));
    return { alive, dead, run, again };
  };

  it('are as many to compare, to take effect and to run a round with 5,000 persons as with 200', async () => {
    expect(await counts(5_000)).toEqual(await counts(200));
  });
});
