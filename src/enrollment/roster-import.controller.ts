import { Body, Controller, Get, HttpCode, Param, Post, Query, StreamableFile } from '@nestjs/common';
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
  UploadRosterDto,
} from '../file-import/file-import.dto';
import { FileImportService } from '../file-import/file-import.service';
import { sendMadeFile, sendTemplate } from '../file-import/send-file';
import { UploadedFile, type Upload } from '../http/upload';
import { RosterChangesQueryDto } from './enrollment.dto';
import { RosterImportService } from './roster-import.service';

const KIND = 'ROSTER';

@ApiTags('享受资格与名册')
@Controller()
export class RosterImportController {
  constructor(
    private readonly rosters: RosterImportService,
    private readonly imports: FileImportService,
  ) {}

  /** 下载名册模板 */
  @Get('projects/:id/roster-template')
  @Allow('person.read')
  async template(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Query() { format = 'xlsx' }: TemplateQueryDto,
  ): Promise<StreamableFile> {
    return sendTemplate(await this.rosters.columns(actor, id), format, '名册模板');
  }

  /** 上传名册：后台核对，答复导入编号与任务编号；内容相同的文件答复已有的导入 */
  @Post('projects/:id/roster-imports')
  @HttpCode(202)
  @ApiConsumes('multipart/form-data')
  @Allow('roster.propose')
  upload(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Body() body: UploadRosterDto,
    @UploadedFile() file: Upload,
  ) {
    return this.rosters.upload(actor, id, body, file);
  }

  /** 名册导入列表，最新的在前 */
  @Get('roster-imports')
  @Allow('person.read')
  list(@CurrentActor() actor: Actor, @Query() query: ImportListQueryDto) {
    return this.imports.list(actor, KIND, { ...query, limit: query.limit ?? PAGE });
  }

  /** 一次名册导入：状态与行数 */
  @Get('roster-imports/:id')
  @Allow('person.read')
  show(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number) {
    return this.imports.show(actor, KIND, id);
  }

  /** 核对出的全部问题，按行号；after 为已看到的最后行号 */
  @Get('roster-imports/:id/problems')
  @Allow('person.read')
  problems(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Query() { after = -1, limit = PAGE }: RowPageQueryDto,
  ) {
    return this.imports.problems(actor, KIND, id, { after, limit });
  }

  /** 有问题的行，标红错误单元格的工作簿，改正后可直接再上传 */
  @Get('roster-imports/:id/problem-file')
  @Allow('roster.propose')
  async problemFile(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number) {
    return sendMadeFile(await this.rosters.problemFile(actor, id), `名册导入${id}问题.xlsx`);
  }

  /** 将要发生的变动：新增、变更、终止；after 为已看到的最后一行的 cursor */
  @Get('roster-imports/:id/changes')
  @Allow('person.read')
  changes(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Query() { act, after = 0, limit = PAGE }: RosterChangesQueryDto,
  ) {
    return this.rosters.changes(actor, id, { ...(act && { act }), after, limit });
  }

  /** 确认导入：须由上传人以外的人办理，后台入库 */
  @Post('roster-imports/:id/confirm')
  @HttpCode(202)
  @Allow('roster.confirm')
  confirm(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Body() { version }: SeenVersionDto,
  ) {
    return this.imports.confirm(actor, KIND, id, version);
  }

  /** 撤回本人上传、尚未确认的导入 */
  @Post('roster-imports/:id/withdraw')
  @HttpCode(200)
  @Allow('roster.propose')
  withdraw(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Body() { version }: SeenVersionDto,
  ) {
    return this.rosters.withdraw(actor, id, version);
  }
}
