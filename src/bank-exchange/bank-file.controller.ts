import { Body, Controller, Get, Header, HttpCode, Param, Post, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { RecordId } from '../http/record-id.pipe';
import type { Actor } from '../access/actor';
import { Allow, CurrentActor } from '../access/allow';
import { SendBatchDto } from './bank-exchange.dto';
import { BankFileService } from './bank-file.service';

@ApiTags('银行报盘')
@Controller()
export class BankFileController {
  constructor(private readonly files: BankFileService) {}

  /** 报盘文件写不出的明细（序号、字段、原因），提交前查看 */
  @Get('batches/:id/bank-file-problems')
  @Allow('batch.read')
  problems(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number) {
    return this.files.problems(actor, id);
  }

  /** 报盘：答复任务编号，按任务查进度 */
  @Post('batches/:id/send')
  @HttpCode(202)
  @Allow('batch.send')
  send(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number, @Body() { version }: SendBatchDto) {
    return this.files.requestSend(actor, id, version);
  }

  /** 批次的报盘文件：笔数、金额、校验值 */
  @Get('batches/:id/bank-files')
  @Allow('batch.read')
  list(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number) {
    return this.files.list(actor, id);
  }

  /** 下载报盘文件：含完整账号，每次下载均记入审计日志 */
  @Get('bank-files/:id/content')
  @Allow('bank-file.download')
  @ApiProduces('application/octet-stream')
  @Header('Cache-Control', 'no-store')
  async content(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number): Promise<StreamableFile> {
    const { name, sizeBytes, content } = await this.files.open(actor, id);
    return new StreamableFile(content.createReadStream({ start: 0 }), {
      type: 'application/octet-stream',
      length: sizeBytes,
      disposition: attachment(name),
    });
  }
}

/** RFC 6266 with the name in RFC 5987 form, and an ASCII one for clients that know neither. */
function attachment(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
