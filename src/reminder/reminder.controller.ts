import { Controller, Get, Header, HttpCode, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../access/actor';
import { Allow, CurrentActor } from '../access/allow';
import { sendCsv } from '../file-import/send-file';
import { RecordId } from '../http/record-id.pipe';
import { PERSONS_PER_PAGE } from '../person/person.dto';
import { DispatchService } from './dispatch.service';
import { DueService } from './due.service';
import {
  DispatchQueryDto,
  DueFilterDto,
  DueQueryDto,
  HomeVisitFilterDto,
  HomeVisitProjectQueryDto,
  HomeVisitQueryDto,
  ReminderQueryDto,
} from './reminder.dto';
import { ReminderService } from './reminder.service';

@ApiTags('认证提醒')
@Controller()
export class ReminderController {
  constructor(
    private readonly due: DueService,
    private readonly reminders: ReminderService,
    private readonly dispatches: DispatchService,
  ) {}

  /** 到期计划：60、30、7 天之内到期的人员，可按档次、街道、社区、无联系电话筛选 */
  @Get('reminder-plans')
  @Allow('person.read')
  listDue(@CurrentActor() actor: Actor, @Query() query: DueQueryDto) {
    const { daysBefore = null, withoutPhone = false, street = null, community = null } = query;
    const { after = 0, limit = PERSONS_PER_PAGE } = query;
    return this.due.list(actor, { daysBefore, withoutPhone, street, community, after, limit });
  }

  /** 各街道、社区到期人数，用于分发名单 */
  @Get('reminder-plans/communities')
  @Allow('person.read')
  communities(@CurrentActor() actor: Actor) {
    return this.due.communities(actor);
  }

  /** 到期计划的 csv 文件，证件与电话号码遮盖；每次下载均记入审计日志 */
  @Get('reminder-plans/file')
  @Allow('person.read')
  @ApiProduces('text/csv')
  async dueFile(@CurrentActor() actor: Actor, @Query() query: DueFilterDto): Promise<StreamableFile> {
    const { daysBefore = null, withoutPhone = false, street = null, community = null } = query;
    const content = await this.due.file(actor, { daysBefore, withoutPhone, street, community });
    return sendCsv(content, '到期人员.csv');
  }

  /** 编制今天的提醒：答复任务编号；同一到期日同一档次每人只提醒一次 */
  @Post('reminder-plans')
  @HttpCode(202)
  @Allow('reminder.send')
  plan(@CurrentActor() actor: Actor) {
    return this.reminders.requestPlan(actor);
  }

  /** 上门名单：年满 80 周岁，60 天内到期、已逾期、未认证或认证不通过的人员 */
  @Get('home-visits')
  @Allow('person.read')
  homeVisits(@CurrentActor() actor: Actor, @Query() query: HomeVisitQueryDto) {
    const { street = null, community = null, after = 0, limit = PERSONS_PER_PAGE } = query;
    const projectId = query.projectId ?? null;
    return this.due.homeVisits(actor, { projectId, street, community, after, limit });
  }

  /** 上门名单的 csv 文件，证件与电话号码遮盖；每次下载均记入审计日志 */
  @Get('home-visits/file')
  @Allow('person.read')
  @ApiProduces('text/csv')
  async homeVisitFile(
    @CurrentActor() actor: Actor,
    @Query() query: HomeVisitFilterDto,
  ): Promise<StreamableFile> {
    const { street = null, community = null } = query;
    const projectId = query.projectId ?? null;
    const content = await this.due.homeVisitFile(actor, { projectId, street, community });
    return sendCsv(content, '上门名单.csv');
  }

  /** 各街道、社区须上门的人数 */
  @Get('home-visits/communities')
  @Allow('person.read')
  homeVisitCommunities(@CurrentActor() actor: Actor, @Query() { projectId }: HomeVisitProjectQueryDto) {
    return this.due.homeVisitCommunities(actor, projectId ?? null);
  }

  /** 提醒列表，电话号码遮盖显示 */
  @Get('reminders')
  @Allow('person.read')
  list(@CurrentActor() actor: Actor, @Query() query: ReminderQueryDto) {
    const { state = null, after = 0, limit = PERSONS_PER_PAGE } = query;
    return this.reminders.list(actor, { state, after, limit });
  }

  /** 重发被网关拒收的提醒（号码更正之后） */
  @Post('reminders/:id/retry')
  @HttpCode(200)
  @Allow('reminder.send')
  retry(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number) {
    return this.reminders.retry(actor, id);
  }

  /** 发送待发送的提醒：答复任务编号 */
  @Post('reminder-dispatches')
  @HttpCode(202)
  @Allow('reminder.send')
  send(@CurrentActor() actor: Actor) {
    return this.dispatches.requestSend(actor);
  }

  /** 短信批次，最新的在前 */
  @Get('reminder-dispatches')
  @Allow('person.read')
  listDispatches(@CurrentActor() actor: Actor, @Query() { before }: DispatchQueryDto) {
    return this.dispatches.list(actor, { before: before ?? null, limit: PERSONS_PER_PAGE });
  }

  /** 下载短信文件：含完整电话号码，每次下载均记入审计日志 */
  @Get('reminder-dispatches/:id/content')
  @Allow('reminder.download')
  @ApiProduces('text/csv')
  @Header('Cache-Control', 'no-store')
  async content(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number): Promise<StreamableFile> {
    const { name, content } = await this.dispatches.file(actor, id);
    return sendCsv(content, name);
  }
}
