import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsBusinessDate } from '../calendar/business-date';

/** A page is what a person reads at once; the next begins before the last day shown. */
const MAX_PAGE = 500;

export class TimelineQueryDto {
  /** 只列此日之前的事项 */
  @IsOptional() @IsBusinessDate() before?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(MAX_PAGE) limit: number = 200;
}
