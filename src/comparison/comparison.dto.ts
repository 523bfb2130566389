import { IsIn, IsOptional } from 'class-validator';
import { RowPageQueryDto, TemplateQueryDto, UploadRowsDto } from '../file-import/file-import.dto';
import { COMPARISON_SOURCES, HIT_EFFECTS, type ComparisonSource, type HitEffect } from './comparison-sources';

export class ComparisonTemplateQueryDto extends TemplateQueryDto {
  /** 比对来源 */
  @IsIn(Object.keys(COMPARISON_SOURCES)) source: ComparisonSource;
}

/** 有错误行时仍比对正确的行，除非 `applyValidRows=false`：外部文件的个别坏行不应耽误其余。 */
export class UploadComparisonDto extends UploadRowsDto {
  /** DEATHS 死亡，CREMATIONS 火化，HOUSEHOLD_CANCELLATIONS 户口注销，CUSTODY 服刑羁押，MEDICAL_VISITS 就医，TRAVEL 乘机乘车 */
  @IsIn(Object.keys(COMPARISON_SOURCES)) source: ComparisonSource;
}

export class HitQueryDto extends RowPageQueryDto {
  /** 比中之后的结果 */
  @IsOptional() @IsIn(Object.keys(HIT_EFFECTS)) effect?: HitEffect;
}
