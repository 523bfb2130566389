import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a file of evidence may be, with the bytes it begins with: what it is called proves nothing. */
export const EVIDENCE_TYPES = {
  JPEG: { mediaType: 'image/jpeg', begins: Buffer.from('ffd8ff', 'hex') },
  PNG: { mediaType: 'image/png', begins: Buffer.from('89504e470d0a1a0a', 'hex') },
  PDF: { mediaType: 'application/pdf', begins: Buffer.from('%PDF-') },
} as const;

export type EvidenceType = keyof typeof EVIDENCE_TYPES;

/** A photo or certificate (认证凭证), kept once by its content; one stamped list may prove many persons. */
@Entity('evidence_file')
export class EvidenceFile {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint', { generated: 'identity' }) id: number;
  @Column('bigint') fileId: number;
  @Column('bytea') sha256: Buffer;
  @Column('text') type: EvidenceType;
}
