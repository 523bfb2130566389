import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../access/actor';
import { Allow, CurrentActor } from '../access/allow';
import { PAGE, SeenVersionDto } from '../file-import/file-import.dto';
import { RecordId } from '../http/record-id.pipe';
import { MonthlyRoundListService } from './monthly-round-list.service';
import {
  HoldBackDto,
  MemberQueryDto,
  OpenRoundDto,
  ReasonedRoundDto,
  RoundQueryDto,
} from './monthly-round.dto';
import { MonthlyRoundService } from './monthly-round.service';

@ApiTags('按月核实')
@Controller('monthly-rounds')
export class MonthlyRoundController {
  constructor(
    private readonly rounds: MonthlyRoundService,
    private readonly lists: MonthlyRoundListService,
  ) {}

  /** 开启一个项目一个月的按月核实 */
  @Post()
  @Allow('monthly-round.prepare')
  open(@CurrentActor() actor: Actor, @Body() body: OpenRoundDto) {
    return this.rounds.open(actor, body);
  }

  /** 各轮按月核实，最新的在前 */
  @Get()
  @Allow('person.read')
  list(@CurrentActor() actor: Actor, @Query() query: RoundQueryDto) {
    return this.lists.list(actor, { ...query, limit: PAGE });
  }

  /** 一轮按月核实：状态、无感认证与人工核实人数、认证率 */
  @Get(':id')
  @Allow('person.read')
  show(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number) {
    return this.lists.show(actor, id);
  }

  /** 待核实名单（默认），或本月未核实、全部在册人员；可按结果、街道、社区筛选 */
  @Get(':id/members')
  @Allow('person.read')
  members(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Query() { list = 'OPEN', after = 0, limit = PAGE, ...query }: MemberQueryDto,
  ) {
    return this.lists.members(actor, id, { ...query, list, after, limit });
  }

  /** 比对全部在册人员：答复任务编号；核实之后可重新比对 */
  @Post(':id/run')
  @HttpCode(202)
  @Allow('monthly-round.prepare')
  run(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number, @Body() { version }: SeenVersionDto) {
    return this.rounds.requestRun(actor, id, version);
  }

  /** 登记为本月未核实，填理由；这些人员核算时暂停 */
  @Post(':id/hold-back')
  @HttpCode(200)
  @Allow('monthly-round.prepare')
  holdBack(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number, @Body() body: HoldBackDto) {
    return this.rounds.holdBack(actor, id, body);
  }

  /** 关闭：待核实名单须全部办结 */
  @Post(':id/close')
  @HttpCode(200)
  @Allow('monthly-round.prepare')
  close(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Body() { version }: SeenVersionDto,
  ) {
    return this.rounds.close(actor, id, version);
  }

  /** 确认：须由关闭人以外的人办理；此后该月批次方可提交 */
  @Post(':id/confirm')
  @HttpCode(200)
  @Allow('monthly-round.confirm')
  confirm(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Body() { version }: SeenVersionDto,
  ) {
    return this.rounds.confirm(actor, id, version);
  }

  /** 退回，继续核实 */
  @Post(':id/send-back')
  @HttpCode(200)
  @Allow('monthly-round.confirm')
  sendBack(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Body() { version, reason }: ReasonedRoundDto,
  ) {
    return this.rounds.sendBack(actor, id, version, reason);
  }
}
