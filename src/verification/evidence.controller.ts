import { Controller, Get, Header, Param, Post, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../access/actor';
import { Allow, CurrentActor } from '../access/allow';
import { RecordId } from '../http/record-id.pipe';
import { UploadedFile, type Upload } from '../http/upload';
import { EvidenceService } from './evidence.service';
import { channelViews } from './verification.view';

@ApiTags('领取资格认证')
@Controller()
export class EvidenceController {
  constructor(private readonly evidence: EvidenceService) {}

  /** 各认证渠道需要的凭证：说明、编号、上门人员、文件 */
  @Get('verification-channels')
  @Allow('person.read')
  channels() {
    return channelViews();
  }

  /** 上传认证凭证（照片或证明，jpg、png、pdf，不超过 10 MB）；内容相同的文件只存一份，答复同一编号 */
  @Post('evidence-files')
  @Allow('verification.record')
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: {
      type: 'object',
      required: ['file'],
      properties: { file: { type: 'string', format: 'binary' } },
    },
  })
  upload(@CurrentActor() actor: Actor, @UploadedFile() file: Upload) {
    return this.evidence.upload(actor, file);
  }

  /** 查看一次认证的凭证文件；每次查看均记入审计日志 */
  @Get('verifications/:id/evidence')
  @Allow('verification.view-evidence')
  @ApiProduces('image/jpeg', 'image/png', 'application/pdf')
  @Header('Cache-Control', 'no-store')
  async view(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number): Promise<StreamableFile> {
    const { name, mediaType, content } = await this.evidence.view(actor, id);
    return new StreamableFile(content, {
      type: mediaType,
      // A file from outside is never shown inside a page of ours.
      disposition: `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    });
  }
}
