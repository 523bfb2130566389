import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DiscrepancyKind } from './discrepancy-kinds';

/** A return file's states: 已接收, 已入账, 已拒收. */
export const RETURN_STATES = { RECEIVED: '已接收', APPLIED: '已入账', REFUSED: '已拒收' } as const;

export type ReturnState = keyof typeof RETURN_STATES;

/** Why a whole return was refused, in the words of a refused request. */
export interface ReturnRefusal {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly facts: Record<string, unknown>;
}

/**
 * A file in which a bank answers a batch (回盘文件). Of an applied one: lines = applied + repeated + discrepancies.
 * Invariant 6.
 */
@Entity('bank_return')
export class BankReturn {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint', { generated: 'identity' }) id: number;
  @Column('bigint') batchId: number;
  @Column('bigint') fileId: number;
  @Column('bytea') sha256: Buffer;
  @Column('text') state: ReturnState;
  /** Lines of the file without header and trailer. */
  @Column('int') lineCount: number;
  @Column('int') appliedCount: number;
  /** Lines that state again what was known. */
  @Column('int') repeatedCount: number;
  @Column('int') discrepancyCount: number;
  @Column('jsonb', { nullable: true }) problem: ReturnRefusal | null;
  @Column('bigint') receivedBy: number;
  @Column('timestamptz') receivedAt: Date;
  @Column('timestamptz', { nullable: true }) appliedAt: Date | null;
}

/** A line of a return that was not applied (差异), waiting for a person to look into it. */
@Entity('return_discrepancy')
export class ReturnDiscrepancy {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint') returnId: number;
  /** Counted from 1 in the file. */
  @PrimaryColumn('int') lineNo: number;
  @PrimaryColumn('text') kind: DiscrepancyKind;
  /** Null where the line has none, or none that fits a batch. */
  @Column('int', { nullable: true }) serial: number | null;
  @Column('jsonb') facts: Record<string, unknown>;
  @Column('text') message: string;
  @Column('text', { nullable: true }) resolution: string | null;
  @Column('bigint', { nullable: true }) resolvedBy: number | null;
  @Column('timestamptz', { nullable: true }) resolvedAt: Date | null;
}
