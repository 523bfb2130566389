import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../access/actor';
import { Allow, CurrentActor } from '../access/allow';
import { AuditQueryDto, PAGE } from './audit.dto';
import { AuditService } from './audit.service';

@ApiTags('审计日志')
@Controller('audit-entries')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  /** 审计日志，最新的在前 */
  @Get()
  @Allow('audit.read')
  list(@CurrentActor() actor: Actor, @Query() query: AuditQueryDto) {
    return this.audit.list(actor.agencyId, { ...query, limit: query.limit ?? PAGE });
  }

  /** 校验审计日志的哈希链，指出第一处断裂 */
  @Get('verification')
  @Allow('audit.read')
  verify(@CurrentActor() actor: Actor) {
    return this.audit.verify(actor.agencyId);
  }
}
