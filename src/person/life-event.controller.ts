import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RecordId } from '../http/record-id.pipe';
import type { Actor } from '../access/actor';
import { Allow, CurrentActor } from '../access/allow';
import { LifeEventQueryDto, ProposeLifeEventDto, RetractLifeEventDto } from './life-event.dto';
import { LifeEventService } from './life-event.service';
import { PERSONS_PER_PAGE } from './person.dto';

@ApiTags('人员变动')
@Controller()
export class LifeEventController {
  constructor(private readonly events: LifeEventService) {}

  /** 人员变动列表，供复核：按状态筛选 */
  @Get('life-events')
  @Allow('person.read')
  list(@CurrentActor() actor: Actor, @Query() query: LifeEventQueryDto) {
    return this.events.list(actor, { ...query, limit: query.limit ?? PERSONS_PER_PAGE });
  }

  /** 登记人员变动，待另一人复核 */
  @Post('persons/:id/life-events')
  @Allow('life-event.propose')
  propose(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Body() body: ProposeLifeEventDto,
  ) {
    return this.events.propose(actor, id, body);
  }

  /** 提出撤销一项登记有误的变动，待另一人复核；两项登记都保留 */
  @Post('persons/:id/life-events/:eventId/retract')
  @Allow('life-event.propose')
  retract(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Param('eventId', RecordId) eventId: number,
    @Body() { note }: RetractLifeEventDto,
  ) {
    return this.events.proposeRetraction(actor, id, eventId, note);
  }

  /** 确认人员变动 */
  @Post('persons/:id/life-events/:eventId/confirm')
  @HttpCode(200)
  @Allow('life-event.confirm')
  confirm(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Param('eventId', RecordId) eventId: number,
  ) {
    return this.events.confirm(actor, id, eventId);
  }

  /** 退回人员变动 */
  @Post('persons/:id/life-events/:eventId/reject')
  @HttpCode(200)
  @Allow('life-event.confirm')
  reject(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Param('eventId', RecordId) eventId: number,
  ) {
    return this.events.reject(actor, id, eventId);
  }
}
