import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RecordId } from '../http/record-id.pipe';
import type { Actor } from '../access/actor';
import { Allow, CurrentActor } from '../access/allow';
import { AddFundingDocumentDto, CreateFundingLineDto, FundingQueryDto } from './funding.dto';
import { FundingService } from './funding.service';

@ApiTags('预算指标')
@Controller('funding-lines')
export class FundingController {
  constructor(private readonly funding: FundingService) {}

  /** 登记预算指标和年初预算 */
  @Post()
  @Allow('funding.record')
  create(@CurrentActor() actor: Actor, @Body() body: CreateFundingLineDto) {
    return this.funding.createLine(actor, body);
  }

  /** 登记追加或核减文件 */
  @Post(':id/documents')
  @Allow('funding.record')
  addDocument(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Body() body: AddFundingDocumentDto,
  ) {
    return this.funding.addDocument(actor, id, body.kind, body);
  }

  /** 预算指标：年初与全年预算、各科目余额、执行率与序时进度（万分之一） */
  @Get()
  @Allow('funding.read')
  list(@CurrentActor() actor: Actor, @Query() query: FundingQueryDto) {
    return this.funding.list(actor, query);
  }
}
