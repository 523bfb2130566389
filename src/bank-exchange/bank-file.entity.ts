import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * One payment file (报盘文件), or one part of a split one, as it was sent. The content is not kept: it is a pure function of
 * the frozen version, the profile version and the date, and is proved by its SHA-256. Invariant 4.
 */
@Entity('bank_file')
export class BankFile {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint', { generated: 'identity' }) id: number;
  @Column('bigint') batchId: number;
  @Column('bigint') versionId: number;
  @Column('bigint') profileId: number;
  /** From 1. */
  @Column('int') partNo: number;
  @Column('text') fileName: string;
  @Column('bytea') sha256: Buffer;
  @Column('bigint') sizeBytes: number;
  @Column('int') firstSerial: number;
  @Column('int') lineCount: number;
  @Column('bigint') totalFen: number;
  @Column('date') producedOn: string;
  @Column('bigint') createdBy: number;
  @Column('timestamptz') createdAt: Date;
}
