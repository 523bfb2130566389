import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { BUILT_IN_PROFILES } from '../src/bank-exchange/profile/profiles';
import type { Client } from 'pg';
import type { Vault } from '../src/vault/vault';

/** Of a thousand persons: 20 never verified, 25 overdue, 10 dead. The rest, 945 or so, are payable. */
const NEVER_VERIFIED_EVERY = 50;
const OVERDUE_EVERY = 40;
const DEAD_EVERY = 100;
const ROWS_PER_CHUNK = 5_000;

/** Whose registry is filled: through the owner's connection, with the vault of the agency's installation. */
export interface Office {
  readonly owner: Client;
  readonly vault: Vault;
  readonly agencyId: number;
  /** The day most persons were last verified. */
  readonly verifiedOn: string;
  /** That of the funding line. */
  readonly fiscalYear: number;
}

/** Fills the registry with persons, accounts (really encrypted), enrolments and verifications of one project. */
export async function populate(office: Office, personCount: number): Promise<void> {
  const { owner, vault, agencyId } = office;
  await owner.query('set session_replication_role = replica');
  await copyIn(
    owner,
    'person (agency_id, citizen_id, citizen_id_index, citizen_id_tail, name, name_key, sex, born_on, street, community, created_at, version)',
    personCount,
    (index) => {
      const citizenId = `65990019400101${String(index).padStart(7, '0')}`.slice(0, 18);
      const name = nameOf(index);
      return [
        agencyId,
        hex(vault.encrypt(citizenId)),
        hex(vault.index('citizen-id', citizenId + index)),
        citizenId.slice(-4),
        name,
        name,
        'MALE',
        '1940-01-01',
        '建设路街道',
        '第一社区',
        '2025-01-02',
        1,
      ];
    },
  );
  await copyIn(
    owner,
    'bank_account (agency_id, person_id, account, account_index, account_tail, payee_name, payee_name_key, payee_relation, bank_name, bank_code, effective_from, state, proposed_by, confirmed_by, proposed_at, confirmed_at)',
    personCount,
    (index) => {
      const account = accountOf(index);
      const name = nameOf(index);
      return [
        agencyId,
        index,
        hex(vault.encrypt(account)),
        hex(vault.index('account', account)),
        account.slice(-4),
        name,
        name,
        'SELF',
        '昌吉农商银行',
        '402885000012',
        '2024-01-01',
        'CONFIRMED',
        1,
        2,
        '2025-01-02',
        '2025-01-02',
      ];
    },
  );
  await owner.query(configuration, [agencyId, office.fiscalYear]);
  await owner.query(
    `insert into bank_profile (agency_id, code, version_no, name, definition, payer_unit_no, payer_account, created_by, created_at)
    values ($1, 'P2', 1, 'P2', $2, 'U001', $3, 1, now())`,
    [agencyId, JSON.stringify(BUILT_IN_PROFILES.P2), vault.encrypt('6299000000000000001')],
  );
  for (const statement of registry(personCount, office.verifiedOn)) await owner.query(statement, [agencyId]);
  await owner.query('set session_replication_role = origin');
  await owner.query('vacuum analyze');
}

/** The name of the person with a number: Han of two and three characters, every twentieth with a separator. */
export function nameOf(index: number): string {
  const given = String.fromCodePoint(0x4e2d + (index % 997), 0x660e + (index % 211));
  return index % 20 === 0 ? `阿依${given}·买买提` : `李${given}`;
}

/** The account number of the person with a number. */
export function accountOf(index: number): string {
  return `6299${String(index).padStart(15, '0')}`;
}

const configuration = `
  with project as (
    insert into project (agency_id, code, name, policy_basis, beneficiaries, fund_nature, verification_cycle_months, grace_days, pays_month_of_death, account_failure_limit,
      monthly_round, back_pay_approval_months, funeral_months, created_at)
    values ($1, 'bench', '生活费', '文件', '退休人员', 'GENERAL_BUDGET', 12, 0, true, 3, false, 12, 0, now()) returning id
  ), benefit as (
    insert into benefit (agency_id, project_id, code, name, frequency, basis) select $1, id, 'living', '生活费', 'MONTHLY', 'STANDARD' from project returning id
  ), rate as (
    insert into benefit_rate select $1, id, '2020-01-01', 12000, '文件' from benefit
  ), payout as (
    insert into payout (agency_id, project_id, fiscal_year, sequence, name, covers_from, covers_until, due_on)
    select $1, id, 2025, 1, '2025-01', '2025-01-01', '2025-01-01', '2025-01-25' from project returning id
  ), covered as (
    insert into payout_benefit select $1, payout.id, benefit.id from payout, benefit
  ), line as (
    insert into funding_line (agency_id, project_id, fiscal_year, code, name, source, function_code, window_from, window_until, may_finance_from, may_finance_until, created_at)
    select $1, id, $2::int, 'L', '生活费', '一般财政拨款', '2080109', '2025-01-01', '2025-12-31', '2025-01-01', '2025-12-01', now() from project returning id
  )
  insert into funding_balance select $1, line.id, account, case account when 'AVAILABLE' then 1e14 when 'APPROPRIATION' then -1e14 else 0 end
  from line, unnest(array['APPROPRIATION', 'AVAILABLE', 'COMMITTED', 'IN_TRANSIT', 'PAID', 'RETURNED_TO_TREASURY']) account`;

function registry(personCount: number, verifiedOn: string): string[] {
  return [
    `insert into enrollment (agency_id, project_id, person_id, from_month, employer, created_at, version)
     select $1, (select id from project), index, '2024-01-01', '某厂', now(), 1 from generate_series(1, ${personCount}) index`,
    `insert into verification_status select $1, index, case when index % ${OVERDUE_EVERY} = 1 then '2023-06-01'::date else '${verifiedOn}'::date end, null
     from generate_series(1, ${personCount}) index where index % ${NEVER_VERIFIED_EVERY} <> 0`,
    `insert into life_event (agency_id, person_id, kind, happened_on, reported_on, note, state, proposed_by, confirmed_by, proposed_at, confirmed_at)
     select $1, index, 'DEATH', '2024-12-05', '2024-12-10', '', 'CONFIRMED', 1, 2, now(), now()
     from generate_series(7, ${personCount}, ${DEAD_EVERY}) index`,
  ];
}

async function copyIn(
  owner: Client,
  target: string,
  rowCount: number,
  row: (index: number) => (string | number)[],
): Promise<void> {
  const chunks = function* () {
    for (let first = 1; first <= rowCount; first += ROWS_PER_CHUNK) {
      const lines: string[] = [];
      for (let index = first; index < first + ROWS_PER_CHUNK && index <= rowCount; index += 1)
        lines.push(`${row(index).join('\t')}\n`);
      yield lines.join('');
    }
  };
  await pipeline(Readable.from(chunks()), owner.query(copyFrom(`copy ${target} from stdin`)));
}

function hex(bytes: Buffer): string {
  return `\\\\x${bytes.toString('hex')}`;
}
