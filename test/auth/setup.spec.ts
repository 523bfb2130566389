import { SetupService } from '../../src/auth/setup.service';
import { CONFIG, type Config } from '../../src/config/config';
import { openOffice, type Office } from '../support/office';

const ADMINISTRATOR = { username: 'head', displayName: '管理员', password: 'Office-2025!' };

describe('Setting up an agency', () => {
  let office: Office;
  let setup: SetupService;
  let config: { setupToken: string };

  beforeAll(async () => {
    office = await openOffice();
    setup = office.get(SetupService);
    config = office.app.get<Config>(CONFIG);
  });
  afterAll(() => office.closes());

  const sets = (token: string, code: string, parentCode?: string) =>
    setup.createAgency(token, { code, name: '街道事务所', parentCode, administrator: ADMINISTRATOR });

  it('puts it under the superior agency that is named', async () => {
    const { agencyId } = await sets(config.setupToken, 'street', 'office');

    expect(
      await office.db.database.transaction(agencyId, (tx) =>
        tx.query('select parent_id from agency where id = $1', [agencyId]),
      ),
    ).toEqual([{ parent_id: office.agencyId }]);
  });

  it('is refused when nobody has the code of the superior agency', async () => {
    await expect(sets(config.setupToken, 'village', 'nowhere')).rejects.toMatchObject({
      code: 'not_found',
      detail: '找不到上级机构（nowhere）。',
    });
  });

  it('is refused with another token', async () => {
    await expect(sets(config.setupToken.slice(1), 'village')).rejects.toMatchObject({
      code: 'setup_token_wrong',
    });
  });

  it('is refused with an empty token, even where the kept one is empty', async () => {
    const kept = config.setupToken;
    config.setupToken = '';

    await expect(sets('', 'village')).rejects.toMatchObject({ code: 'setup_token_wrong' });
    config.setupToken = kept;
  });
});
