import { IntersectionType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsOptional, IsString, Length } from 'class-validator';
import { IsBusinessDate } from '../calendar/business-date';
import { PageQueryDto } from '../person/person.dto';
import { STANDINGS, type Standing } from './standings';
import {
  VERIFICATION_CHANNELS,
  VERIFICATION_RESULTS,
  type VerificationChannel,
  type VerificationResult,
} from './verification.entity';

/** Two visit, a third may drive. */
const MAX_VISITORS = 5;

export class RecordVerificationDto {
  @IsInt() personId: number;
  /** 认证渠道 */
  @IsIn(Object.keys(VERIFICATION_CHANNELS)) channel: VerificationChannel;
  /** 认证日期 */
  @IsBusinessDate() verifiedOn: string;
  /** 认证结果：PASSED 通过（默认），FAILED 不通过 */
  @IsOptional() @IsIn(Object.keys(VERIFICATION_RESULTS)) result?: VerificationResult;
  /** 有效期止；证明本身写明时填，不填按项目认证周期计算 */
  @IsOptional() @IsBusinessDate() validUntil?: string;
  /** 凭证说明（各渠道应写什么见 /verification-channels）；认证不通过的，写明原因 */
  @IsString() @Length(1, 2_000) evidence: string;
  /** 凭证编号 */
  @IsOptional() @IsString() @Length(1, 100) referenceNo?: string;
  /** 上门人员姓名，至少两人 */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_VISITORS)
  @IsString({ each: true })
  @Length(1, 50, { each: true })
  visitors?: string[];
  /** 凭证文件编号，由 POST /evidence-files 答复 */
  @IsOptional() @IsInt() evidenceFileId?: number;
}

export class VerificationQueryDto {
  @Type(() => Number) @IsInt() personId: number;
}

export class OverviewQueryDto {
  /** 发放项目；不填为全机构，每人计一次 */
  @IsOptional() @Type(() => Number) @IsInt() projectId?: number;
}

export class StandingProjectQueryDto {
  @Type(() => Number) @IsInt() projectId: number;
}

export class PlaceDto {
  /** 只列一个街道 */
  @IsOptional() @IsString() @Length(1, 100) street?: string;
  /** 只列一个社区 */
  @IsOptional() @IsString() @Length(1, 100) community?: string;
}

export class StandingQueryDto extends IntersectionType(PlaceDto, PageQueryDto) {
  @Type(() => Number) @IsInt() projectId: number;
  /** 只列一种认证状态 */
  @IsOptional() @IsIn(Object.keys(STANDINGS)) standing?: Standing;
}
