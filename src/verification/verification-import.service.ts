import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../access/actor';
import { Clock } from '../calendar/clock';
import { Database } from '../database/database';
import type { DomainError } from '../errors/domain-error';
import { FileImportService, type ImportReceipt } from '../file-import/file-import.service';
import type { MadeFile, StagingPlan } from '../file-import/import-reader';
import { ImportWork, type ImportOutcome } from '../file-import/import-work';
import type { ReceivedFile } from '../file-store/file-store.service';
import { Vault } from '../vault/vault';
import { VerificationImportStale } from './verification-import.errors';
import {
  VERIFICATION_COLUMNS,
  VERIFICATION_STAGING_COLUMNS,
  readVerificationRow,
} from './verification-import-row';
import {
  countImpossibleVerifications,
  createVerificationStaging,
  deleteVerificationImportRows,
  insertImportVerifications,
  keepVerificationImportRows,
  listVerificationImportProblems,
  type OfImport,
} from './verification-import.sql';
import { upsertVerificationStatus } from './verification.sql';

const KIND = 'VERIFICATION';

/**
 * Proofs of life as files, such as the monthly data comparison (按月核实): handed in, checked, confirmed by a second
 * user, applied. Source: design, files, "In"; the two jobs are `verification.check` and `verification.apply`.
 */
@Injectable()
export class VerificationImportService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly vault: Vault,
    private readonly imports: FileImportService,
    private readonly work: ImportWork,
  ) {}

  /** Hands a file in and asks for its check; the same content again is the same import. */
  upload(
    actor: Actor,
    { applyValidRows = false }: { applyValidRows?: boolean | undefined },
    file: ReceivedFile,
  ): Promise<ImportReceipt> {
    const request = {
      kind: KIND,
      projectId: null,
      mode: 'PARTIAL',
      effectiveMonth: null,
      applyValidRows,
    } as const;
    return this.database.transaction(actor.agencyId, (tx) => this.imports.receive(tx, actor, request, file));
  }

  /** Job `verification.check`: finds every problem of the file, beside the registry too. */
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
        plan: () => Promise.resolve(this.plan()),
        listProblems: () => listVerificationImportProblems(tx, ids),
        keepRows: () => keepVerificationImportRows(tx, ids),
      },
      progress,
    );
  }

  /** Job `verification.apply`: records the verifications of a confirmed file and moves everybody's status. */
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
        write: () => this.write(tx, ids, progress),
        forgetRows: () => deleteVerificationImportRows(tx, ids),
      },
    );
  }

  /** The uploader takes a file back that nobody has confirmed yet; its prepared rows are forgotten. */
  withdraw(actor: Actor, importId: number, version: number): Promise<ImportReceipt> {
    return this.imports.withdraw(actor, KIND, importId, version, (tx) =>
      deleteVerificationImportRows(tx, { agencyId: actor.agencyId, importId }),
    );
  }

  /** The rows that have problems as a workbook, bad cells marked. */
  problemFile(actor: Actor, importId: number): Promise<MadeFile> {
    const columnsOf = () => VERIFICATION_COLUMNS;
    return this.database.transaction(actor.agencyId, (tx) =>
      this.work.problemFile(tx, actor, { kind: KIND, importId }, { columnsOf }),
    );
  }

  private plan(): StagingPlan {
    const reading = { vault: this.vault, today: this.clock.today() };
    return {
      columns: VERIFICATION_COLUMNS,
      table: 'verification_staging',
      tableColumns: VERIFICATION_STAGING_COLUMNS,
      create: (tx) => createVerificationStaging(tx, {}),
      read: (row) => readVerificationRow(row, reading),
    };
  }

  private async write(
    tx: EntityManager,
    ids: OfImport,
    progress: (percent: number) => void,
  ): Promise<DomainError | null> {
    // Two files may hold the same proof of the same person: one is applied after the other.
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `verification.apply ${ids.agencyId}`,
    ]);
    const { rowCount } = await countImpossibleVerifications(tx, ids);
    if (rowCount > 0) return new VerificationImportStale(rowCount);
    await insertImportVerifications(tx, { ...ids, now: this.clock.now() });
    progress(70);
    await upsertVerificationStatus(tx, { ...ids, verificationId: null });
    return null;
  }
}
