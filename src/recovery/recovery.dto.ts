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
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsBusinessDate } from '../calendar/business-date';
import { CHANNELS } from './recovery.entity';
import { CASE_STATES, type CaseState } from './recovery.states';

/** Ten million yuan: no person was ever overpaid near it, and sums stay exact. */
const MAX_AMOUNT_FEN = 1e9;
/** Thirty years, month by month. */
const MAX_INSTALMENTS = 360;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** How many rows a list gives unless asked for fewer or more. */
export const CASES_PER_PAGE = 50;

export class DetectDto {
  /** 只查一人；不填为全部 */
  @IsOptional() @IsInt() personId?: number;
}

export class CasePageDto {
  /** 已看到的最后编号 */
  @IsOptional() @Type(() => Number) @IsInt() after?: number;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(200) limit?: number;
}

export class CaseQueryDto extends CasePageDto {
  /** 案件状态 */
  @IsOptional() @IsIn(Object.keys(CASE_STATES)) state?: CaseState;
  @IsOptional() @Type(() => Number) @IsInt() personId?: number;
}

export class OverdueQueryDto extends CasePageDto {
  /** 截止日期；不填为今天 */
  @IsOptional() @IsBusinessDate() asOf?: string;
}

export class SummaryQueryDto {
  /** 年度 */
  @Type(() => Number) @IsInt() @Min(1990) @Max(2200) year: number;
}

export class SeenCaseDto {
  /** 所见版本号 */
  @IsInt() version: number;
}

export class DetermineDto extends SeenCaseDto {
  /** 核定金额（分），须与明细合计一致 */
  @IsInt() @Min(1) @Max(MAX_AMOUNT_FEN) amountFen: number;
  /** 退回期限 */
  @IsBusinessDate() repayBy: string;
  /** 核定事实和依据 */
  @IsString() @Length(1, 2_000) basis: string;
}

export class ReasonDto extends SeenCaseDto {
  /** 原因 */
  @IsString() @Length(1, 2_000) reason: string;
}

export class TransferDto extends ReasonDto {
  /** 移交给哪个机关 */
  @IsString() @Length(1, 200) transferredTo: string;
}

export class RepaymentDto extends SeenCaseDto {
  /** 到账（退还）日期 */
  @IsBusinessDate() happenedOn: string;
  /** 金额（分） */
  @IsInt() @Min(1) @Max(MAX_AMOUNT_FEN) amountFen: number;
  /** BANK_TRANSFER 银行转账，CASH 现金，COURT 法院执行，OTHER 其他 */
  @IsIn(Object.keys(CHANNELS)) channel: keyof typeof CHANNELS;
  /** 凭证号 */
  @IsString() @Length(1, 200) documentNo: string;
}

export class AgreementDto extends SeenCaseDto {
  /** 协议文号 */
  @IsString() @Length(1, 200) documentNo: string;
  /** 签订日期 */
  @IsBusinessDate() signedOn: string;
}

export class InstalmentDto {
  /** 到期日 */
  @IsBusinessDate() dueOn: string;
  /** 本期金额（分） */
  @IsInt() @Min(1) @Max(MAX_AMOUNT_FEN) amountFen: number;
}

export class AgreeInstalmentsDto extends AgreementDto {
  /** 各期，按到期日先后；合计须等于尚欠金额 */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(MAX_INSTALMENTS)
  @ValidateNested({ each: true })
  @Type(() => InstalmentDto)
  instalments: InstalmentDto[];
}

export class AgreeDeductionDto extends AgreementDto {
  /** 从哪项享受资格的发放中抵扣 */
  @IsInt() enrollmentId: number;
  /** 每次发放抵扣金额（分） */
  @IsInt() @Min(1) @Max(MAX_AMOUNT_FEN) perPaymentFen: number;
  /** 抵扣总额（分），不超过尚欠金额 */
  @IsInt() @Min(1) @Max(MAX_AMOUNT_FEN) totalFen: number;
  /** 每次至少留发金额（分） */
  @IsInt() @Min(1) @Max(MAX_AMOUNT_FEN) keepsFen: number;
  /** 自哪个待遇月份起抵扣，2025-03 */
  @Matches(MONTH) fromMonth: string;
  /** 他人的抵扣同意书编号；从本人待遇抵扣不填 */
  @IsOptional() @IsInt() consentId?: number;
}

export class RecordConsentDto {
  /** 同意人（人员编号） */
  @Type(() => Number) @IsInt() personId: number;
  /** 同意书文号 */
  @IsString() @Length(1, 200) documentNo: string;
  /** 签署日期 */
  @IsBusinessDate() signedOn: string;
}
