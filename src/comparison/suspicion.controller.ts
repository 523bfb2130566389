import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../access/actor';
import { Allow, CurrentActor } from '../access/allow';
import { PAGE, SeenVersionDto } from '../file-import/file-import.dto';
import { RecordId } from '../http/record-id.pipe';
import { ConfirmSuspicionDto, ReasonedSuspicionDto, SuspicionQueryDto } from './suspicion.dto';
import { SuspicionService } from './suspicion.service';

@ApiTags('数据比对')
@Controller('suspicions')
export class SuspicionController {
  constructor(private readonly suspicions: SuspicionService) {}

  /** 疑点清单：疑似死亡、疑似服刑，最早的在前 */
  @Get()
  @Allow('person.read')
  list(@CurrentActor() actor: Actor, @Query() query: SuspicionQueryDto) {
    return this.suspicions.list(actor, { ...query, limit: query.limit ?? PAGE });
  }

  /** 一个疑点：比中的记录，以及此后仍健在的迹象 */
  @Get(':id')
  @Allow('person.read')
  show(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number) {
    return this.suspicions.show(actor, id);
  }

  /** 提出确认：填核实的日期，待另一人同意后登记人员变动 */
  @Post(':id/propose-to-confirm')
  @HttpCode(200)
  @Allow('suspicion.propose')
  proposeToConfirm(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Body() { version, happenedOn, reason }: ConfirmSuspicionDto,
  ) {
    return this.suspicions.propose(actor, id, version, { act: 'propose-to-confirm', happenedOn, reason });
  }

  /** 提出排除：填理由，待另一人同意后恢复发放 */
  @Post(':id/propose-to-clear')
  @HttpCode(200)
  @Allow('suspicion.propose')
  proposeToClear(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Body() { version, reason }: ReasonedSuspicionDto,
  ) {
    return this.suspicions.propose(actor, id, version, { act: 'propose-to-clear', reason });
  }

  /** 同意：确认的登记人员变动，排除的解除暂停；须由提出人以外的人办理 */
  @Post(':id/agree')
  @HttpCode(200)
  @Allow('suspicion.decide')
  agree(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Body() { version }: SeenVersionDto,
  ) {
    return this.suspicions.agree(actor, id, version);
  }

  /** 退回，疑点仍待核实 */
  @Post(':id/send-back')
  @HttpCode(200)
  @Allow('suspicion.decide')
  sendBack(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Body() { version, reason }: ReasonedSuspicionDto,
  ) {
    return this.suspicions.sendBack(actor, id, version, reason);
  }
}
