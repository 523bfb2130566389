import { Injectable } from '@nestjs/common';
import { In, IsNull, LessThan, type EntityManager, type QueryDeepPartialEntity } from 'typeorm';
import { FourEyesRequired } from '../access/access.errors';
import type { Actor } from '../access/actor';
import { AuditService } from '../audit/audit.service';
import { Clock } from '../calendar/clock';
import type { Month } from '../calendar/month';
import { Database } from '../database/database';
import { NotFound, VersionChanged } from '../errors/request.errors';
import { FileStore, type ReceivedFile } from '../file-store/file-store.service';
import { Queue } from '../queue/queue';
import { ImportNotOwn } from './file-import.errors';
import { FileImport, type ImportMode, type ImportSummary } from './file-import.entity';
import { FILE_IMPORT_KINDS, type FileImportKind } from './file-import.kinds';
import { listImportProblems, type ListedProblem } from './file-import.sql';
import { FILE_IMPORT_STATES, stateAfter, type FileImportState } from './file-import.states';

/** What the uploader decides beside the file. */
export interface ImportRequest {
  readonly kind: FileImportKind;
  readonly projectId: number | null;
  readonly source?: string;
  readonly mode: ImportMode;
  readonly effectiveMonth: Month | null;
  readonly applyValidRows: boolean;
}

/** The answer to what starts a job; `jobId` is null when there is nothing left to do. */
export interface ImportReceipt {
  readonly importId: number;
  readonly jobId: number | null;
  readonly state: FileImportState;
  readonly version: number;
}

/** An import as lists show it. */
export interface ImportView extends ImportSummary {
  readonly id: number;
  readonly projectId: number | null;
  readonly source: string | null;
  readonly mode: ImportMode;
  readonly effectiveMonth: Month | null;
  readonly state: FileImportState;
  readonly stateLabel: string;
  readonly proposedBy: number;
  readonly confirmedBy: number | null;
  readonly createdAt: Date;
  readonly appliedAt: Date | null;
  readonly version: number;
}

/** The same content in one of these states is the same import; the same list stands in `file_import_once`. */
const ONCE_STATES: readonly FileImportState[] = ['UPLOADED', 'CHECKED', 'CONFIRMED', 'APPLIED'];

/**
 * What all imports have in common: a file handed in, checked by a job, confirmed by a second user, applied by a job.
 * Source: design, files, "In"; invariants 3 (four eyes) and 6 (a file twice changes nothing the second time).
 */
