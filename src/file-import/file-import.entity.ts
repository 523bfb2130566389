import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type { Month } from '../calendar/month';
import type { FileImportKind } from './file-import.kinds';
import type { FileImportState } from './file-import.states';

/** FULL: the file is the whole list, who is not in it leaves. PARTIAL: the file only adds and changes. */
export const IMPORT_MODES = ['FULL', 'PARTIAL'] as const;
export type ImportMode = (typeof IMPORT_MODES)[number];

/** Why an import was refused as a whole, in the words of the refusal. */
export interface ImportRefusal {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
}

/** What is known of an import beside its rows; the counts are there once the file has been checked. */
export interface ImportSummary {
  /** The uploader wants the valid rows applied even if others have errors. */
  readonly applyValidRows: boolean;
  readonly rows?: number;
  readonly newCount?: number;
  readonly changedCount?: number;
  readonly sameCount?: number;
  readonly endedCount?: number;
  readonly errorCount?: number;
  /** Rows that were left out because of an error; one row may have several. */
  readonly errorRowCount?: number;
  readonly warningCount?: number;
  /** Rows of a comparison that are about a person of the registry, by how good the match is, and all others. */
  readonly hitCount?: number;
  readonly exactCount?: number;
  readonly otherNameCount?: number;
  readonly legacyCount?: number;
  readonly noHitCount?: number;
  /** The sheet that was read, null for csv. */
  readonly sheetName?: string | null;
  readonly refusal?: ImportRefusal;
}

/** A file of rows handed in by one user (导入) and confirmed by another before it takes effect. */
@Entity('file_import')
export class FileImport {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryGeneratedColumn('identity', { type: 'bigint' }) id: number;
  @Column('text') kind: FileImportKind;
  /** The project of a roster; null for a file that concerns persons whatever they draw. */
  @Column('bigint', { nullable: true }) projectId: number | null;
  /** Where the file of a comparison comes from; null for every other kind. */
  @Column('text', { nullable: true }) source: string | null;
  @Column('text') mode: ImportMode;
  /** The month from which changes count; see the roster. */
  @Column('date', { nullable: true }) effectiveMonth: Month | null;
  @Column('bigint') fileId: number;
  @Column('bytea') sha256: Buffer;
  @Column('text') state: FileImportState;
  @Column('jsonb') summary: ImportSummary;
  @Column('bigint') proposedBy: number;
  @Column('bigint', { nullable: true }) confirmedBy: number | null;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz', { nullable: true }) appliedAt: Date | null;
  @Column('int') version: number;
}
