import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../access/actor';
import { Allow, CurrentActor } from '../access/allow';
import { PERSONS_PER_PAGE } from '../person/person.dto';
import { StandingService } from './standing.service';
import {
  OverviewQueryDto,
  RecordVerificationDto,
  StandingProjectQueryDto,
  StandingQueryDto,
  VerificationQueryDto,
} from './verification.dto';
import { VerificationService } from './verification.service';

@ApiTags('领取资格认证')
@Controller()
export class VerificationController {
  constructor(
    private readonly verifications: VerificationService,
    private readonly standings: StandingService,
  ) {}

  /** 登记一次认证；认证不通过的也要登记 */
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

  /** 一个发放项目或全机构的认证情况：未认证、已认证、即将到期、已逾期、认证不通过人数和认证率 */
  @Get('verification-overview')
  @Allow('person.read')
  overview(@CurrentActor() actor: Actor, @Query() { projectId }: OverviewQueryDto) {
    return this.standings.overview(actor, projectId ?? null);
  }

  /** 一个发放项目的人员及其认证状态，可按状态、街道、社区筛选 */
  @Get('verification-standings')
  @Allow('person.read')
  listStandings(@CurrentActor() actor: Actor, @Query() query: StandingQueryDto) {
    const { projectId, standing = null, street = null, community = null } = query;
    const { after = 0, limit = PERSONS_PER_PAGE } = query;
    return this.standings.list(actor, projectId, { standing, street, community, after, limit });
  }

  /** 一个发放项目各街道、社区的认证情况，用于分发名单 */
  @Get('verification-standings/communities')
  @Allow('person.read')
  communities(@CurrentActor() actor: Actor, @Query() { projectId }: StandingProjectQueryDto) {
    return this.standings.communities(actor, projectId);
  }
}
