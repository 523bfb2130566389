import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RecordId } from '../http/record-id.pipe';
import type { Actor } from '../access/actor';
import { Allow, CurrentActor } from '../access/allow';
import { BatchListService } from './batch-list.service';
import {
  BatchQueryDto,
  ControlQueryDto,
  MoveBatchDto,
  OpenBatchDto,
  PaymentQueryDto,
  ReasonedMoveDto,
  UnpaidQueryDto,
} from './batch.dto';
import { BatchService } from './batch.service';

@ApiTags('发放批次')
@Controller('batches')
export class BatchController {
  constructor(
    private readonly batches: BatchService,
    private readonly lists: BatchListService,
  ) {}

  /** 新建批次 */
  @Post()
  @Allow('batch.prepare')
  open(@CurrentActor() actor: Actor, @Body() body: OpenBatchDto) {
    return this.batches.open(actor, body);
  }

  /** 核算：答复任务编号，按任务查进度 */
  @Post(':id/compile')
  @HttpCode(202)
  @Allow('batch.prepare')
  compile(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Body() { version }: MoveBatchDto,
  ) {
    return this.batches.requestCompile(actor, id, version);
  }

  /** 提交复核：此后明细和合计不得改动 */
  @Post(':id/submit')
  @HttpCode(200)
  @Allow('batch.prepare')
  submit(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number, @Body() { version }: MoveBatchDto) {
    return this.batches.submit(actor, id, version);
  }

  /** 复核通过 */
  @Post(':id/review')
  @HttpCode(200)
  @Allow('batch.review')
  review(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number, @Body() { version }: MoveBatchDto) {
    return this.batches.review(actor, id, version);
  }

  /** 复核退回经办 */
  @Post(':id/send-back')
  @HttpCode(200)
  @Allow('batch.review')
  sendBack(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Body() { version, reason }: ReasonedMoveDto,
  ) {
    return this.batches.sendBack(actor, id, version, 'send-back', reason);
  }

  /** 审批通过：冻结预算指标额度 */
  @Post(':id/approve')
  @HttpCode(200)
  @Allow('batch.approve')
  approve(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Body() { version }: MoveBatchDto,
  ) {
    return this.batches.approve(actor, id, version);
  }

  /** 再审批：补发月数超过项目规定的批次，由另一人再审批 */
  @Post(':id/approve-back-pay')
  @HttpCode(200)
  @Allow('batch.approve-back-pay')
  approveBackPay(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Body() { version }: MoveBatchDto,
  ) {
    return this.batches.approveBackPay(actor, id, version);
  }

  /** 审批退回经办 */
  @Post(':id/reject')
  @HttpCode(200)
  @Allow('batch.approve')
  reject(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Body() { version, reason }: ReasonedMoveDto,
  ) {
    return this.batches.sendBack(actor, id, version, 'reject', reason);
  }

  /** 作废（审批之前，由经办） */
  @Post(':id/void')
  @HttpCode(200)
  @Allow('batch.prepare')
  void(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Body() { version, reason }: ReasonedMoveDto,
  ) {
    return this.batches.void(actor, id, version, 'void', reason);
  }

  /** 作废已审批、未报盘的批次：释放冻结额度 */
  @Post(':id/void-approved')
  @HttpCode(200)
  @Allow('batch.approve')
  voidApproved(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Body() { version, reason }: ReasonedMoveDto,
  ) {
    return this.batches.void(actor, id, version, 'void-approved', reason);
  }

  /** 归档 */
  @Post(':id/archive')
  @HttpCode(200)
  @Allow('batch.reconcile')
  archive(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Body() { version }: MoveBatchDto,
  ) {
    return this.batches.archive(actor, id, version);
  }

  /** 批次列表，最新的在前 */
  @Get()
  @Allow('batch.read')
  list(@CurrentActor() actor: Actor, @Query() query: BatchQueryDto) {
    return this.lists.list(actor, query);
  }

  /** 批次 */
  @Get(':id')
  @Allow('batch.read')
  find(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number) {
    return this.lists.find(actor, id);
  }

  /** 发放明细 */
  @Get(':id/payments')
  @Allow('batch.read')
  payments(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number, @Query() query: PaymentQueryDto) {
    return this.lists.payments(actor, id, query);
  }

  /** 未发名单：逐人逐月，注明原因 */
  @Get(':id/unpaid')
  @Allow('batch.read')
  unpaid(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number, @Query() query: UnpaidQueryDto) {
    return this.lists.unpaid(actor, id, query);
  }

  /** 未发原因汇总 */
  @Get(':id/unpaid-by-reason')
  @Allow('batch.read')
  unpaidByReason(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number) {
    return this.lists.unpaidByReason(actor, id);
  }

  /** 环比核对：上期 + 新增 + 恢复 - 暂停 - 终止 = 本期 */
  @Get(':id/control')
  @Allow('batch.read')
  control(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number) {
    return this.lists.control(actor, id);
  }

  /** 环比核对名单 */
  @Get(':id/control/names')
  @Allow('batch.read')
  controlNames(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Query() query: ControlQueryDto,
  ) {
    return this.lists.controlNames(actor, id, query);
  }
}
