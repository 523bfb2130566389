import { Body, Controller, Get, Header, HttpCode, Param, Post, StreamableFile } from '@nestjs/common';
import { ApiConsumes, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../access/actor';
import { Allow, CurrentActor } from '../access/allow';
import { RecordId } from '../http/record-id.pipe';
import { UploadedFile, type Upload } from '../http/upload';
import { AgreementService } from './agreement.service';
import { CaseService } from './case.service';
import { LetterService, type Letter } from './letter.service';
import { AgreeDeductionDto, AgreeInstalmentsDto, ReasonDto, RecordConsentDto } from './recovery.dto';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

@ApiTags('多发追回')
@Controller()
export class RecoveryAgreementController {
  constructor(
    private readonly agreements: AgreementService,
    private readonly cases: CaseService,
    private readonly letters: LetterService,
  ) {}

  /** 约定分期退回 */
  @Post('recovery-cases/:id/instalment-agreements')
  @HttpCode(200)
  @Allow('recovery.agree')
  agreeInstalments(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Body() body: AgreeInstalmentsDto,
  ) {
    return this.agreements.agreeInstalments(actor, id, body);
  }

  /** 登记他人的抵扣同意书（扫描件） */
  @Post('recovery-cases/:id/consents')
  @ApiConsumes('multipart/form-data')
  @Allow('recovery.agree')
  recordConsent(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Body() body: RecordConsentDto,
    @UploadedFile() file: Upload,
  ) {
    return this.agreements.recordConsent(actor, id, body, file);
  }

  /** 查看抵扣同意书扫描件：每次查看均记入审计日志 */
  @Get('recovery-consents/:id/content')
  @Allow('recovery.agree')
  @ApiProduces('application/octet-stream')
  @Header('Cache-Control', 'no-store')
  async consent(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number): Promise<StreamableFile> {
    const { name, content } = await this.agreements.openConsent(actor, id);
    return new StreamableFile(content, { disposition: attachment(name) });
  }

  /** 约定从以后的发放中抵扣；从他人待遇抵扣须有其同意书，且由登记同意书以外的人办理 */
  @Post('recovery-cases/:id/deduction-agreements')
  @HttpCode(200)
  @Allow('recovery.agree')
  agreeDeduction(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Body() body: AgreeDeductionDto,
  ) {
    return this.agreements.agreeDeduction(actor, id, body);
  }

  /** 终止现行协议，另行约定 */
  @Post('recovery-cases/:id/end-agreement')
  @HttpCode(200)
  @Allow('recovery.agree')
  endAgreement(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number, @Body() body: ReasonDto) {
    return this.cases.endAgreement(actor, id, body);
  }

  /** 责令退回通知书（Word） */
  @Get('recovery-cases/:id/order-letter')
  @Allow('recovery.read')
  @ApiProduces(DOCX)
  async order(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number): Promise<StreamableFile> {
    return sendLetter(await this.letters.order(actor, id));
  }

  /** 分期还款协议（Word） */
  @Get('recovery-cases/:id/instalment-letter')
  @Allow('recovery.read')
  @ApiProduces(DOCX)
  async instalments(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
  ): Promise<StreamableFile> {
    return sendLetter(await this.letters.instalments(actor, id));
  }

  /** 抵扣同意书（Word，供签署） */
  @Get('recovery-cases/:id/consent-letter')
  @Allow('recovery.read')
  @ApiProduces(DOCX)
  async consentForm(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
  ): Promise<StreamableFile> {
    return sendLetter(await this.letters.consent(actor, id));
  }
}

function sendLetter({ name, content }: Letter): StreamableFile {
  return new StreamableFile(content, { type: DOCX, disposition: attachment(name) });
}

/** Header values are Latin-1; the Chinese name goes into the encoded form (RFC 6266). */
function attachment(name: string): string {
  return `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
}
