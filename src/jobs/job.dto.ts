import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { JOB_LABELS, type JobName } from '../queue/job-names';
import type { Job, JobProblem, JobResult } from '../queue/job.entity';
import { JOB_STATES, type JobState } from '../queue/job.states';

/** A page is what a person reads at once. */
export const JOBS_PER_PAGE = 50;
const MAX_JOBS_PER_PAGE = 200;

export class JobQueryDto {
  /** 只列编号小于此值的任务（取上一页最后一条的编号） */
  @IsOptional() @Type(() => Number) @IsInt() before?: number;
  /** 每页条数，默认 50 */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(MAX_JOBS_PER_PAGE) limit?: number;
}

export class JobDto {
  id: number;
  /** 任务种类，如 batch.compile */
  name: JobName;
  nameLabel: string;
  /** 任务办理的对象编号 */
  subjectId: number;
  state: JobState;
  stateLabel: string;
  /** 进度，0 到 100 */
  progress: number;
  /** 第几次办理 */
  attempts: number;
  /** 未完成的原因，与接口拒绝请求时的格式相同 */
  problem: JobProblem | null;
  result: JobResult | null;
  /** 发起人的用户编号；系统自行发起的为空 */
  requestedBy: number | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
}

/** A job as users see it. */
export function jobView({
  id,
  name,
  subjectId,
  state,
  progress,
  attempts,
  problem,
  result,
  ...job
}: Job): JobDto {
  return {
    id,
    name,
    nameLabel: JOB_LABELS[name],
    subjectId,
    state,
    stateLabel: JOB_STATES[state],
    progress,
    attempts,
    problem,
    result,
    requestedBy: job.requestedBy,
    createdAt: job.createdAt,
    startedAt: job.startedAt,
    finishedAt: job.finishedAt,
  };
}
