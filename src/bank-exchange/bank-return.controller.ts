import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { RecordId } from '../http/record-id.pipe';
import type { Actor } from '../access/actor';
import { Allow, CurrentActor } from '../access/allow';
import { UploadedFile, type Upload } from '../http/upload';
import { DiscrepancyQueryDto, ResolveDiscrepancyDto } from './bank-exchange.dto';
import { BankReturnService } from './bank-return.service';

const PAGE = 100;

@ApiTags('银行回盘')
@Controller()
export class BankReturnController {
  constructor(private readonly returns: BankReturnService) {}

  /** 接收回盘文件：答复任务编号；内容相同的文件只入账一次 */
  @Post('batches/:id/returns')
  @HttpCode(202)
  @Allow('bank-return.receive')
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: {
      type: 'object',
      required: ['file'],
      properties: { file: { type: 'string', format: 'binary' } },
    },
  })
  receive(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number, @UploadedFile() file: Upload) {
    return this.returns.receive(actor, id, file);
  }

  /** 批次的回盘文件，按接收顺序 */
  @Get('batches/:id/returns')
  @Allow('batch.read')
  list(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number) {
    return this.returns.list(actor, id);
  }

  /** 回盘文件：状态、笔数、拒收原因 */
  @Get('returns/:id')
  @Allow('batch.read')
  find(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number) {
    return this.returns.find(actor, id);
  }

  /** 回盘差异，逐行注明原因 */
  @Get('returns/:id/discrepancies')
  @Allow('batch.read')
  discrepancies(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Query() { open = false, after = 0, limit = PAGE }: DiscrepancyQueryDto,
  ) {
    return this.returns.discrepancies(actor, id, { open, after, limit });
  }

  /** 登记差异的处理结果；不变动资金 */
  @Post('returns/:id/discrepancies/:lineNo/resolve')
  @HttpCode(200)
  @Allow('bank-return.receive')
  resolve(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Param('lineNo', RecordId) lineNo: number,
    @Body() { resolution }: ResolveDiscrepancyDto,
  ) {
    return this.returns.resolve(actor, id, lineNo, resolution);
  }
}
