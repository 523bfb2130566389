import { buffer } from 'node:stream/consumers';
import {
  comparisonColumns,
  type ComparisonSource,
  type HitEffect,
  type HitMatch,
} from '../../src/comparison/comparison-sources';
import { ComparisonImportService } from '../../src/comparison/comparison-import.service';
import { SuspicionService, type SuspicionView } from '../../src/comparison/suspicion.service';
import { Database } from '../../src/database/database';
import {
  FileImportService,
  type ImportReceipt,
  type ImportView,
} from '../../src/file-import/file-import.service';
import { JobRunner } from '../../src/queue/job-runner';
import { writeXlsx } from '../../src/table-file/write-xlsx';
import type { Office } from './office';
import { receivedFile } from './office-roster';

/** A row of a comparison file: citizen ID, name, date, record number. */
export type ComparisonCells = readonly [id: string, name: string, on: string, recordNo?: string];

/** The 15 digits a number had before 1999; for who was born in the twentieth century. */
export function legacyIdOf(citizenId: string): string {
  return citizenId.slice(0, 6) + citizenId.slice(8, 17);
}

/** The comparison as the clerk's desk and the reviewer's see it: one verb per step, jobs run at once. */
export class ComparisonDesk {
  private readonly imports: ComparisonImportService;
  readonly suspicions: SuspicionService;

  constructor(private readonly office: Office) {
    // The jobs are run by the test alone.
    jest.spyOn(office.get(JobRunner), 'announce').mockImplementation(() => {});
    this.imports = office.get(ComparisonImportService);
    this.suspicions = office.get(SuspicionService);
  }

  /** The clerk hands a file in; nothing has been read yet. */
  async handsIn(
    source: ComparisonSource,
    rows: readonly ComparisonCells[] | Buffer,
    applyValidRows?: boolean,
  ): Promise<ImportReceipt> {
    const content = Buffer.isBuffer(rows)
      ? rows
      : await buffer(
          writeXlsx(
            comparisonColumns(source),
            rows.map((row) => row.map((cell) => cell ?? null)),
          ),
        );
    const file = receivedFile(content, '比对.xlsx');
    try {
      return await this.imports.upload(this.office.actor('CLERK'), { source, applyValidRows }, file);
    } finally {
      file.discard();
    }
  }

  checks(importId: number) {
    return this.inTransaction((tx) => this.imports.check(tx, this.office.agencyId, importId, () => {}));
  }

  applies(importId: number) {
    return this.inTransaction((tx) => this.imports.apply(tx, this.office.agencyId, importId, () => {}));
  }

  confirms(importId: number, role: 'REVIEWER' | 'CLERK' = 'REVIEWER') {
    return this.office.get(FileImportService).confirm(this.office.actor(role), 'COMPARISON', importId, 2);
  }

  withdraws(importId: number) {
    return this.imports.withdraw(this.office.actor('CLERK'), importId, 2);
  }

  /** Hands in and checks; the import's id. */
  async proposes(source: ComparisonSource, rows: readonly ComparisonCells[] | Buffer): Promise<number> {
    const { importId } = await this.handsIn(source, rows);
    await this.checks(importId);
    return importId;
  }

  /** Hands in, checks, confirms and applies; the import's id. */
  async compares(source: ComparisonSource, rows: readonly ComparisonCells[] | Buffer): Promise<number> {
    const importId = await this.proposes(source, rows);
    await this.confirms(importId);
    await this.applies(importId);
    return importId;
  }

  shows(importId: number): Promise<ImportView> {
    return this.office.get(FileImportService).show(this.office.actor('CLERK'), 'COMPARISON', importId);
  }

  problems(importId: number) {
    return this.office
      .get(FileImportService)
      .problems(this.office.actor('CLERK'), 'COMPARISON', importId, { after: -1, limit: 200 });
  }

  hits(importId: number) {
    return this.imports.hits(this.office.actor('CLERK'), importId, { after: -1, limit: 200 });
  }

  /** What became of the rows that hit, as `match effect`. */
  async effects(importId: number): Promise<`${HitMatch} ${HitEffect | null}`[]> {
    return (await this.hits(importId)).map(({ match, effect }) => `${match} ${effect}` as const);
  }

  /** The suspicions of a person, decided ones included. */
  async suspicionsOf(personId: number): Promise<SuspicionView[]> {
    const all = await this.suspicions.list(this.office.actor('CLERK'), { limit: 200 });
    return all.filter((suspicion) => suspicion.personId === personId);
  }

  /** The clerk proposes to clear a suspicion and the reviewer agrees. */
  async clears({ id, version }: { id: number; version: number }): Promise<void> {
    const proposal = { act: 'propose-to-clear', reason: '上门见到本人' } as const;
    await this.suspicions.propose(this.office.actor('CLERK'), id, version, proposal);
    await this.suspicions.agree(this.office.actor('REVIEWER'), id, version + 1);
  }

  /** The clerk proposes to confirm a suspicion with a day and the reviewer agrees. */
  async confirmsSuspicion(
    { id, version }: { id: number; version: number },
    happenedOn: string,
  ): Promise<void> {
    const proposal = { act: 'propose-to-confirm', happenedOn, reason: '社区证明' } as const;
    await this.suspicions.propose(this.office.actor('CLERK'), id, version, proposal);
    await this.suspicions.agree(this.office.actor('REVIEWER'), id, version + 1);
  }

  private inTransaction<T>(work: Parameters<typeof Database.prototype.transaction<T>>[1]): Promise<T> {
    return this.office.get(Database).transaction(this.office.agencyId, work);
  }
}
