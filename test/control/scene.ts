import { randomBytes } from 'node:crypto';
import type { Client } from 'pg';
import type { Actor } from '../../src/access/actor';
import { RuleSettingService } from '../../src/control/rule-setting.service';
import { createFound, createScreened, createScreenedBatch, FIND } from '../../src/control/control.sql';
import type { RuleCode } from '../../src/control/rules/rules';
import { ScreeningService, type Screening } from '../../src/control/screening.service';
import type { Office } from '../support/office';
import { asOwner } from '../support/office-money';

type Row = Record<string, unknown>;

/** A record of the scene and what other records need of it. */
export interface Someone {
  readonly id: number;
  readonly name: string;
}

/** A batch with the version its lines belong to. */
export interface Compiled {
  readonly id: number;
  readonly versionId: number;
  readonly projectId: number;
}

/** What a rule found, as its statement gives it. */
export interface Hit {
  readonly subjectId: number;
  readonly facts: Record<string, unknown>;
}

let made = 0;

/**
 * Sets up what rules look at by writing rows, keys and triggers asleep: odd data is the subject here. Defaults are those of
 * nothing suspicious, so that an example states only what is odd.
 */
export class Scene {
  readonly clerk: number;
  readonly reviewer: number;

  constructor(readonly office: Office) {
    this.clerk = office.actor('CLERK').userId;
    this.reviewer = office.actor('REVIEWER').userId;
  }

  /** Writes one row; its id, where it has one. */
  put(table: string, row: Row): Promise<number> {
    const full: Row = { agency_id: this.office.agencyId, ...row };
    const names = Object.keys(full);
    return asOwner(this.office, async (client: Client) => {
      await client.query('set session_replication_role = replica');
      const { rows } = await client.query<{ id?: number }>(
        `insert into ${table} (${names.join()}) values (${names.map((_, index) => `$${index + 1}`).join()}) returning *`,
        Object.values(full),
      );
      return Number(rows[0]!.id ?? 0);
    });
  }

  async person(row: Row = {}): Promise<Someone> {
    made += 1;
    const name = (row['name'] as string | undefined) ?? `人员${made}`;
    const id = await this.put('person', {
      citizen_id: randomBytes(8),
      citizen_id_index: randomBytes(8),
      citizen_id_tail: '001X',
      name,
      name_key: name,
      sex: 'MALE',
      born_on: '1950-03-10',
      phone_index: randomBytes(8),
      street: '建国路街道',
      community: '社区',
      created_at: '2024-01-01',
      version: 1,
      ...row,
    });
    return { id, name };
  }

  account(of: Someone, row: Row = {}): Promise<number> {
    return this.put('bank_account', {
      person_id: of.id,
      account: randomBytes(8),
      account_index: randomBytes(8),
      account_tail: '4321',
      payee_name: of.name,
      payee_name_key: of.name,
      payee_relation: 'SELF',
      payee_document: '委托书',
      bank_name: '昌吉农商银行',
      effective_from: '2024-01-01',
      state: 'CONFIRMED',
      proposed_by: this.clerk,
      confirmed_by: this.reviewer,
      proposed_at: '2024-01-02',
      confirmed_at: '2024-01-02T02:00:00Z',
      ...row,
    });
  }

  project(row: Row = {}): Promise<number> {
    made += 1;
    return this.put('project', {
      code: `scene-${made}`,
      name: `项目${made}`,
      policy_basis: '文件',
      beneficiaries: '退休人员',
      fund_nature: 'GENERAL_BUDGET',
      verification_cycle_months: 12,
      grace_days: 0,
      pays_month_of_death: true,
      account_failure_limit: 3,
      monthly_round: false,
      back_pay_approval_months: 12,
      funeral_months: 0,
      created_at: '2024-01-01',
      ...row,
    });
  }

  /** A benefit of a project with its standards, by month. */
  async benefit(projectId: number, rates: Row[] = [{}], basis = 'STANDARD'): Promise<number> {
    made += 1;
    const id = await this.put('benefit', {
      project_id: projectId,
      code: `benefit-${made}`,
      name: '生活费',
      frequency: 'MONTHLY',
      basis,
    });
    for (const rate of rates) {
      await this.put('benefit_rate', {
        benefit_id: id,
        effective_from: '2020-01-01',
        amount_fen: 12000,
        document_no: '文件1号',
        ...rate,
      });
    }
    return id;
  }

  enrolls(projectId: number, of: Someone, row: Row = {}): Promise<number> {
    return this.put('enrollment', {
      project_id: projectId,
      person_id: of.id,
      from_month: '2024-01-01',
      employer: '地毯厂',
      created_at: '2025-06-01',
      version: 1,
      ...row,
    });
  }

  event(of: Someone, kind: string, happenedOn: string, row: Row = {}): Promise<number> {
    return this.put('life_event', {
      person_id: of.id,
      kind,
      happened_on: happenedOn,
      reported_on: happenedOn,
      note: '',
      state: 'CONFIRMED',
      proposed_by: this.clerk,
      confirmed_by: this.reviewer,
      proposed_at: `${happenedOn}T02:00:00Z`,
      confirmed_at: `${happenedOn}T03:00:00Z`,
      ...row,
    });
  }

