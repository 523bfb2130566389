import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../access/actor';
import { AuditService } from '../audit/audit.service';
import { Clock } from '../calendar/clock';
import type { DomainError } from '../errors/domain-error';
import type { TemplateColumn } from '../table-file/find-header';
import { TableHeaderDiffers } from '../table-file/table-file.errors';
import type { TableLimits } from '../table-file/table-file.limits';
import type { FileImport, ImportSummary } from './file-import.entity';
import { FILE_IMPORT_KINDS, type FileImportKind } from './file-import.kinds';
import { FileImportService } from './file-import.service';
import { writeImportProblems } from './file-import.sql';
import { stateAfter, type FileImportState } from './file-import.states';
import { ImportReader, type MadeFile, type StagingPlan } from './import-reader';

/** Which import a job works on. */
export interface ImportKey {
  readonly agencyId: number;
  readonly kind: FileImportKind;
  readonly importId: number;
}

/**
 * What a job about an import reports: counts, the state, and the code of a refusal. Every post reads jobs, and the
 * sentences of a refusal may quote what stands in the file, so they stay with the import.
 */
export type ImportOutcome = Record<string, unknown> &
  Omit<ImportSummary, 'refusal' | 'sheetName'> & { state: FileImportState; refusal?: string };

/** What one kind of file does of its own when it is checked. */
export interface CheckSteps {
  plan(found: FileImport): Promise<StagingPlan>;
  /** Records every problem of the staged rows and counts them. */
  listProblems(
    found: FileImport,
  ): Promise<{ errorCount: number; warningCount: number; wrongRowCount: number }>;
  /** Keeps the rows without an error and counts what they change. */
  keepRows(found: FileImport): Promise<Partial<ImportSummary>>;
}

/** The columns one kind of file has, and its limits where they are not the usual ones. */
export interface ProblemFilePlan {
  columnsOf(found: FileImport): readonly TemplateColumn[] | Promise<readonly TemplateColumn[]>;
  readonly limits?: TableLimits;
}

/** What one kind of file does of its own when it is applied; a refusal means that nothing was written. */
export interface ApplySteps {
  write(found: FileImport): Promise<DomainError | null>;
  /** Deletes the prepared rows of an import that came to nothing. */
  forgetRows(): Promise<unknown>;
}

/** A row more than this is no surprise; the progress of reading is shown against it. */
const ROWS_OF_A_LARGE_FILE = 100_000;
/** Reading takes about this share of a check, the comparison the rest. */
const READING_PERCENT = 70;

/**
 * The jobs of all imports: check and apply, each in the caller's one transaction, each doing nothing the second time.
 * What is wrong with a file is recorded, not thrown: the user finds it with the import.
 */
