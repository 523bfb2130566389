import { Client } from 'pg';
import type { BatchKind } from '../../src/batch/batch.entity';
import { BatchService, type Moved } from '../../src/batch/batch.service';
import { CompileService, type Compilation } from '../../src/batch/compile.service';
import { BUILT_IN_PROFILES } from '../../src/bank-exchange/profile/profiles';
import { addMonths, monthOf } from '../../src/calendar/month';
import { FundingService } from '../../src/funding/funding.service';
import { ProjectService } from '../../src/project/project.service';
import { Vault } from '../../src/vault/vault';
import type { Office } from './office';

/** A project with its payouts, a funding line and a bank profile, ready to pay. */
export interface PaidProject {
  readonly id: number;
  readonly payoutIds: number[];
  readonly benefitIds: number[];
  readonly fundingLineId: number;
  readonly bankProfileId: number;
}

type ProjectInput = Parameters<ProjectService['create']>[1];
type ProjectFacts = Partial<ProjectInput> & { budgetFen?: number; mayFinance?: [string, string] };

let founded = 0;

/** Founds a project: 120 yuan a month, twelve payouts in 2025, 12 months' verification, ample budget, unless said otherwise. */
export async function founds(office: Office, facts: ProjectFacts = {}): Promise<PaidProject> {
  const { budgetFen = 100_000_000, mayFinance = ['2025-01', '2025-12'], ...project } = facts;
  founded += 1;
  const view = await office.get(ProjectService).create(office.actor('SUPERVISOR'), {
    code: `p${founded}`,
    name: '生活费',
    policyBasis: '新政办发〔2010〕168号',
    fundNature: 'GENERAL_BUDGET',
    beneficiaries: '退休人员',
    verificationCycleMonths: 12,
    graceDays: 0,
    paysMonthOfDeath: true,
    exclusiveGroup: null,
    accountFailureLimit: 3,
    monthlyRound: false,
    backPayApprovalMonths: 12,
    funeralMonths: 0,
    benefits: [monthlyBenefit()],
    payouts: monthlyPayouts(),
    ...project,
  });
  const line = await office.get(FundingService).createLine(office.actor('FINANCE'), {
    projectId: view.id,
    fiscalYear: 2025,
    code: `L${founded}`,
    name: '生活费指标',
    source: '一般财政拨款',
    functionCode: '2080109',
    windowFrom: '2025-01-01',
    windowUntil: '2025-12-10',
    mayFinanceFrom: mayFinance[0],
    mayFinanceUntil: mayFinance[1],
    initial: { amountFen: budgetFen, documentNo: '年初预算', issuedOn: '2025-01-02' },
  });
  const payouts = await office.asks<{ id: number }>(
    'select id from payout where project_id = $1 order by fiscal_year, sequence',
    [view.id],
  );
  const benefits = await office.asks<{ id: number }>(
    'select id from benefit where project_id = $1 order by id',
    [view.id],
  );
  return {
    id: view.id,
    payoutIds: payouts.map(({ id }) => id),
    benefitIds: benefits.map(({ id }) => id),
    fundingLineId: line.id,
    bankProfileId: await bankProfile(office),
  };
}

/** A monthly standard benefit of 120 yuan. */
export function monthlyBenefit(): ProjectInput['benefits'][number] {
  return {
    code: 'living',
    name: '生活费',
    frequency: 'MONTHLY',
    basis: 'STANDARD',
    rates: [{ amountFen: 120_00, effectiveFrom: '2020-01' }],
  };
}

/** Twelve monthly payouts of 2025 for the benefits named. */
export function monthlyPayouts(benefitCodes = ['living']): ProjectInput['payouts'] {
  return Array.from({ length: 12 }, (_, index) => {
    const month = addMonths('2025-01-01', index).slice(0, 7);
    return {
      fiscalYear: 2025,
      sequence: index + 1,
      name: `${month}发放`,
      coversFrom: month,
      coversUntil: month,
      qualifyingOn: null,
      dueOn: `${month}-25`,
      benefitCodes,
    };
  });
}

