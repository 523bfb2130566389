import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';

/** A page is what a person reads at once. */
export const PERSONS_PER_PAGE = 50;
const MAX_PER_PAGE = 200;

export class PageQueryDto {
  /** 只列编号大于此值的记录（取上一页最后一条的编号） */
  @IsOptional() @Type(() => Number) @IsInt() after?: number;
  /** 每页条数，默认 50 */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(MAX_PER_PAGE) limit?: number;
}

export class PersonQueryDto extends PageQueryDto {
  /** 姓名，或姓名开头的几个字 */
  @IsOptional() @IsString() @Length(1, 100) name?: string;
}

export class PersonSearchDto {
  /** 公民身份号码；只放在请求正文里，从不放进网址 */
  @IsString() @Length(1, 50) citizenId: string;
}
