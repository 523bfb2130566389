import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A file that came in (来件), kept whole, encrypted, with who, when and its SHA-256. */
@Entity('stored_file')
export class StoredFile {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint', { generated: 'identity' }) id: number;
  @Column('text') name: string;
  @Column('bytea') sha256: Buffer;
  @Column('bigint') sizeBytes: number;
  @Column('bigint') createdBy: number;
  @Column('timestamptz') createdAt: Date;
}
