import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';

/** A page is what a person reads at once; programs fetch the next by cursor. */
const MAX_PAGE = 500;

export class SendBatchDto {
  /** 所见版本号 */
  @IsInt() version: number;
}

export class DiscrepancyQueryDto {
  /** 只列尚未处理的差异 */
  @IsOptional()
  @Transform(
    ({ obj }: { obj: Record<string, unknown> }) =>
      ({ true: true, false: false })[String(obj['open'])] ?? obj['open'],
  )
  @IsBoolean()
  open?: boolean;
  /** 只列行号大于此值的差异 */
  @IsOptional() @Type(() => Number) @IsInt() after?: number;
  /** 每页条数，默认 100 */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(MAX_PAGE) limit?: number;
}

export class ResolveDiscrepancyDto {
  /** 处理结果：如何核实、如何处理 */
  @IsString() @Length(2, 500) resolution: string;
}
