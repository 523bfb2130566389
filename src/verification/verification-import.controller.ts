import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiConsumes, ApiTags } from '@nestjs/swagger';
import { RecordId } from '../http/record-id.pipe';
import type { Actor } from '../access/actor';
import { Allow, CurrentActor } from '../access/allow';
import {
  ImportListQueryDto,
  PAGE,
  RowPageQueryDto,
  SeenVersionDto,
  TemplateQueryDto,
  UploadRowsDto,
} from '../file-import/file-import.dto';
import { FileImportService } from '../file-import/file-import.service';
import { sendMadeFile, sendTemplate } from '../file-import/send-file';
import { UploadedFile, type Upload } from '../http/upload';
import { VERIFICATION_COLUMNS } from './verification-import-row';
import { VerificationImportService } from './verification-import.service';

const KIND = 'VERIFICATION';

@ApiTags('领取资格认证')
@Controller()
export class VerificationImportController {
  constructor(
    private readonly verifications: VerificationImportService,
    private readonly imports: FileImportService,
  ) {}

  /** 下载资格认证导入模板 */
  @Get('verification-imports/template')
  @Allow('person.read')
  template(@Query() { format = 'xlsx' }: TemplateQueryDto) {
    return sendTemplate(VERIFICATION_COLUMNS, format, '资格认证模板');
  }

  /** 上传资格认证文件：后台核对，答复导入编号与任务编号；内容相同的文件答复已有的导入 */
  @Post('verification-imports')
  @HttpCode(202)
  @ApiConsumes('multipart/form-data')
  @Allow('verification.record')
  upload(@CurrentActor() actor: Actor, @Body() body: UploadRowsDto, @UploadedFile() file: Upload) {
    return this.verifications.upload(actor, body, file);
  }

  /** 资格认证导入列表，最新的在前 */
  @Get('verification-imports')
  @Allow('person.read')
  list(@CurrentActor() actor: Actor, @Query() query: ImportListQueryDto) {
    return this.imports.list(actor, KIND, { ...query, limit: query.limit ?? PAGE });
  }

  /** 一次资格认证导入：状态与行数 */
  @Get('verification-imports/:id')
  @Allow('person.read')
  show(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number) {
    return this.imports.show(actor, KIND, id);
  }

  /** 核对出的全部问题，按行号；after 为已看到的最后行号 */
  @Get('verification-imports/:id/problems')
  @Allow('person.read')
  problems(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Query() { after = -1, limit = PAGE }: RowPageQueryDto,
  ) {
    return this.imports.problems(actor, KIND, id, { after, limit });
  }

  /** 有问题的行，标红错误单元格的工作簿，改正后可直接再上传 */
  @Get('verification-imports/:id/problem-file')
  @Allow('verification.record')
  async problemFile(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number) {
    return sendMadeFile(await this.verifications.problemFile(actor, id), `资格认证导入${id}问题.xlsx`);
  }

  /** 确认导入：须由上传人以外的人办理，后台入库 */
  @Post('verification-imports/:id/confirm')
  @HttpCode(202)
  @Allow('verification.confirm')
  confirm(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Body() { version }: SeenVersionDto,
  ) {
    return this.imports.confirm(actor, KIND, id, version);
  }

  /** 撤回本人上传、尚未确认的导入 */
  @Post('verification-imports/:id/withdraw')
  @HttpCode(200)
  @Allow('verification.record')
  withdraw(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Body() { version }: SeenVersionDto,
  ) {
    return this.verifications.withdraw(actor, id, version);
  }
}
