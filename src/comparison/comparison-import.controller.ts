import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../access/actor';
import { Allow, CurrentActor } from '../access/allow';
import { ImportListQueryDto, PAGE, RowPageQueryDto, SeenVersionDto } from '../file-import/file-import.dto';
import { FileImportService } from '../file-import/file-import.service';
import { sendMadeFile, sendTemplate } from '../file-import/send-file';
import { RecordId } from '../http/record-id.pipe';
import { UploadedFile, type Upload } from '../http/upload';
import { ComparisonImportService } from './comparison-import.service';
import { COMPARISON_SOURCES, comparisonColumns } from './comparison-sources';
import { ComparisonTemplateQueryDto, HitQueryDto, UploadComparisonDto } from './comparison.dto';

const KIND = 'COMPARISON';

@ApiTags('数据比对')
@Controller('comparison-imports')
export class ComparisonImportController {
  constructor(
    private readonly comparisons: ComparisonImportService,
    private readonly imports: FileImportService,
  ) {}

  /** 下载数据比对模板，按比对来源 */
  @Get('template')
  @Allow('person.read')
  template(@Query() { source, format = 'xlsx' }: ComparisonTemplateQueryDto) {
    return sendTemplate(comparisonColumns(source), format, `${COMPARISON_SOURCES[source].label}比对模板`);
  }

  /** 上传比对文件（至多一百万行）：后台比对，答复导入编号与任务编号；内容相同的文件答复已有的导入 */
  @Post()
  @HttpCode(202)
  @ApiConsumes('multipart/form-data')
  @Allow('comparison.import')
  upload(@CurrentActor() actor: Actor, @Body() body: UploadComparisonDto, @UploadedFile() file: Upload) {
    return this.comparisons.upload(actor, body, file);
  }

  /** 比对文件列表，最新的在前 */
  @Get()
  @Allow('person.read')
  list(@CurrentActor() actor: Actor, @Query() query: ImportListQueryDto) {
    return this.imports.list(actor, KIND, { ...query, limit: query.limit ?? PAGE });
  }

  /** 一次比对：状态，比中、未比中与有错误的行数 */
  @Get(':id')
  @Allow('person.read')
  show(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number) {
    return this.imports.show(actor, KIND, id);
  }

  /** 比中的行，按行号；after 为已看到的最后行号 */
  @Get(':id/hits')
  @Allow('person.read')
  hits(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Query() { after = -1, limit = PAGE, ...query }: HitQueryDto,
  ) {
    return this.comparisons.hits(actor, id, { ...query, after, limit });
  }

  /** 核对出的全部问题，按行号；after 为已看到的最后行号 */
  @Get(':id/problems')
  @Allow('person.read')
  problems(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Query() { after = -1, limit = PAGE }: RowPageQueryDto,
  ) {
    return this.imports.problems(actor, KIND, id, { after, limit });
  }

  /** 有问题的行，标红错误单元格的工作簿 */
  @Get(':id/problem-file')
  @Allow('comparison.import')
  async problemFile(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number) {
    return sendMadeFile(await this.comparisons.problemFile(actor, id), `数据比对${id}问题.xlsx`);
  }

  /** 确认比对结果：须由上传人以外的人办理；死亡与服刑列为疑点，健在迹象延续认证 */
  @Post(':id/confirm')
  @HttpCode(202)
  @Allow('comparison.confirm')
  confirm(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Body() { version }: SeenVersionDto,
  ) {
    return this.imports.confirm(actor, KIND, id, version);
  }

  /** 撤回本人上传、尚未确认的文件 */
  @Post(':id/withdraw')
  @HttpCode(200)
  @Allow('comparison.import')
  withdraw(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Body() { version }: SeenVersionDto,
  ) {
    return this.comparisons.withdraw(actor, id, version);
  }
}