async function bankProfile(office: Office): Promise<number> {
  const known = await office.asks<{ id: number }>(
    `select id from bank_profile where code = 'P1' order by version_no desc limit 1`,
  );
  if (known[0]) return known[0].id;
  const rows = await office.asks<{ id: number }>(
    `insert into bank_profile (agency_id, code, version_no, name, definition, payer_unit_no, payer_account, created_by, created_at)
     values ($1, 'P1', 1, 'P1', $2, 'U001', $3, $4, now()) returning id`,
    [
      office.agencyId,
      JSON.stringify(BUILT_IN_PROFILES.P1),
      office.get(Vault).encrypt('6599000000000000001'),
      office.actor('FINANCE').userId,
    ],
  );
  return rows[0]!.id;
}

/** What a test may say of a person; the default is one who is paid: enrolled since 2024, verified, with an account. */
export interface PersonFacts {
  readonly from?: string;
  readonly until?: string | null;
  readonly verifiedOn?: string | null;
  readonly validUntil?: string | null;
  readonly account?: string | null;
  readonly diedOn?: string;
  readonly events?: readonly (readonly [kind: string, happenedOn: string])[];
  readonly amounts?: Record<number, number>;
  readonly personId?: number;
}

export interface Enrolled {
  readonly personId: number;
  readonly enrollmentId: number;
}

let enrolledCount = 0;

/** Enrols a person by writing the registry's rows as the owner would find them after import and confirmation. */
export async function enrols(
  office: Office,
  project: PaidProject,
  name: string,
  facts: PersonFacts = {},
): Promise<Enrolled> {
  enrolledCount += 1;
  const vault = office.get(Vault);
  const citizenId = `6599001940010${String(enrolledCount).padStart(4, '0')}X`;
  const { agencyId } = office;
  const [clerk, reviewer] = [office.actor('CLERK').userId, office.actor('REVIEWER').userId];
  return asOwner(office, async (client) => {
    const one = async (sql: string, params: unknown[]) =>
      (await client.query<{ id: number }>(sql, params)).rows[0]!.id;
    const personId =
      facts.personId ??
      (await one(
        `insert into person (agency_id, citizen_id, citizen_id_index, citizen_id_tail, name, name_key, sex, born_on, street, community, created_at, version)
         values ($1, $2, $3, $4, $5, $5, 'MALE', '1940-01-01', '街道', '社区', now(), 1) returning id`,
        [agencyId, vault.encrypt(citizenId), vault.index('citizen-id', citizenId), citizenId.slice(-4), name],
      ));
    const enrollmentId = await one(
      `insert into enrollment (agency_id, project_id, person_id, from_month, until_month, employer, created_at, version)
       values ($1, $2, $3, $4, $5, '某厂', now(), 1) returning id`,
      [
        agencyId,
        project.id,
        personId,
        monthOf(facts.from ?? '2024-01'),
        facts.until ? monthOf(facts.until) : null,
      ],
    );
    const { verifiedOn = '2024-12-01', account = `62000000000000${String(enrolledCount).padStart(5, '0')}` } =
      facts;
    if (verifiedOn !== null && facts.personId === undefined) {
      await client.query('insert into verification_status values ($1, $2, $3, $4)', [
        agencyId,
        personId,
        verifiedOn,
        facts.validUntil ?? null,
      ]);
    }
    if (account !== null && facts.personId === undefined)
      await givesAccount(office, client, personId, name, account);
    for (const [kind, happenedOn] of [
      ...(facts.events ?? []),
      ...(facts.diedOn ? [['DEATH', facts.diedOn] as const] : []),
    ]) {
      await client.query(
        `insert into life_event (agency_id, person_id, kind, happened_on, reported_on, note, state, proposed_by, confirmed_by, proposed_at, confirmed_at)
         values ($1, $2, $3, $4, $4, '', 'CONFIRMED', $5, $6, now(), now())`,
        [agencyId, personId, kind, happenedOn, clerk, reviewer],
      );
    }
    for (const [benefitId, amountFen] of Object.entries(facts.amounts ?? {})) {
      await client.query('insert into enrollment_amount values ($1, $2, $3, $4, $5, null)', [
        agencyId,
        enrollmentId,
        benefitId,
        '2024-01-01',
        amountFen,
      ]);
    }
    return { personId, enrollmentId };
  });
}

/** Records a confirmed event of a person. */
export async function happens(
  office: Office,
  personId: number,
  kind: string,
  happenedOn: string,
): Promise<void> {
  await asOwner(office, (client) =>
    client.query(
      `insert into life_event (agency_id, person_id, kind, happened_on, reported_on, note, state, proposed_by, confirmed_by, proposed_at, confirmed_at)
       values ($1, $2, $3, $4, $4, '', 'CONFIRMED', $5, $6, now(), now())`,
      [
        office.agencyId,
        personId,
        kind,
        happenedOn,
        office.actor('CLERK').userId,
        office.actor('REVIEWER').userId,
      ],
    ),
  );
}

