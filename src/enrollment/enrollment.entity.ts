import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type { Fen } from '../calendar/money';
import type { Month } from '../calendar/month';

/** A person in a project (享受资格), from a month to a month, both included. */
@Entity('enrollment')
export class Enrollment {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryGeneratedColumn('identity', { type: 'bigint' }) id: number;
  @Column('bigint') projectId: number;
  @Column('bigint') personId: number;
  @Column('date') fromMonth: Month;
  /** Null while no end is known. */
  @Column('date', { nullable: true }) untilMonth: Month | null;
  /** The former employer (原单位); empty where none is on the roster. */
  @Column('text') employer: string;
  @Column('date', { nullable: true }) retiredOn: string | null;
  /** The import that wrote it last. */
  @Column('bigint', { nullable: true }) importId: number | null;
  @Column('timestamptz') createdAt: Date;
  @Column('int') version: number;
}

/** What a person gets of a benefit with individual amounts, from a month on. */
@Entity('enrollment_amount')
export class EnrollmentAmount {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint') enrollmentId: number;
  @PrimaryColumn('bigint') benefitId: number;
  @PrimaryColumn('date') effectiveFrom: Month;
  @Column('bigint') amountFen: Fen;
  @Column('bigint', { nullable: true }) importId: number | null;
}
