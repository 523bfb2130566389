import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RecordId } from '../http/record-id.pipe';
import type { Actor } from '../access/actor';
import { Allow, CurrentActor } from '../access/allow';
import { ReconcileDto } from './reconciliation.dto';
import { ReconciliationService } from './reconciliation.service';

@ApiTags('对账')
@Controller()
export class ReconciliationController {
  constructor(private readonly reconciliations: ReconciliationService) {}

  /** 对账：批次、报盘、回盘、台账逐项核对；不平时列出差异，批次状态不变 */
  @Post('batches/:id/reconcile')
  @HttpCode(200)
  @Allow('batch.reconcile')
  reconcile(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Body() { version }: ReconcileDto,
  ) {
    return this.reconciliations.reconcile(actor, id, version);
  }

  /** 批次的对账记录，最新的在前 */
  @Get('batches/:id/reconciliations')
  @Allow('batch.read')
  list(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number) {
    return this.reconciliations.list(actor, id);
  }

  /** 资金台账校验：各预算指标的科目余额与分录合计 */
  @Get('ledger-check')
  @Allow('funding.read')
  checkLedger(@CurrentActor() actor: Actor) {
    return this.reconciliations.checkLedger(actor);
  }
}
