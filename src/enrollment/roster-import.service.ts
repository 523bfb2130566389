import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../access/actor';
import { Clock } from '../calendar/clock';
import { monthOf, parseMonth, type Month } from '../calendar/month';
import { Database } from '../database/database';
import type { DomainError } from '../errors/domain-error';
import { NotFound, RequestInvalid } from '../errors/request.errors';
import type { FileImport, ImportMode, ImportSummary } from '../file-import/file-import.entity';
import { FileImportService, type ImportReceipt } from '../file-import/file-import.service';
import type { MadeFile, StagingPlan } from '../file-import/import-reader';
import { ImportWork, type ImportOutcome } from '../file-import/import-work';
import type { ReceivedFile } from '../file-store/file-store.service';
import { Queue } from '../queue/queue';
import type { TemplateColumn } from '../table-file/find-header';
import { Vault } from '../vault/vault';
import { RosterFullOnly, RosterImportStale, RosterMonthMissing } from './roster.errors';
import { changeView, type RosterChangeView } from './roster-preview';
import { ROSTER_STAGING_COLUMNS, readRosterRow } from './roster-row';
import { rosterColumns } from './roster-template';
import {
  ROSTER_ACTS,
  closeReplacedAccounts,
  compareRosterRows,
  createRosterStaging,
  deleteRosterRows,
  endMissingEnrollments,
  insertRosterEnrollments,
  insertRosterPersons,
  keepRosterRows,
  listRosterChanges,
  listRosterProblems,
  lockRosterPersons,
  openRosterAccounts,
  readRosterProject,
  updateRosterEnrollments,
  updateRosterPersons,
  writeRosterAmounts,
  type OfImport,
  type RosterAct,
  type RosterProject,
} from './roster.sql';

/** What the uploader of a roster decides; the month is `2025-03`. */
export interface RosterUpload {
  readonly mode: ImportMode;
  readonly effectiveMonth?: string | undefined;
  readonly applyValidRows?: boolean | undefined;
}

const KIND = 'ROSTER';

/**
 * Rosters (花名册) as files: handed in, checked, confirmed by a second user, applied. Source: design, files, "In";
 * the two jobs are `roster.check` and `roster.apply`.
 */
