import { Database } from '../../src/database/database';
import { stageRows } from '../../src/file-import/stage-rows';
import { openOffice, type Office } from '../support/office';

const ROWS = 60_000;
/** Ten times what fits into one block of COPY. */
const MOST_ROWS_WITHOUT_A_TURN = 20_000;

describe('Rows that are staged', () => {
  let office: Office;

  beforeAll(async () => {
    office = await openOffice();
  });
  afterAll(() => office.closes());

  it('leave the process turns to answer others, however fast they come', async () => {
    let [sinceTurn, longest, ticking] = [0, 0, true];
    const turn = () => {
      sinceTurn = 0;
      if (ticking) setImmediate(turn);
    };
    setImmediate(turn);
    async function* rows() {
      for (let row = 0; row < ROWS; row += 1) {
        sinceTurn += 1;
        longest = Math.max(longest, sinceTurn);
        yield await Promise.resolve([row, '一行不丢'] as const);
      }
    }

    const staged = await office.get(Database).transaction(office.agencyId, async (tx) => {
      await tx.query('create temporary table staged_example (row_no bigint, text text) on commit drop');
      await stageRows(tx, 'staged_example', ['row_no', 'text'], rows());
      return tx.query('select count(*)::int as count from staged_example');
    });
    ticking = false;

    expect(staged).toEqual([{ count: ROWS }]);
    expect(longest).toBeLessThan(MOST_ROWS_WITHOUT_A_TURN);
  });
});
