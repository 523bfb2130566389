import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, Min } from 'class-validator';

/** A page is what a person reads at once. */
export const PAGE = 50;
const MAX_PAGE = 200;

export class AuditQueryDto {
  /** 只列编号小于此值的记录 */
  @IsOptional() @Type(() => Number) @IsInt() before?: number;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(MAX_PAGE) limit?: number;
  /** 对象种类，如 batch */
  @IsOptional() @IsString() subjectType?: string;
  @IsOptional() @Type(() => Number) @IsInt() subjectId?: number;
}
