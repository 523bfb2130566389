import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
} from 'class-validator';
import { SeenVersionDto } from '../file-import/file-import.dto';
import { PageQueryDto } from '../person/person.dto';
import { MEMBER_LISTS, type MemberList } from './monthly-round.sql';
import { ROUND_RESULTS, type RoundResult } from './monthly-round.states';

/** A work list is worked off page by page. */
const MAX_NOTED = 200;

export class OpenRoundDto {
  /** 发放项目 */
  @IsInt() projectId: number;
  /** 核实的月份 `2025-03` */
  @Matches(/^\d{4}-(0[1-9]|1[0-2])$/) month: string;
}

export class RoundQueryDto {
  @IsOptional() @Type(() => Number) @IsInt() projectId?: number;
  /** 只列编号小于此值的各轮 */
  @IsOptional() @Type(() => Number) @IsInt() before?: number;
}

export class MemberQueryDto extends PageQueryDto {
  /** OPEN 待核实（默认），HELD_BACK 本月未核实，ALL 全部在册人员 */
  @IsOptional() @IsIn(MEMBER_LISTS) list?: MemberList;
  /** 核实结果 */
  @IsOptional() @IsIn(Object.keys(ROUND_RESULTS)) result?: RoundResult;
  /** 街道（乡镇） */
  @IsOptional() @IsString() @Length(1, 100) street?: string;
  /** 社区（村） */
  @IsOptional() @IsString() @Length(1, 100) community?: string;
}

export class ReasonedRoundDto extends SeenVersionDto {
  /** 理由 */
  @IsString() @Length(2, 500) reason: string;
}

export class HoldBackDto extends ReasonedRoundDto {
  /** 享受资格编号，取自待核实名单 */
  @IsArray() @ArrayNotEmpty() @ArrayMaxSize(MAX_NOTED) @IsInt({ each: true }) enrollmentIds: number[];
}
