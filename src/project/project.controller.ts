import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RecordId } from '../http/record-id.pipe';
import type { Actor } from '../access/actor';
import { Allow, CurrentActor } from '../access/allow';
import { AddRateDto, CreatePayoutDto, CreateProjectDto } from './project.dto';
import { ProjectService } from './project.service';

@ApiTags('发放项目')
@Controller('projects')
export class ProjectController {
  constructor(private readonly projects: ProjectService) {}

  /** 发放项目列表 */
  @Get()
  @Allow('project.read')
  list(@CurrentActor() actor: Actor) {
    return this.projects.list(actor);
  }

  /** 一个发放项目，含待遇项目、发放标准与发放期 */
  @Get(':id')
  @Allow('project.read')
  find(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number) {
    return this.projects.find(actor, id);
  }

  /** 设立发放项目 */
  @Post()
  @Allow('project.configure')
  create(@CurrentActor() actor: Actor, @Body() body: CreateProjectDto) {
    return this.projects.create(actor, body);
  }

  /** 调整发放标准：自某月起执行 */
  @Post(':id/rates')
  @Allow('project.configure')
  addRate(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number, @Body() body: AddRateDto) {
    return this.projects.addRate(actor, id, body);
  }

  /** 增加发放期 */
  @Post(':id/payouts')
  @Allow('project.configure')
  addPayout(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number, @Body() body: CreatePayoutDto) {
    return this.projects.addPayout(actor, id, body);
  }
}
