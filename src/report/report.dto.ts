import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';

/** The year of a report. */
export class FiscalYearDto {
  /** 预算年度 */
  @Type(() => Number) @IsInt() @Min(1990) @Max(2200) fiscalYear: number;
}
