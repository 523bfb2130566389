import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../access/actor';
import { Allow, CurrentActor } from '../access/allow';
import { FiscalYearDto } from './report.dto';
import { ReportService } from './report.service';

@ApiTags('统计报表')
@Controller('reports')
export class ReportController {
  constructor(private readonly reports: ReportService) {}

  /** 预算执行情况：应发、已付、在途、待发、暂停、失败、取消，执行率与序时进度（万分之一） */
  @Get('execution')
  @Allow('report.read')
  execution(@CurrentActor() actor: Actor, @Query() { fiscalYear }: FiscalYearDto) {
    return this.reports.execution(actor, fiscalYear);
  }

  /** 十项不变量自检，逐项由数据计算 */
  @Get('invariants')
  @Allow('report.read')
  invariants(@CurrentActor() actor: Actor) {
    return this.reports.invariants(actor);
  }
}
