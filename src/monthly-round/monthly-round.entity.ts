import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Month } from '../calendar/month';
import type { RoundState } from './monthly-round.states';

/** Everybody enrolled in one project in one month, compared before that month is paid (按月核实). */
@Entity('monthly_round')
export class MonthlyRound {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint', { generated: 'identity' }) id: number;
  @Column('bigint') projectId: number;
  @Column('date') month: Month;
  @Column('text') state: RoundState;
  /** The business date as of which everybody was compared last; null before the first run. */
  @Column('date', { nullable: true }) runOn: string | null;
  /** Why it was sent back. */
  @Column('text', { nullable: true }) reason: string | null;
  @Column('bigint') openedBy: number;
  @Column('timestamptz') openedAt: Date;
  @Column('bigint', { nullable: true }) closedBy: number | null;
  @Column('timestamptz', { nullable: true }) closedAt: Date | null;
  @Column('bigint', { nullable: true }) confirmedBy: number | null;
  @Column('timestamptz', { nullable: true }) confirmedAt: Date | null;
  @Column('int') version: number;
}
