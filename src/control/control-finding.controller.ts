import { Body, Controller, Get, Header, HttpCode, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../access/actor';
import { Allow, CurrentActor } from '../access/allow';
import { attachment } from '../file-import/send-file';
import { RecordId } from '../http/record-id.pipe';
import { UploadedFile, type Upload } from '../http/upload';
import {
  AssignFindingDto,
  FindingQueryDto,
  PAGE,
  ReopenFindingDto,
  ResolveFindingDto,
  SummaryQueryDto,
} from './control.dto';
import { FindingService } from './finding.service';

@ApiTags('内控筛查')
@Controller('control-findings')
export class ControlFindingController {
  constructor(private readonly findings: FindingService) {}

  /** 疑点列表，按发现的先后 */
  @Get()
  @Allow('control.read')
  list(@CurrentActor() actor: Actor, @Query() query: FindingQueryDto) {
    return this.findings.list(actor, { ...query, limit: query.limit ?? PAGE });
  }

  /** 内控情况汇总：规则数、筛查人次、疑点、核实、查实、排除、追回（分） */
  @Get('summary')
  @Allow('control.read')
  summary(@CurrentActor() actor: Actor, @Query() span: SummaryQueryDto) {
    return this.findings.summary(actor, span);
  }

  /** 一条疑点 */
  @Get(':id')
  @Allow('control.read')
  find(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number) {
    return this.findings.find(actor, id);
  }

  /** 查实：疑点属实 */
  @Post(':id/confirm')
  @HttpCode(200)
  @Allow('control.resolve')
  confirm(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number, @Body() body: ResolveFindingDto) {
    return this.findings.resolve(actor, id, 'confirm', body);
  }

  /** 排除：疑点不成立；同样的情况不再列为疑点 */
  @Post(':id/dismiss')
  @HttpCode(200)
  @Allow('control.resolve')
  dismiss(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number, @Body() body: ResolveFindingDto) {
    return this.findings.resolve(actor, id, 'dismiss', body);
  }

  /** 重新核实已核实的疑点 */
  @Post(':id/reopen')
  @HttpCode(200)
  @Allow('control.assign')
  reopen(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Body() { version, reason }: ReopenFindingDto,
  ) {
    return this.findings.reopen(actor, id, version, reason);
  }

  /** 指定核实人，或退回责任岗位 */
  @Post(':id/assign')
  @HttpCode(200)
  @Allow('control.assign')
  assign(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Body() { version, userId }: AssignFindingDto,
  ) {
    return this.findings.assign(actor, id, version, userId ?? null);
  }

  /** 上传核实依据（扫描件、照片），不超过 20 MB */
  @Post(':id/evidence')
  @HttpCode(200)
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: {
      type: 'object',
      required: ['file'],
      properties: { file: { type: 'string', format: 'binary' } },
    },
  })
  @Allow('control.resolve')
  attach(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number, @UploadedFile() file: Upload) {
    return this.findings.attach(actor, id, file);
  }

  /** 下载核实依据，每次下载均记入审计日志 */
  @Get(':id/evidence')
  @Allow('control.resolve')
  @ApiProduces('application/octet-stream')
  @Header('Cache-Control', 'no-store')
  async evidence(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number): Promise<StreamableFile> {
    const { name, content } = await this.findings.evidence(actor, id);
    return new StreamableFile(content, {
      type: 'application/octet-stream',
      disposition: attachment(name),
    });
  }
}
