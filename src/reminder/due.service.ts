import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor';
import { AuditService } from '../audit/audit.service';
import { Clock } from '../calendar/clock';
import { Database } from '../database/database';
import { maskCitizenId } from '../person/citizen-id';
import { maskPhone } from '../person/person.view';
import { writeCsv } from '../table-file/write-csv';
import type { OutputValue } from '../table-file/write-xlsx';
import { Vault } from '../vault/vault';
import type { Place } from '../verification/standing.sql';
import { STANDINGS } from '../verification/standings';
import type { ReminderStage } from './reminder.entity';
import { DUE_WITHIN } from './reminder.service';
import {
  countDueByCommunity,
  countHomeVisitsByCommunity,
  listDue,
  listHomeVisits,
  type CommunityDue,
  type DueRow,
  type HomeVisitRow,
} from './reminder.sql';

/** From this age on nobody is asked to come. Source: design, field facts, "Default parameters" (上门 for age ≥ 80). */
export const HOME_VISIT_FROM_AGE = 80;

type Shown<Row> = Omit<Row, 'citizenId' | 'phone'> & { citizenId: string; phone: string | null };

/** Somebody whose proof runs out soon, as lists show one: numbers masked. */
export type DueView = Shown<DueRow>;

/** Somebody to be visited, as lists show one: numbers masked. */
export type HomeVisitView = Shown<HomeVisitRow> & { standingLabel: string };

type Page = Place & { after: number; limit: number };
type DueFilter = Place & { daysBefore: ReminderStage | null; withoutPhone: boolean };
type VisitFilter = Place & { projectId: number | null };

/** A list as it is printed for a community; the columns both lists begin with. */
const PERSON_COLUMNS = ['街道', '社区', '姓名', '公民身份号码', '联系电话', '发放项目'];
/** So many rows are read at a time while a file is written. */
const FILE_PAGE_ROWS = 1_000;

/** Work lists for streets and communities (到期计划, 上门名单), as of today. */
@Injectable()
export class DueService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly vault: Vault,
    private readonly audit: AuditService,
  ) {}

  /** Whose earliest deadline comes within 60, 30 or 7 days: of one stage, or those without a telephone, if asked. */
  list(actor: Actor, filter: Page & DueFilter): Promise<DueView[]> {
    return this.database.transaction(actor.agencyId, async (tx) => {
      const rows = await listDue(tx, { ...this.asked(actor), ...DUE_WITHIN, ...filter });
      return rows.map((row) => this.shown(row));
    });
  }

  /** How many are due in each community, by stage. */
  communities(actor: Actor): Promise<CommunityDue[]> {
    return this.database.transaction(actor.agencyId, (tx) =>
      countDueByCommunity(tx, { ...this.asked(actor), ...DUE_WITHIN }),
    );
  }

  /** Who is eighty or older and due within 60 days, overdue, failed or never verified; of all projects or of one. */
  homeVisits(actor: Actor, filter: Page & VisitFilter): Promise<HomeVisitView[]> {
    return this.database.transaction(actor.agencyId, async (tx) => {
      const rows = await listHomeVisits(tx, { ...this.asked(actor), ...this.old(), ...filter });
      return rows.map((row) => ({ ...this.shown(row), standingLabel: STANDINGS[row.standing] }));
    });
  }

  /** How many are to be visited in each community. */
  homeVisitCommunities(actor: Actor, projectId: number | null) {
    return this.database.transaction(actor.agencyId, (tx) =>
      countHomeVisitsByCommunity(tx, { ...this.asked(actor), ...this.old(), projectId }),
    );
  }

  /** The same list as a csv file, numbers masked; it leaves the system, so it is recorded. */
  file(actor: Actor, filter: DueFilter): Promise<Readable> {
    return this.export(
      actor,
      'reminder-plan.export',
      { columns: ['到期日', '剩余天数'], cells: (row: DueView) => [row.deadlineOn, String(row.daysLeft)] },
      (page) => this.list(actor, { ...filter, ...page }),
    );
  }

  /** The list of visits as a csv file, numbers masked; it leaves the system, so it is recorded. */
  homeVisitFile(actor: Actor, filter: VisitFilter): Promise<Readable> {
    return this.export(
      actor,
      'home-visit.export',
      {
        columns: ['出生日期', '认证状态', '到期日'],
        cells: (row: HomeVisitView) => [row.bornOn, row.standingLabel, row.deadlineOn],
      },
      (page) => this.homeVisits(actor, { ...filter, ...page }),
    );
  }

  private async export<Row extends Shown<DueRow | HomeVisitRow>>(
    actor: Actor,
    act: string,
    own: { columns: string[]; cells: (row: Row) => OutputValue[] },
    read: (page: { after: number; limit: number }) => Promise<Row[]>,
  ): Promise<Readable> {
    await this.database.transaction(actor.agencyId, (tx) =>
      this.audit.record(tx, actor, { act, subjectType: 'list', subjectId: null }),
    );
    async function* lines(): AsyncGenerator<OutputValue[]> {
      for (let after = 0; ;) {
        const rows = await read({ after, limit: FILE_PAGE_ROWS });
        const last = rows.at(-1);
        if (!last) return;
        after = last.personId;
        for (const row of rows) {
          const { street, community, name, citizenId, phone, projectName } = row;
          yield [street, community, name, citizenId, phone, projectName, ...own.cells(row)];
        }
      }
    }
    const columns = [...PERSON_COLUMNS, ...own.columns].map((title) => ({ title }));
    return writeCsv(columns, lines());
  }

  private asked({ agencyId }: Actor) {
    return { agencyId, today: this.clock.today() };
  }

  private old() {
    return { oldFromAge: HOME_VISIT_FROM_AGE, dueDays: DUE_WITHIN.furthestDays };
  }

  private shown<Row extends { citizenId: Buffer; phone: Buffer | null }>(row: Row): Shown<Row> {
    return {
      ...row,
      citizenId: maskCitizenId(this.vault.decrypt(row.citizenId)),
      phone: row.phone && maskPhone(this.vault.decrypt(row.phone)),
    };
  }
}
