import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../access/actor';
import { Allow, CurrentActor } from '../access/allow';
import { RecordId } from '../http/record-id.pipe';
import { TimelineQueryDto } from './explanation.dto';
import { ExplanationService } from './explanation.service';

@ApiTags('发放说明')
@Controller('persons/:id')
export class ExplanationController {
  constructor(private readonly explanations: ExplanationService) {}

  /** 为何发放、为何未发、金额从何而来：逐月逐步说明，附依据的登记 */
  @Get('payouts/:payoutId/explanation')
  @Allow('batch.read')
  explain(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Param('payoutId', RecordId) payoutId: number,
  ) {
    return this.explanations.explain(actor, id, payoutId);
  }

  /** 个人台账：应发、暂停、发放、退回、追回及各项登记，最新的在前 */
  @Get('timeline')
  @Allow('batch.read')
  timeline(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Query() query: TimelineQueryDto,
  ) {
    return this.explanations.timeline(actor, id, query);
  }
}
