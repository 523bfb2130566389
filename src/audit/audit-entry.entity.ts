import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One recorded act (审计日志); written only by `append-audit-entry.sql`. */
@Entity('audit_entry')
export class AuditEntry {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint') seq: number;
  @Column('timestamptz') at: Date;
  @Column('bigint', { nullable: true }) userId: number | null;
  @Column('text') act: string;
  @Column('text') subjectType: string;
  @Column('bigint', { nullable: true }) subjectId: number | null;
  @Column('jsonb') details: Record<string, unknown>;
}
