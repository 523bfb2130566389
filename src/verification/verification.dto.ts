import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Length } from 'class-validator';
import { IsBusinessDate } from '../calendar/business-date';
import { VERIFICATION_CHANNELS, type VerificationChannel } from './verification.entity';

export class RecordVerificationDto {
  @IsInt() personId: number;
  /** 认证渠道 */
  @IsIn(Object.keys(VERIFICATION_CHANNELS)) channel: VerificationChannel;
  /** 认证日期 */
  @IsBusinessDate() verifiedOn: string;
  /** 有效期止；证明本身写明时填，不填按项目认证周期计算 */
  @IsOptional() @IsBusinessDate() validUntil?: string;
  /** 认证依据 */
  @IsString() @Length(1, 2_000) evidence: string;
}

export class VerificationQueryDto {
  @Type(() => Number) @IsInt() personId: number;
}

export class OverviewQueryDto {
  @Type(() => Number) @IsInt() projectId: number;
}
