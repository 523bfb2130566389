import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { IMPORT_MODES, type ImportMode } from './file-import.entity';

/** A page is what a person reads at once. */
export const PAGE = 50;
const MAX_PAGE = 200;

/** The fields of a multipart form are text; `true` is the only text that means yes. */
const isTrue = ({ value }: { value: unknown }) => value === true || value === 'true';

export class UploadRosterDto {
  /** FULL：文件是全部名册，不在其中的人员终止；PARTIAL：只新增和变更 */
  @IsIn(IMPORT_MODES) mode: ImportMode;
  /** 变更生效年月 `2025-03`；FULL 必填，不在文件中的人员享受至上一月 */
  @IsOptional() @Matches(/^\d{4}-(0[1-9]|1[0-2])$/) effectiveMonth?: string;
  /** 有错误行时，是否仍导入正确的行（仅 PARTIAL） */
  @IsOptional() @Transform(isTrue) @IsBoolean() applyValidRows?: boolean;
}

export class UploadRowsDto {
  /** 有错误行时，是否仍导入正确的行 */
  @IsOptional() @Transform(isTrue) @IsBoolean() applyValidRows?: boolean;
}

export class SeenVersionDto {
  /** 所见版本号 */
  @IsInt() version: number;
}

export class ImportListQueryDto {
  /** 只列编号小于此值的导入 */
  @IsOptional() @Type(() => Number) @IsInt() before?: number;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(MAX_PAGE) limit?: number;
}

export class RowPageQueryDto {
  /** 只列行号大于此值的行 */
  @IsOptional() @Type(() => Number) @IsInt() after?: number;
  /** 每页行数 */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(MAX_PAGE) limit?: number;
}

export class TemplateQueryDto {
  /** 模板格式 */
  @IsOptional() @IsIn(['xlsx', 'csv']) format?: 'xlsx' | 'csv';
}
