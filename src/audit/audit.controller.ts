import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import type { Actor } from '../access/actor';
import { Allow, CurrentActor } from '../access/allow';
import { AuditService } from './audit.service';

/** A page is what a person reads at once. */
const PAGE = 50;
const MAX_PAGE = 200;

export class AuditQueryDto {
  /** 只列编号小于此值的记录 */
  @IsOptional() @Type(() => Number) @IsInt() before?: number;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(MAX_PAGE) limit?: number;
  /** 对象种类，如 batch */
  @IsOptional() @IsString() subjectType?: string;
  @IsOptional() @Type(() => Number) @IsInt() subjectId?: number;
}

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