@Injectable()
export class FileImportService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly files: FileStore,
    private readonly queue: Queue,
    private readonly audit: AuditService,
  ) {}

  /**
   * Keeps an uploaded file and asks for its check. The same content for the same purpose again gives the import that
   * is there already, unless that one was refused or withdrawn.
   */
  async receive(
    tx: EntityManager,
    actor: Actor,
    request: ImportRequest,
    file: ReceivedFile,
  ): Promise<ImportReceipt> {
    const { applyValidRows, ...purpose } = request;
    const { agencyId, userId } = actor;
    // A twin of this request waits here, and then finds the import.
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `file-import ${agencyId} ${file.sha256.toString('hex')}`,
    ]);
    const known = await tx.findOneBy(FileImport, {
      agencyId,
      kind: purpose.kind,
      projectId: purpose.projectId ?? IsNull(),
      source: purpose.source ?? IsNull(),
      mode: purpose.mode,
      effectiveMonth: purpose.effectiveMonth ?? IsNull(),
      sha256: file.sha256,
      state: In(ONCE_STATES),
    });
    if (known) return this.repeated(tx, actor, known);
    const fileId = await this.files.keep(tx, actor, file);
    const inserted = await tx.insert(FileImport, {
      ...purpose,
      agencyId,
      fileId,
      sha256: file.sha256,
      state: 'UPLOADED',
      summary: { applyValidRows },
      proposedBy: userId,
      createdAt: this.clock.now(),
      version: 1,
    });
    const importId = (inserted.identifiers[0] as { id: number }).id;
    const { act, check } = FILE_IMPORT_KINDS[purpose.kind];
    const job = await this.queue.enqueue(tx, actor, check, importId, { importId });
    await this.audit.record(tx, actor, {
      act: `${act}.upload`,
      subjectType: 'file-import',
      subjectId: importId,
      details: { ...request, fileId, sha256: file.sha256.toString('hex') },
    });
    return { importId, jobId: job.id, state: 'UPLOADED', version: 1 };
  }

  /** A second user lets a checked import take effect. Throws `FourEyesRequired`, `VersionChanged`. */
  confirm(actor: Actor, kind: FileImportKind, id: number, version: number): Promise<ImportReceipt> {
    return this.database.transaction(actor.agencyId, async (tx) => {
      const found = await this.findSeen(tx, actor, kind, id, version);
      const state = stateAfter(found.state, 'confirm');
      const { label, act, apply } = FILE_IMPORT_KINDS[kind];
      if (found.proposedBy === actor.userId) throw new FourEyesRequired(`确认${label}`);
      await this.move(tx, found, { state, confirmedBy: actor.userId });
      const job = await this.queue.enqueue(tx, actor, apply, id, { importId: id });
      await this.audit.record(tx, actor, {
        act: `${act}.confirm`,
        subjectType: 'file-import',
        subjectId: id,
        details: { ...found.summary },
      });
      return { importId: id, jobId: job.id, state, version: version + 1 };
    });
  }

  /**
   * The proposer takes an import back before it has been confirmed. `forgetRows` deletes what the kind has prepared: it
   * is personal data without a purpose now. Throws `ImportNotOwn`, `VersionChanged`.
   */
  withdraw(
    actor: Actor,
    kind: FileImportKind,
    id: number,
    version: number,
    forgetRows: (tx: EntityManager) => Promise<unknown>,
  ): Promise<ImportReceipt> {
    return this.database.transaction(actor.agencyId, async (tx) => {
      const found = await this.findSeen(tx, actor, kind, id, version);
      const state = stateAfter(found.state, 'withdraw');
      if (found.proposedBy !== actor.userId) throw new ImportNotOwn();
      await this.move(tx, found, { state });
      await forgetRows(tx);
      await this.audit.record(tx, actor, {
        act: `${FILE_IMPORT_KINDS[kind].act}.withdraw`,
        subjectType: 'file-import',
        subjectId: id,
      });
      return { importId: id, jobId: null, state, version: version + 1 };
    });
  }

  /** The import, locked until the transaction ends: check, confirm, apply and withdraw exclude each other. */
  async lock(tx: EntityManager, agencyId: number, kind: FileImportKind, id: number): Promise<FileImport> {
    const found = await tx.findOne(FileImport, {
      where: { agencyId, kind, id },
      lock: { mode: 'pessimistic_write' },
    });
    if (!found) throw new NotFound(FILE_IMPORT_KINDS[kind].label, id);
    return found;
  }

  /** Writes an import's next state, one version further. */
  async move(
    tx: EntityManager,
    { agencyId, id, version }: FileImport,
    changes: Partial<Pick<FileImport, 'state' | 'summary' | 'confirmedBy' | 'appliedAt'>>,
  ): Promise<void> {
    // TypeORM's type for partial rows does not know that a jsonb column is written whole.
    const changed = { ...changes, version: version + 1 } as QueryDeepPartialEntity<FileImport>;
    await tx.update(FileImport, { agencyId, id }, changed);
  }

  /** The import, without a lock. Throws `NotFound`. */
  async find(tx: EntityManager, agencyId: number, kind: FileImportKind, id: number): Promise<FileImport> {
    const found = await tx.findOneBy(FileImport, { agencyId, kind, id });
    if (!found) throw new NotFound(FILE_IMPORT_KINDS[kind].label, id);
    return found;
  }

  /** One import as the API shows it. */
  show(actor: Actor, kind: FileImportKind, id: number): Promise<ImportView> {
    return this.database.transaction(actor.agencyId, async (tx) =>
      viewOf(await this.find(tx, actor.agencyId, kind, id)),
    );
  }

  /** Imports newest first, below the cursor `before`. */
  list(
    actor: Actor,
    kind: FileImportKind,
    { before, limit }: { before?: number; limit: number },
  ): Promise<ImportView[]> {
    const { agencyId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      const found = await tx.find(FileImport, {
        where: { agencyId, kind, ...(before === undefined ? {} : { id: LessThan(before) }) },
        order: { id: 'DESC' },
        take: limit,
      });
      return found.map(viewOf);
    });
  }

  /** The problems of the next `limit` rows that have any, in the order of the file. */
  problems(
    actor: Actor,
    kind: FileImportKind,
    id: number,
    { after, limit }: { after: number; limit: number },
  ): Promise<ListedProblem[]> {
    const { agencyId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      await this.find(tx, agencyId, kind, id);
      return listImportProblems(tx, { agencyId, importId: id, afterRow: after, rowLimit: limit });
    });
  }

  private async repeated(tx: EntityManager, actor: Actor, known: FileImport): Promise<ImportReceipt> {
    const { id, state, version, kind } = known;
    const owed = state === 'UPLOADED';
    const { check } = FILE_IMPORT_KINDS[kind];
    const job = owed ? await this.queue.enqueue(tx, actor, check, id, { importId: id }) : null;
    return { importId: id, jobId: job?.id ?? null, state, version };
  }

  private async findSeen(
    tx: EntityManager,
    { agencyId }: Actor,
    kind: FileImportKind,
    id: number,
    version: number,
  ): Promise<FileImport> {
    const found = await this.lock(tx, agencyId, kind, id);
    if (found.version !== version)
      throw new VersionChanged(FILE_IMPORT_KINDS[kind].label, version, found.version);
    return found;
  }
}

function viewOf(found: FileImport): ImportView {
  const { id, projectId, source, mode, effectiveMonth, state, proposedBy, confirmedBy } = found;
  const { createdAt, appliedAt } = found;
  const stateLabel = FILE_IMPORT_STATES[state];
  return {
    ...found.summary,
    id,
    projectId,
    source,
    mode,
    effectiveMonth,
    state,
    stateLabel,
    proposedBy,
    confirmedBy,
    createdAt,
    appliedAt,
    version: found.version,
  };
}
