import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../access/actor';
import { Allow, CurrentActor } from '../access/allow';
import { OverviewQueryDto, RecordVerificationDto, VerificationQueryDto } from './verification.dto';
import { VerificationService } from './verification.service';

@ApiTags('领取资格认证')
@Controller()
export class VerificationController {
  constructor(private readonly verifications: VerificationService) {}

  /** 登记一次认证 */
  @Post('verifications')
  @Allow('verification.record')
  record(@CurrentActor() actor: Actor, @Body() body: RecordVerificationDto) {
    return this.verifications.record(actor, body);
  }

  /** 一名人员的历次认证，最近的在前 */
  @Get('verifications')
  @Allow('person.read')
  list(@CurrentActor() actor: Actor, @Query() { personId }: VerificationQueryDto) {
    return this.verifications.list(actor, personId);
  }

  /** 一个发放项目的认证情况：未认证、已认证、即将到期、已逾期人数 */
  @Get('verification-overview')
  @Allow('person.read')
  overview(@CurrentActor() actor: Actor, @Query() { projectId }: OverviewQueryDto) {
    return this.verifications.overview(actor, projectId);
  }
}