/** Records that a person passed verification. */
export async function verifies(office: Office, personId: number, verifiedOn: string): Promise<void> {
  await asOwner(office, (client) =>
    client.query(
      `insert into verification_status values ($1, $2, $3, null)
       on conflict (agency_id, person_id) do update set verified_on = excluded.verified_on`,
      [office.agencyId, personId, verifiedOn],
    ),
  );
}

/** Gives a person another account, confirmed and current. */
export async function changesAccount(
  office: Office,
  personId: number,
  name: string,
  account: string,
): Promise<void> {
  await asOwner(office, async (client) => {
    await client.query(
      'update bank_account set effective_until = now() where person_id = $1 and effective_until is null',
      [personId],
    );
    await givesAccount(office, client, personId, name, account);
  });
}

async function givesAccount(
  office: Office,
  client: Client,
  personId: number,
  name: string,
  account: string,
): Promise<void> {
  const vault = office.get(Vault);
  await client.query(
    `insert into bank_account (agency_id, person_id, account, account_index, account_tail, payee_name, payee_name_key, payee_relation,
       bank_name, bank_code, effective_from, state, proposed_by, confirmed_by, proposed_at, confirmed_at)
     values ($1, $2, $3, $4, $5, $6, $6, 'SELF', '昌吉农商银行', '402885000012', '2024-01-01', 'CONFIRMED', $7, $8, now(), now())`,
    [
      office.agencyId,
      personId,
      vault.encrypt(account),
      vault.index('account', account),
      account.slice(-4),
      name,
      office.actor('CLERK').userId,
      office.actor('REVIEWER').userId,
    ],
  );
}

/** Opens a batch for a payout (0 = January). */
export function opens(
  office: Office,
  project: PaidProject,
  payout: number,
  kind: BatchKind = 'REGULAR',
): Promise<Moved> {
  const payoutId = project.payoutIds[payout]!;
  return office
    .get(BatchService)
    .open(office.actor('CLERK'), { payoutId, kind, bankProfileId: project.bankProfileId });
}

/** Compiles a batch as its job would. */
export function compiles(office: Office, batchId: number): Promise<Compilation> {
  const { agencyId, userId } = office.actor('CLERK');
  return office.db.database.transaction(agencyId, (tx) =>
    office.get(CompileService).compile(tx, { agencyId, userId }, batchId),
  );
}

/** Takes a compiled batch through submission, review and approval by three persons. */
export async function approves(office: Office, batchId: number): Promise<Moved> {
  const batches = office.get(BatchService);
  const version = async () =>
    (await office.asks<{ version: number }>('select version from payment_batch where id = $1', [batchId]))[0]!
      .version;
  await batches.submit(office.actor('CLERK'), batchId, await version());
  await batches.review(office.actor('REVIEWER'), batchId, await version());
  return batches.approve(office.actor('APPROVER'), batchId, await version());
}

/** Who is in the current version of a batch, with fen, by name. */
export async function paidIn(office: Office, batchId: number): Promise<Record<string, number>> {
  const rows = await office.asks<{ name: string; fen: number }>(
    `select payment.payee_name as name, payment.amount_fen as fen from payment_batch batch
     join payment on payment.version_id = batch.current_version_id where batch.id = $1`,
    [batchId],
  );
  return Object.fromEntries(rows.map(({ name, fen }) => [name, fen]));
}

/** Every entitlement of an enrolment as `2025-01 STATE REASON fen`. */
export async function owed(office: Office, { enrollmentId }: Enrolled): Promise<string[]> {
  const rows = await office.asks<{ period: string; state: string; reason: string | null; fen: number }>(
    'select period, state, reason, amount_fen as fen from entitlement where enrollment_id = $1 order by period, benefit_id',
    [enrollmentId],
  );
  return rows.map(({ period, state, reason, fen }) =>
    [period.slice(0, 7), state, ...(reason ? [reason] : []), fen].join(' '),
  );
}

/** Works as the owner of the schema, past the application: for facts a test sets up, and for tampering. */
export async function asOwner<T>(office: Office, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: office.db.ownerUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
