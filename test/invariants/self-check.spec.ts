import { IN_PROCESS, PAID } from '../../demo/bank-simulator';
import { ReportService } from '../../src/report/report.service';
import { openOffice, type Office } from '../support/office';
import { answers, pays } from '../support/office-bank';
import { asOwner, enrols, founds } from '../support/office-money';

/** What somebody with the owner's login could do behind the system's back, and the invariant it breaks. */
const TAMPERINGS: readonly (readonly [number: number, what: string, sql: string])[] = [
  [
    1,
    'a second live payment of the same months',
    `insert into payment select agency_id, version_id, enrollment_id, person_id, account_id, amount_fen, serial + 100, payee_name,
       payee_name_key, account, account_index, account_tail, citizen_id, bank_name, bank_code from payment where serial = 1`,
  ],
  [2, 'an entitlement made to disappear', `delete from entitlement where state = 'WITHHELD'`],
  [
    3,
    'a batch approved by who prepared it',
    `alter table payment_batch drop constraint payment_batch_approved_by_another;
     update payment_batch set approved_by = prepared_by`,
  ],
  [
    3,
    'a suspicion cleared by who proposed it',
    `alter table suspicion drop constraint suspicion_four_eyes;
     insert into suspicion (agency_id, person_id, kind, suspected_on, state, proposed_by, decided_by, opened_at, version)
     values (1, 1, 'DEATH', '2025-01-01', 'CLEARED', 1, 1, now(), 1)`,
  ],
  [
    3,
    'a monthly round confirmed by who closed it',
    `alter table monthly_round drop constraint monthly_round_four_eyes;
     insert into monthly_round (agency_id, project_id, month, state, opened_by, opened_at, closed_by, confirmed_by, version)
     values (1, 1, '2025-01-01', 'CONFIRMED', 1, now(), 1, 1, 1)`,
  ],
  [4, 'another payee on a line that was sent', `update payment set payee_name = '赵六' where serial = 1`],
  [
    5,
    'a balance that no entry explains',
    `update funding_balance set balance_fen = balance_fen + 1 where account = 'PAID'`,
  ],
  [6, 'a line of a return that ended nowhere', 'update bank_return set applied_count = applied_count - 1'],
  [
    6,
    'a row of a comparison that ended nowhere',
    `insert into file_import (agency_id, kind, source, mode, file_id, sha256, state, summary, proposed_by, created_at, version)
     values (1, 'COMPARISON', 'DEATHS', 'PARTIAL', 1, '', 'CHECKED', '{"rows": 3, "noHitCount": 1, "errorRowCount": 1}', 1, now(), 1)`,
  ],
  [
    7,
    'a payment of unknown result taken for failed',
    `update entitlement set state = 'DUE', version_id = null, serial = null
     where serial = (select serial from payment_outcome where outcome = 'UNKNOWN')`,
  ],
  [8, 'an act taken out of the log', `delete from audit_entry where act = 'batch.approve'`],
  [9, 'a table whose isolation was switched off', 'alter table person disable row level security'],
  [
    10,
    'a job that succeeded twice',
    `insert into job (agency_id, name, subject_id, payload, state, progress, attempts, created_at)
     values (1, 'batch.compile', 1, '{}', 'SUCCEEDED', 100, 1, now())`,
  ],
];

describe('The self-check of the ten invariants', () => {
  let office: Office;

  beforeEach(async () => {
    office = await openOffice('2025-01-06');
    const project = await founds(office);
    await enrols(office, project, '李华');
    await enrols(office, project, '王伟');
    await enrols(office, project, '赵敏', { verifiedOn: null });
    const id = await pays(office, project, 0);
    await answers(office, id, ({ payeeName }) => [{ reply: payeeName === '李华' ? PAID : IN_PROCESS }]);
    // The steps above were run without their job rows; the office has them.
    await asOwner(office, (client) =>
      client.query(
        `delete from job;
         insert into job (agency_id, name, subject_id, payload, state, progress, attempts, created_at)
         select 1, name, 1, '{}', 'SUCCEEDED', 100, 1, now()
         from unnest(array['batch.compile', 'bank-exchange.send', 'bank-exchange.settle']) name`,
      ),
    );
  });
  afterEach(() => office.closes());

  const broken = async () =>
    (await office.get(ReportService).invariants(office.actor('AUDITOR')))
      .filter(({ holds }) => !holds)
      .map(({ number }) => number);

  it('finds all ten standing after a month with a payment, an unknown result and somebody withheld', async () => {
    expect(await broken()).toEqual([]);
  });

  it.each(TAMPERINGS)('names invariant %i: %s', async (number, _what, sql) => {
    await asOwner(office, async (client) => {
      await client.query('set session_replication_role = replica');
      await client.query(sql);
    });

    expect(await broken()).toContain(number);
  });
});
