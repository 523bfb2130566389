import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type { JobName, JobPayloads } from './job-names';
import type { JobState } from './job.states';

/** Why a job ended without its effect, in the words the API uses for a refused request. */
export interface JobProblem {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly facts: Record<string, unknown>;
}

/** What a finished job reports: counts, totals and ids, nothing personal. */
export type JobResult = Record<string, unknown>;

/** One thing the system was asked to do in the background (后台任务); born only by `insert-job.sql`. */
@Entity('job')
export class Job<Name extends JobName = JobName> {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryGeneratedColumn('identity', { type: 'bigint' }) id: number;
  @Column('text') name: Name;
  /** The record the job is about; one live job per name and subject. */
  @Column('bigint') subjectId: number;
  @Column('jsonb') payload: JobPayloads[Name];
  @Column('text') state: JobState;
  /** 0 to 100. */
  @Column('int') progress: number;
  /** How often the job was started. The number also names the run: a run writes only under its own number. */
  @Column('int') attempts: number;
  @Column('jsonb', { nullable: true }) problem: JobProblem | null;
  @Column('jsonb', { nullable: true }) result: JobResult | null;
  /** Null for what the system asked of itself. */
  @Column('bigint', { nullable: true }) requestedBy: number | null;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz', { nullable: true }) startedAt: Date | null;
  @Column('timestamptz', { nullable: true }) finishedAt: Date | null;
}
