import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../access/actor';
import { Allow, CurrentActor } from '../access/allow';
import { RecordId } from '../http/record-id.pipe';
import { CaseService } from './case.service';
import { DetectService } from './detect.service';
import { RecoveryListService } from './recovery-list.service';
import {
  CaseQueryDto,
  CASES_PER_PAGE,
  DetectDto,
  DetermineDto,
  OverdueQueryDto,
  ReasonDto,
  RepaymentDto,
  SeenCaseDto,
  SummaryQueryDto,
  TransferDto,
} from './recovery.dto';
import { RepaymentService } from './repayment.service';

@ApiTags('多发追回')
@Controller('recovery-cases')
export class RecoveryCaseController {
  constructor(
    private readonly lists: RecoveryListService,
    private readonly detections: DetectService,
    private readonly cases: CaseService,
    private readonly repayments: RepaymentService,
  ) {}

  /** 查找多发：后台按现行规则重新核对已发月份，答复任务编号 */
  @Post('detect')
  @HttpCode(202)
  @Allow('recovery.determine')
  detect(@CurrentActor() actor: Actor, @Body() { personId }: DetectDto) {
    return this.detections.request(actor, personId ?? null);
  }

  /** 追回案件列表 */
  @Get()
  @Allow('recovery.read')
  list(@CurrentActor() actor: Actor, @Query() { after = 0, limit = CASES_PER_PAGE, ...query }: CaseQueryDto) {
    return this.lists.list(actor, { ...query, after, limit });
  }

  /** 逾期未退：责令退回期满未退，或分期到期未足额退 */
  @Get('overdue')
  @Allow('recovery.read')
  overdue(
    @CurrentActor() actor: Actor,
    @Query() { after = 0, limit = CASES_PER_PAGE, ...query }: OverdueQueryDto,
  ) {
    return this.lists.overdue(actor, { ...query, after, limit });
  }

  /** 年度追回情况：立案、责令、追回、结清、未结、逾期 */
  @Get('summary')
  @Allow('recovery.read')
  summary(@CurrentActor() actor: Actor, @Query() { year }: SummaryQueryDto) {
    return this.lists.summary(actor, year);
  }

  /** 一件追回：多发月份、协议、抵扣、收退记录 */
  @Get(':id')
  @Allow('recovery.read')
  find(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number) {
    return this.lists.find(actor, id);
  }

  /** 核定追回金额 */
  @Post(':id/determine')
  @HttpCode(200)
  @Allow('recovery.determine')
  determine(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number, @Body() body: DetermineDto) {
    return this.cases.determine(actor, id, body);
  }

  /** 确认核定并责令退回：须由核定人以外的人办理 */
  @Post(':id/confirm')
  @HttpCode(200)
  @Allow('recovery.confirm')
  confirm(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number, @Body() { version }: SeenCaseDto) {
    return this.cases.confirm(actor, id, version);
  }

  /** 退回重新核定 */
  @Post(':id/send-back')
  @HttpCode(200)
  @Allow('recovery.confirm')
  sendBack(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number, @Body() body: ReasonDto) {
    return this.cases.sendBack(actor, id, body);
  }

  /** 移交处理：须由核定人以外的人办理 */
  @Post(':id/transfer')
  @HttpCode(200)
  @Allow('recovery.confirm')
  transfer(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number, @Body() body: TransferDto) {
    return this.cases.transfer(actor, id, body);
  }

  /** 登记退回款：按月份先后冲抵；当年退回恢复指标，跨年上缴 */
  @Post(':id/repayments')
  @HttpCode(200)
  @Allow('recovery.record-repayment')
  repay(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number, @Body() body: RepaymentDto) {
    return this.repayments.repay(actor, id, body);
  }

  /** 登记退还：已退回的月份经更正仍应发放的，退还当事人 */
  @Post(':id/refunds')
  @HttpCode(200)
  @Allow('recovery.record-repayment')
  refund(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number, @Body() body: RepaymentDto) {
    return this.repayments.refund(actor, id, body);
  }

  /** 抵扣补记账：银行已确认、因指标可用额度不足未记账的抵扣 */
  @Post(':id/book-deductions')
  @HttpCode(200)
  @Allow('recovery.record-repayment')
  bookDeductions(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Body() { version }: SeenCaseDto,
  ) {
    return this.repayments.bookDeductions(actor, id, version);
  }
}