@Injectable()
export class ImportWork {
  constructor(
    private readonly imports: FileImportService,
    private readonly reader: ImportReader,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /** Reads an uploaded file, lists all its problems, and prepares what it would change. */
  async check(
    tx: EntityManager,
    { agencyId, kind, importId }: ImportKey,
    steps: CheckSteps,
    progress: (percent: number) => void,
  ): Promise<ImportOutcome> {
    const found = await this.imports.lock(tx, agencyId, kind, importId);
    if (found.state !== 'UPLOADED') return outcomeOf(found);
    const { rowCount, sheetName, refusal } = await this.reader.stage(
      tx,
      found,
      await steps.plan(found),
      (rows) => {
        const share = Math.min(1, rows / ROWS_OF_A_LARGE_FILE);
        if (rows % 1_000 === 0) progress(Math.floor(share * READING_PERCENT));
      },
    );
    const read = { ...found.summary, rows: rowCount, sheetName };
    if (refusal) return this.refuse(tx, found, read, refusal);
    progress(READING_PERCENT);
    await joinBySets(tx);
    const { wrongRowCount, ...problems } = await steps.listProblems(found);
    const isUsable = wrongRowCount === 0 || (read.applyValidRows && wrongRowCount < rowCount);
    const kept = isUsable ? await steps.keepRows(found) : {};
    const state = stateAfter(found.state, isUsable ? 'pass' : 'refuse');
    const summary = { ...read, ...problems, errorRowCount: wrongRowCount, ...kept };
    return this.conclude(tx, found, 'check', { state, summary });
  }

  /** Writes a confirmed import into the registry, all of it or nothing. */
  async apply(
    tx: EntityManager,
    { agencyId, kind, importId }: ImportKey,
    { write, forgetRows }: ApplySteps,
  ): Promise<ImportOutcome> {
    const found = await this.imports.lock(tx, agencyId, kind, importId);
    if (found.state === 'APPLIED') return outcomeOf(found);
    const state = stateAfter(found.state, 'apply');
    await joinBySets(tx);
    const refusal = await write(found);
    if (refusal) {
      await forgetRows();
      return this.refuse(tx, found, found.summary, refusal);
    }
    const appliedAt = this.clock.now();
    return this.conclude(tx, found, 'apply', { state, summary: found.summary, appliedAt });
  }

  /**
   * The rows of an import that have problems as a workbook, bad cells marked. Full numbers leave the system, so it is
   * recorded who took them.
   */
  async problemFile(
    tx: EntityManager,
    actor: Actor,
    { kind, importId }: Omit<ImportKey, 'agencyId'>,
    { columnsOf, limits }: ProblemFilePlan,
  ): Promise<MadeFile> {
    const found = await this.imports.find(tx, actor.agencyId, kind, importId);
    const made = await this.reader.writeProblemFile(tx, found, await columnsOf(found), limits);
    await this.audit.record(tx, actor, {
      act: `${FILE_IMPORT_KINDS[kind].act}.download-problems`,
      subjectType: 'file-import',
      subjectId: importId,
    });
    return made;
  }

  /** Refuses the import as a whole: each sentence of the refusal becomes a problem of the file. */
  private async refuse(
    tx: EntityManager,
    found: FileImport,
    read: ImportSummary,
    refusal: DomainError,
  ): Promise<ImportOutcome> {
    const { code, title, detail, facts } = refusal;
    const isHeader = refusal instanceof TableHeaderDiffers;
    await writeImportProblems(tx, {
      agencyId: found.agencyId,
      importId: found.id,
      rowNo: isHeader ? Number(facts['headerRowNo'] ?? 0) : 0,
      messages: isHeader ? (facts['problems'] as string[]) : [detail],
    });
    const summary = { ...read, refusal: { code, title, detail } };
    return this.conclude(tx, found, 'refuse', { state: stateAfter(found.state, 'refuse'), summary });
  }

  private async conclude(
    tx: EntityManager,
    found: FileImport,
    verb: 'check' | 'apply' | 'refuse',
    changes: { state: FileImportState; summary: ImportSummary; appliedAt?: Date },
  ): Promise<ImportOutcome> {
    await this.imports.move(tx, found, changes);
    const outcome = outcomeOf(changes);
    await this.audit.record(
      tx,
      { agencyId: found.agencyId, userId: null },
      {
        act: `${FILE_IMPORT_KINDS[found.kind].act}.${verb}`,
        subjectType: 'file-import',
        subjectId: found.id,
        details: outcome,
      },
    );
    return outcome;
  }
}

function outcomeOf({ state, summary }: { state: FileImportState; summary: ImportSummary }): ImportOutcome {
  const { refusal, sheetName: _, ...counts } = summary;
  return { ...counts, state, ...(refusal && { refusal: refusal.code }) };
}

/**
 * Rows written in this very transaction have no statistics, so the planner takes a hundred thousand of them for a
 * few and joins them one by one: measured, the comparison of 100,000 rows did not end in ten minutes; joined as sets
 * it takes seconds.
 */
async function joinBySets(tx: EntityManager): Promise<void> {
  await tx.query('set local enable_nestloop = off');
}
