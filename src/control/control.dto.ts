import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsObject, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { ROLES, type Role } from '../access/permissions';
import { IsBusinessDate } from '../calendar/business-date';
import { SEVERITIES, type Severity } from './control-rule';
import { FINDING_STATES, type FindingState } from './finding.states';

/** A page is what a person reads at once. */
export const PAGE = 100;
const MAX_PAGE = 500;

class PageDto {
  /** 每页条数，默认 100 */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(MAX_PAGE) limit?: number;
}

export class ScreenDto {
  /** 只筛查一个项目的人员；不填筛查全部 */
  @IsOptional() @IsInt() projectId?: number;
}

export class RunQueryDto extends PageDto {
  @IsOptional() @Type(() => Number) @IsInt() projectId?: number;
  /** 只列编号小于此值的筛查 */
  @IsOptional() @Type(() => Number) @IsInt() before?: number;
}

export class SetRuleDto {
  /** 只对一个项目设置；不填对全机构设置 */
  @IsOptional() @IsInt() projectId?: number;
  /** 是否启用 */
  @IsBoolean() enabled: boolean;
  /** 参数，如 {"days": 5}；未列出的沿用上一级 */
  @IsObject() parameters: Record<string, number | string | null>;
  /** 理由 */
  @IsString() @Length(2, 500) reason: string;
}

export class FindingQueryDto extends PageDto {
  /** OPEN 待核实，CONFIRMED 查实，DISMISSED 排除，GONE 已消失 */
  @IsOptional() @IsIn(Object.keys(FINDING_STATES)) state?: FindingState;
  /** BLOCKING 阻断，SERIOUS 重要，NOTICE 提示 */
  @IsOptional() @IsIn(Object.keys(SEVERITIES)) severity?: Severity;
  /** 规则代码 */
  @IsOptional() @IsString() ruleCode?: string;
  /** 责任岗位 */
  @IsOptional() @IsIn(Object.keys(ROLES)) owner?: Role;
  @IsOptional() @Type(() => Number) @IsInt() projectId?: number;
  @IsOptional() @Type(() => Number) @IsInt() personId?: number;
  /** 只列涉及该批次及其人员的疑点 */
  @IsOptional() @Type(() => Number) @IsInt() batchId?: number;
  /** 只列指定给该用户的疑点 */
  @IsOptional() @Type(() => Number) @IsInt() assignedTo?: number;
  /** 只列编号大于此值的疑点 */
  @IsOptional() @Type(() => Number) @IsInt() after?: number;
}

export class SummaryQueryDto {
  /** 起日 */
  @IsBusinessDate() from: string;
  /** 止日 */
  @IsBusinessDate() until: string;
}

class SeenFindingDto {
  /** 所见版本号 */
  @IsInt() version: number;
}

export class ResolveFindingDto extends SeenFindingDto {
  /** 核实情况和理由 */
  @IsString() @Length(2, 1000) resolution: string;
  /** 依据的文号；已上传依据文件的可不填 */
  @IsOptional() @IsString() @Length(2, 200) documentNo?: string;
}

export class ReopenFindingDto extends SeenFindingDto {
  /** 重新核实的理由 */
  @IsString() @Length(2, 500) reason: string;
}

export class AssignFindingDto extends SeenFindingDto {
  /** 核实人；不填退回责任岗位 */
  @IsOptional() @IsInt() userId?: number;
}
