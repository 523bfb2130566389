import { Type } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsISO8601,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';

/** Ten thousand 万元 a hundred thousand times over: no line of an office comes near it, and sums stay exact. */
const MAX_AMOUNT_FEN = 1e14;

export class FundingDocumentDto {
  /** 金额（分） */
  @IsInt() @Min(1) @Max(MAX_AMOUNT_FEN) amountFen: number;
  /** 指标文件号 */
  @IsString() @Length(1, 200) documentNo: string;
  /** 文件日期 */
  @IsISO8601({ strict: true }) @Length(10, 10) issuedOn: string;
}

export class AddFundingDocumentDto extends FundingDocumentDto {
  /** ADDED 追加，CUT 核减 */
  @IsIn(['ADDED', 'CUT']) kind: 'ADDED' | 'CUT';
}

export class CreateFundingLineDto {
  @IsInt() projectId: number;
  /** 预算年度 */
  @IsInt() @Min(1990) @Max(2200) fiscalYear: number;
  @IsString() @Length(1, 100) code: string;
  @IsString() @Length(1, 200) name: string;
  /** 资金来源，如 一般财政拨款 */
  @IsString() @Length(1, 100) source: string;
  /** 支出功能分类科目编码 */
  @Matches(/^\d{3,7}$/) functionCode: string;
  /** 执行期间起 */
  @IsISO8601({ strict: true }) @Length(10, 10) windowFrom: string;
  /** 执行期间止 */
  @IsISO8601({ strict: true }) @Length(10, 10) windowUntil: string;
  /** 可列支的待遇所属月份起，2025-01 */
  @Matches(/^\d{4}-\d{2}$/) mayFinanceFrom: string;
  /** 可列支的待遇所属月份止，2025-12 */
  @Matches(/^\d{4}-\d{2}$/) mayFinanceUntil: string;
  /** 年初预算 */
  @ValidateNested() @Type(() => FundingDocumentDto) initial: FundingDocumentDto;
}

export class FundingQueryDto {
  @IsOptional() @Type(() => Number) @IsInt() projectId?: number;
  @IsOptional() @Type(() => Number) @IsInt() fiscalYear?: number;
}
