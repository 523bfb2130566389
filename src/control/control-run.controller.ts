import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../access/actor';
import { Allow, CurrentActor } from '../access/allow';
import { RecordId } from '../http/record-id.pipe';
import { PAGE, RunQueryDto, ScreenDto } from './control.dto';
import { ScreeningService } from './screening.service';

@ApiTags('内控筛查')
@Controller('control-runs')
export class ControlRunController {
  constructor(private readonly screenings: ScreeningService) {}

  /** 筛查全部人员或一个项目：答复任务编号，按任务查进度 */
  @Post()
  @HttpCode(202)
  @Allow('control.screen')
  screen(@CurrentActor() actor: Actor, @Body() { projectId }: ScreenDto) {
    return this.screenings.request(actor, projectId ?? null);
  }

  /** 筛查记录，最新的在前 */
  @Get()
  @Allow('control.read')
  list(@CurrentActor() actor: Actor, @Query() query: RunQueryDto) {
    return this.screenings.list(actor, { ...query, limit: query.limit ?? PAGE });
  }

  /** 一次筛查：逐条规则的新增、重现、消失 */
  @Get(':id')
  @Allow('control.read')
  find(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number) {
    return this.screenings.find(actor, id);
  }
}