@Injectable()
export class RosterImportService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly vault: Vault,
    private readonly imports: FileImportService,
    private readonly work: ImportWork,
    private readonly queue: Queue,
  ) {}

  /** The columns of a project's roster. Throws `NotFound`. */
  columns(actor: Actor, projectId: number): Promise<TemplateColumn[]> {
    return this.database.transaction(actor.agencyId, async (tx) =>
      rosterColumns((await projectOf(tx, actor.agencyId, projectId)).benefits),
    );
  }

  /**
   * Hands a roster in and asks for its check; the same content again is the same import. Without an effective month
   * a partial roster takes effect in the current one. Throws `RosterMonthMissing`, `RosterFullOnly`, `NotFound`.
   */
  upload(actor: Actor, projectId: number, upload: RosterUpload, file: ReceivedFile): Promise<ImportReceipt> {
    const { mode, applyValidRows = false } = upload;
    if (mode === 'FULL' && upload.effectiveMonth === undefined) throw new RosterMonthMissing();
    if (mode === 'FULL' && applyValidRows) throw new RosterFullOnly();
    const effectiveMonth =
      upload.effectiveMonth === undefined ? monthOf(this.clock.today()) : parseMonth(upload.effectiveMonth);
    if (effectiveMonth === undefined) throw new RequestInvalid(['effectiveMonth 不是年月']);
    return this.database.transaction(actor.agencyId, async (tx) => {
      await projectOf(tx, actor.agencyId, projectId);
      const request = { kind: KIND, projectId, mode, effectiveMonth, applyValidRows } as const;
      return this.imports.receive(tx, actor, request, file);
    });
  }

  /** Job `roster.check`: finds every problem of the file and compares its rows with the registry. */
  check(
    tx: EntityManager,
    agencyId: number,
    importId: number,
    progress: (percent: number) => void,
  ): Promise<ImportOutcome> {
    const ids = { agencyId, importId };
    return this.work.check(
      tx,
      { ...ids, kind: KIND },
      {
        plan: async (found) => this.plan(await projectOf(tx, agencyId, found.projectId), found),
        listProblems: () => listRosterProblems(tx, ids),
        keepRows: (found) => keepRows(tx, ids, found),
      },
      progress,
    );
  }

  /**
   * Job `roster.apply`: writes a confirmed roster into the registry. Whatever differs from what was confirmed by
   * then ends the import as `roster_import_stale`.
   */
  apply(
    tx: EntityManager,
    agencyId: number,
    importId: number,
    progress: (percent: number) => void,
  ): Promise<ImportOutcome> {
    const ids = { agencyId, importId };
    return this.work.apply(
      tx,
      { ...ids, kind: KIND },
      {
        write: (found) => this.write(tx, ids, found, progress),
        forgetRows: () => deleteRosterRows(tx, ids),
      },
    );
  }

  /** The uploader takes a roster back that nobody has confirmed yet; its prepared rows are forgotten. */
  withdraw(actor: Actor, importId: number, version: number): Promise<ImportReceipt> {
    return this.imports.withdraw(actor, KIND, importId, version, (tx) =>
      deleteRosterRows(tx, { agencyId: actor.agencyId, importId }),
    );
  }

  /** The rows that have problems as a workbook, bad cells marked. */
  problemFile(actor: Actor, importId: number): Promise<MadeFile> {
    const { agencyId } = actor;
    return this.database.transaction(agencyId, (tx) => {
      const columnsOf = async ({ projectId }: FileImport) =>
        rosterColumns((await projectOf(tx, agencyId, projectId)).benefits);
      return this.work.problemFile(tx, actor, { kind: KIND, importId }, { columnsOf });
    });
  }

  /** What an import changes, row by row, above the cursor `after`: the preview before it is confirmed. */
  changes(
    actor: Actor,
    importId: number,
    { act, after, limit }: { act?: RosterAct; after: number; limit: number },
  ): Promise<RosterChangeView[]> {
    const { agencyId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      const found = await this.imports.find(tx, agencyId, KIND, importId);
      const { benefits } = await projectOf(tx, agencyId, found.projectId);
      const acts = act ? [act] : ROSTER_ACTS.filter((known) => known !== 'SAME');
      const rows = await listRosterChanges(tx, {
        agencyId,
        importId,
        acts,
        afterRow: after,
        rowLimit: limit,
      });
      return rows.map((row) => changeView(row, benefits, this.vault));
    });
  }

  private plan({ benefits }: RosterProject, found: FileImport): StagingPlan {
    const reading = {
      vault: this.vault,
      today: this.clock.today(),
      effectiveMonth: monthOfRoster(found),
      benefits,
    };
    return {
      columns: rosterColumns(benefits),
      table: 'roster_staging',
      tableColumns: ROSTER_STAGING_COLUMNS,
      create: (tx) => createRosterStaging(tx, {}),
      read: (row) => readRosterRow(row, reading),
    };
  }

  private async write(
    tx: EntityManager,
    ids: OfImport,
    { mode }: FileImport,
    progress: (percent: number) => void,
  ): Promise<DomainError | null> {
    // Two rosters of one agency may name the same new person: one is applied after the other.
    await lockRosters(tx, ids.agencyId);
    await lockRosterPersons(tx, ids);
    const { movedCount } = await compareRosterRows(tx, ids);
    const { endedCount } = mode === 'FULL' ? await endMissingEnrollments(tx, ids) : { endedCount: 0 };
    if (movedCount + endedCount > 0) return new RosterImportStale(movedCount + endedCount);
    progress(30);
    const now = this.clock.now();
    const today = this.clock.today();
    await insertRosterPersons(tx, { ...ids, now });
    await updateRosterPersons(tx, ids);
    progress(50);
    await insertRosterEnrollments(tx, { ...ids, now });
    const { boundCount } = await updateRosterEnrollments(tx, ids);
    await writeRosterAmounts(tx, ids);
    progress(75);
    await closeReplacedAccounts(tx, { ...ids, today });
    await openRosterAccounts(tx, { ...ids, today, now });
    // Who has left, or joined later than was thought, may have been paid beyond that.
    if (boundCount > 0) {
      const { agencyId } = ids;
      await this.queue.enqueue(tx, { agencyId, userId: null }, 'recovery.detect', 0, { personId: null });
    }
    return null;
  }
}

/** Nobody's enrolment is changed by a roster until the caller's transaction ends. */
export async function lockRosters(tx: EntityManager, agencyId: number): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`roster.apply ${agencyId}`]);
}

/** The project with the benefits its roster has columns for. Throws `NotFound`. */
async function projectOf(
  tx: EntityManager,
  agencyId: number,
  projectId: number | null,
): Promise<RosterProject> {
  const [project] = projectId === null ? [] : await readRosterProject(tx, { agencyId, projectId });
  if (!project) throw new NotFound('发放项目', projectId ?? '');
  return project;
}

async function keepRows(
  tx: EntityManager,
  ids: OfImport,
  { mode }: FileImport,
): Promise<Partial<ImportSummary>> {
  await keepRosterRows(tx, ids);
  const { movedCount: _, ...counts } = await compareRosterRows(tx, ids);
  const { endedCount } = mode === 'FULL' ? await endMissingEnrollments(tx, ids) : { endedCount: 0 };
  return { ...counts, endedCount };
}

/** Every roster is written with its month, see `upload`. */
function monthOfRoster({ id, effectiveMonth }: FileImport): Month {
  if (effectiveMonth === null) throw new Error(`roster import ${id} has no effective month`);
  return effectiveMonth;
}
