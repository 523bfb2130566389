import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../access/actor';
import { Clock } from '../calendar/clock';
import { Database } from '../database/database';
import { planForSets } from '../database/plan-for-sets';
import type { FileImport } from '../file-import/file-import.entity';
import { FileImportService, type ImportReceipt } from '../file-import/file-import.service';
import type { MadeFile, StagingPlan } from '../file-import/import-reader';
import { ImportWork, type ImportOutcome } from '../file-import/import-work';
import type { ReceivedFile } from '../file-store/file-store.service';
import { maskCitizenId } from '../person/citizen-id';
import { REGISTER_LIMITS } from '../table-file/table-file.limits';
import { Vault } from '../vault/vault';
import { createProofOfLife } from '../verification/compared-verification.sql';
import { recordComparedVerifications } from '../verification/compared-verification';
import { COMPARISON_STAGING_COLUMNS, readComparisonRow } from './comparison-row';
import {
  COMPARISON_SOURCES,
  HIT_EFFECTS,
  HIT_MATCHES,
  comparisonColumns,
  type ComparisonSource,
  type HitEffect,
} from './comparison-sources';
import {
  collectProofsOfLife,
  createComparisonStaging,
  deleteComparisonHits,
  keepComparisonHits,
  listComparisonHits,
  listComparisonProblems,
  raiseSuspicions,
  settleSignsOfLife,
  type HitRow,
} from './comparison.sql';

const KIND = 'COMPARISON';

/** What the uploader decides beside the file. */
export interface ComparisonUpload {
  readonly source: ComparisonSource;
  readonly applyValidRows?: boolean | undefined;
}

/** A hit as lists show it: the citizen ID masked, words for the codes. */
export interface HitView extends Omit<HitRow, 'citizenId'> {
  readonly citizenId: string;
  readonly matchLabel: string;
  readonly effectLabel: string | null;
}

/**
 * Files of other offices compared with the registry (数据比对): handed in, checked, confirmed by a second user, applied.
 * A hit in an adverse file opens a suspicion and nothing more; a sign of life extends the verification. Source:
 * 社会保险经办条例 arts. 8 and 26; the jobs are `comparison.check` and `comparison.apply`.
 */
@Injectable()
export class ComparisonImportService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly vault: Vault,
    private readonly imports: FileImportService,
    private readonly work: ImportWork,
  ) {}

  /**
   * Hands a file in and asks for its check; the same content from the same source is the same import. Unless said
   * otherwise its good rows take effect without the bad ones: the file is another office's, and three deaths do not wait
   * for it to mend a date.
   */
  upload(
    actor: Actor,
    { source, applyValidRows = true }: ComparisonUpload,
    file: ReceivedFile,
  ): Promise<ImportReceipt> {
    const purpose = { kind: KIND, projectId: null, source, mode: 'PARTIAL', effectiveMonth: null } as const;
    return this.database.transaction(actor.agencyId, (tx) =>
      this.imports.receive(tx, actor, { ...purpose, applyValidRows }, file),
    );
  }

  /** Job `comparison.check`: lists every bad row of the file and finds who of the registry is in it. */
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
        plan: (found) => Promise.resolve(this.plan(sourceOf(found))),
        listProblems: async () => {
          await planForSets(tx);
          return listComparisonProblems(tx, ids);
        },
        keepRows: (found) => keepComparisonHits(tx, { ...ids, source: sourceOf(found) }),
      },
      progress,
    );
  }

  /** Job `comparison.apply`: lets the hits of a confirmed file take effect, all of them or none. */
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
        write: async (found) => {
          await this.settle(tx, found, progress);
          return null;
        },
        forgetRows: () => deleteComparisonHits(tx, ids),
      },
    );
  }

  /** The uploader takes a file back that nobody has confirmed yet; its hits are forgotten. */
  withdraw(actor: Actor, importId: number, version: number): Promise<ImportReceipt> {
    return this.imports.withdraw(actor, KIND, importId, version, (tx) =>
      deleteComparisonHits(tx, { agencyId: actor.agencyId, importId }),
    );
  }

  /** The hits of an import in the order of its rows, after the cursor. */
  hits(
    { agencyId }: Actor,
    importId: number,
    { effect = null, after, limit }: { effect?: HitEffect | null; after: number; limit: number },
  ): Promise<HitView[]> {
    return this.database.transaction(agencyId, async (tx) => {
      await this.imports.find(tx, agencyId, KIND, importId);
      const rows = await listComparisonHits(tx, { agencyId, importId, effect, after, limit });
      return rows.map(({ citizenId, ...hit }) => ({
        ...hit,
        citizenId: maskCitizenId(this.vault.decrypt(citizenId)),
        matchLabel: HIT_MATCHES[hit.match],
        effectLabel: hit.effect && HIT_EFFECTS[hit.effect],
      }));
    });
  }

  /** The rows that have problems as a workbook, bad cells marked. */
  problemFile(actor: Actor, importId: number): Promise<MadeFile> {
    const columnsOf = (found: FileImport) => comparisonColumns(sourceOf(found));
    return this.database.transaction(actor.agencyId, (tx) =>
      this.work.problemFile(tx, actor, { kind: KIND, importId }, { columnsOf, limits: REGISTER_LIMITS }),
    );
  }

  private plan(source: ComparisonSource): StagingPlan {
    const reading = { vault: this.vault, today: this.clock.today(), source };
    return {
      columns: comparisonColumns(source),
      limits: REGISTER_LIMITS,
      table: 'comparison_staging',
      tableColumns: COMPARISON_STAGING_COLUMNS,
      create: (tx) => createComparisonStaging(tx, {}),
      read: (row) => readComparisonRow(row, reading),
    };
  }

  private async settle(
    tx: EntityManager,
    found: FileImport,
    progress: (percent: number) => void,
  ): Promise<void> {
    const { agencyId, id: importId, proposedBy: recordedBy } = found;
    const { suspicion, label } = COMPARISON_SOURCES[sourceOf(found)];
    const now = this.clock.now();
    await planForSets(tx);
    // Two files may hold the same fact about the same person: one is applied after the other.
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`comparison.apply ${agencyId}`]);
    if (suspicion !== null) {
      await raiseSuspicions(tx, { agencyId, importId, kind: suspicion, now });
      return;
    }
    await settleSignsOfLife(tx, { agencyId, importId });
    progress(50);
    await createProofOfLife(tx, {});
    await collectProofsOfLife(tx, { agencyId, importId, label });
    await recordComparedVerifications(tx, { agencyId, importId, recordedBy, now });
  }
}

/** A comparison always has a source (`file_import_source_of_comparison`), and `upload` writes no other. */
function sourceOf({ source }: FileImport): ComparisonSource {
  return source as ComparisonSource;
}