  verification(of: Someone, verifiedOn: string, row: Row = {}): Promise<number> {
    return this.put('verification', {
      person_id: of.id,
      channel: 'COUNTER',
      verified_on: verifiedOn,
      evidence: '窗口',
      recorded_by: this.clerk,
      recorded_at: `${verifiedOn}T02:00:00Z`,
      result: 'PASSED',
      ...row,
    });
  }

  suspicion(of: Someone, row: Row = {}): Promise<number> {
    return this.put('suspicion', {
      person_id: of.id,
      kind: 'DEATH',
      suspected_on: '2025-05-01',
      state: 'OPEN',
      opened_at: '2025-06-10T02:00:00Z',
      version: 1,
      ...row,
    });
  }

  /** A compiled batch of June 2025 that has not been sent. */
  async batch(projectId: number, row: Row = {}, version: Row = {}): Promise<Compiled> {
    made += 1;
    const payoutId = await this.put('payout', {
      project_id: projectId,
      fiscal_year: 2025,
      sequence: made,
      name: '六月',
      covers_from: '2025-06-01',
      covers_until: '2025-06-01',
      due_on: '2025-06-25',
    });
    const id = await this.put('payment_batch', {
      project_id: projectId,
      payout_id: payoutId,
      kind: 'REGULAR',
      sequence: 1,
      state: 'COMPILED',
      version: 1,
      funding_line_id: 1,
      bank_profile_id: 1,
      prepared_by: this.clerk,
      created_at: '2025-06-10',
      ...row,
    });
    const versionId = await this.put('batch_version', {
      batch_id: id,
      version_no: 1,
      judged_on: '2025-06-16',
      payment_count: 10,
      total_fen: 120000,
      compiled_by: this.clerk,
      compiled_at: '2025-06-10',
      ...version,
    });
    await this.changes('payment_batch', id, { current_version_id: versionId });
    return { id, versionId, projectId };
  }

  /** A batch that was sent in May. */
  sent(projectId: number, row: Row = {}, version: Row = {}): Promise<Compiled> {
    const hands = { submitted_by: this.clerk, reviewed_by: this.reviewer, approved_by: 0 };
    return this.batch(projectId, { state: 'FILE_SENT', sent_on: '2025-05-20', ...hands, ...row }, version);
  }

  line(batch: Compiled, of: Someone, enrollmentId: number, row: Row = {}): Promise<number> {
    made += 1;
    return this.put('payment', {
      version_id: batch.versionId,
      enrollment_id: enrollmentId,
      person_id: of.id,
      account_id: 0,
      amount_fen: 12000,
      serial: made,
      payee_name: of.name,
      payee_name_key: of.name,
      account: randomBytes(4),
      account_index: randomBytes(4),
      account_tail: '4321',
      citizen_id: randomBytes(4),
      bank_name: '昌吉农商银行',
      ...row,
    });
  }

  due(projectId: number, enrollmentId: number, row: Row = {}): Promise<number> {
    made += 1;
    return this.put('entitlement', {
      benefit_id: made,
      enrollment_id: enrollmentId,
      project_id: projectId,
      amount_fen: 12000,
      period: '2025-06-01',
      qualifying_on: '2025-06-01',
      judged_on: '2025-06-16',
      adjustment_no: 0,
      failed_attempts: 0,
      state: 'IN_PAYMENT',
      ...(row['state'] === undefined ? { serial: 1 } : {}),
      ...row,
    });
  }

  async changes(table: string, id: number, row: Row): Promise<void> {
    await asOwner(this.office, async (client) => {
      await client.query('set session_replication_role = replica');
      await client.query(
        `update ${table} set ${Object.keys(row).map((name, index) => `${name} = $${index + 2}`)} where id = $1`,
        [id, ...Object.values(row)],
      );
    });
  }

  /** Screens everybody, or who is enrolled in a project, as the job does. */
  screens(projectId: number | null = null, actor: Actor = this.office.actor('AUDITOR')): Promise<Screening> {
    return this.office.db.database.transaction(actor.agencyId, (tx) =>
      this.office.get(ScreeningService).run(tx, actor, { kind: 'ON_DEMAND', projectId, batch: null }),
    );
  }

  /** Asks one rule of everybody, with the settings of the office. */
  finds(code: RuleCode): Promise<Hit[]> {
    const { office } = this;
    const { agencyId } = office;
    return office.db.database.transaction(agencyId, async (tx) => {
      const everybody = { agencyId, projectId: null, versionId: null };
      await createFound(tx, {});
      await createScreened(tx, everybody);
      await createScreenedBatch(tx, everybody);
      const asked = await office.get(RuleSettingService).asked(tx, agencyId, [code], null);
      await FIND[code](tx, { agencyId, asked: asked.get(code)! });
      const hits: Hit[] = await tx.query(
        'select subject_id as "subjectId", facts from found order by subject_id',
      );
      return hits;
    });
  }
}
