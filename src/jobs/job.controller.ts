import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RecordId } from '../http/record-id.pipe';
import type { Actor } from '../access/actor';
import { Allow, CurrentActor } from '../access/allow';
import { Queue } from '../queue/queue';
import { JobDto, JobQueryDto, JOBS_PER_PAGE, jobView } from './job.dto';

@ApiTags('后台任务')
@Controller('jobs')
export class JobController {
  constructor(private readonly queue: Queue) {}

  /** 后台任务，最新的在前 */
  @Get()
  @Allow('job.read')
  async list(@CurrentActor() actor: Actor, @Query() query: JobQueryDto): Promise<JobDto[]> {
    const jobs = await this.queue.list(actor.agencyId, { ...query, limit: query.limit ?? JOBS_PER_PAGE });
    return jobs.map(jobView);
  }

  /** 一个后台任务的进度与结果 */
  @Get(':id')
  @Allow('job.read')
  async find(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number): Promise<JobDto> {
    return jobView(await this.queue.find(actor.agencyId, id));
  }
}
