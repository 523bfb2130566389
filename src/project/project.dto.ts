import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { BASES, FREQUENCIES, type Basis, type Frequency } from './benefit.entity';
import { FUND_NATURES, type FundNature } from './project.entity';

/** Codes go into file names and reports. */
const CODE = /^[a-z0-9][a-z0-9-]{0,49}$/;
/** A request is a form, not a file: twenty years of months, more benefits than any document lists. */
const MAX_MONTHS = 240;
const MAX_BENEFITS = 50;
/** A payout a day would be the most. */
const MAX_SEQUENCE = 366;
const OrNull = () => ValidateIf((_, value) => value !== null);

export class BenefitRateDto {
  /** 金额（分）；按人核定的项目为上限 */
  @IsInt() amountFen: number;
  /** 执行起始月份，如 2025-03 */
  @IsString() @Length(1, 20) effectiveFrom: string;
}

export class BenefitDto {
  /** 待遇项目代码：小写字母、数字、连字符 */
  @Matches(CODE) code: string;
  @IsString() @Length(1, 100) name: string;
  /** MONTHLY 按月，YEARLY 按年 */
  @IsIn(FREQUENCIES) frequency: Frequency;
  /** STANDARD 统一标准，INDIVIDUAL 按人核定 */
  @IsIn(BASES) basis: Basis;
  @IsArray()
  @ArrayMaxSize(MAX_MONTHS)
  @ValidateNested({ each: true })
  @Type(() => BenefitRateDto)
  rates: BenefitRateDto[];
}

export class CreatePayoutDto {
  /** 预算年度 */
  @IsInt() @Min(2000) @Max(2100) fiscalYear: number;
  /** 本年度第几期 */
  @IsInt() @Min(1) @Max(MAX_SEQUENCE) sequence: number;
  @IsString() @Length(1, 100) name: string;
  /** 所属起月，如 2025-04 */
  @IsString() @Length(1, 20) coversFrom: string;
  /** 所属止月，如 2026-03 */
  @IsString() @Length(1, 20) coversUntil: string;
  /** 资格认定日：按年发放的待遇，当日在世者享受 */
  @OrNull() @IsString() @Length(1, 20) qualifyingOn: string | null;
  /** 应发日期 */
  @IsString() @Length(1, 20) dueOn: string;
  @IsArray() @ArrayMaxSize(MAX_BENEFITS) @IsString({ each: true }) benefitCodes: string[];
}

export class CreateProjectDto {
  /** 项目代码：小写字母、数字、连字符 */
  @Matches(CODE) code: string;
  @IsString() @Length(1, 200) name: string;
  /** 政策依据（文件名、文号） */
  @IsString() @Length(1, 2_000) policyBasis: string;
  /** 资金性质：GENERAL_BUDGET 一般公共预算，SUPERIOR_TRANSFER 上级转移支付，INSURANCE_FUND 社会保险基金 */
  @IsIn(FUND_NATURES) fundNature: FundNature;
  /** 享受对象 */
  @IsString() @Length(1, 2_000) beneficiaries: string;
  /** 认证周期（月）；不要求认证的填 null */
  @OrNull() @IsInt() @Min(1) @Max(60) verificationCycleMonths: number | null;
  /** 认证到期后的宽限天数 */
  @IsInt() @Min(0) @Max(366) graceDays: number;
  /** 死亡当月是否发放 */
  @IsBoolean() paysMonthOfDeath: boolean;
  /** 互斥组：同组项目同一人只能享受一项 */
  @OrNull() @IsString() @Length(0, 100) exclusiveGroup: string | null;
  /** 连续失败多少次视为账户异常 */
  @IsInt() @Min(1) @Max(12) accountFailureLimit: number;
  /** 是否按月核实：每月对在册人员全员比对，比对关闭后方可提交批次 */
  @IsBoolean() monthlyRound: boolean;
  /** 一次补发超过多少个月须再审批 */
  @IsInt() @Min(1) @Max(120) backPayApprovalMonths: number;
  /** 死亡次月起已发、不追回（抵作丧葬）的月数 */
  @IsInt() @Min(0) @Max(24) funeralMonths: number;
  @IsArray()
  @ArrayMaxSize(MAX_BENEFITS)
  @ValidateNested({ each: true })
  @Type(() => BenefitDto)
  benefits: BenefitDto[];
  @IsArray()
  @ArrayMaxSize(MAX_MONTHS)
  @ValidateNested({ each: true })
  @Type(() => CreatePayoutDto)
  payouts: CreatePayoutDto[];
}

export class AddRateDto extends BenefitRateDto {
  /** 待遇项目代码 */
  @IsString() @Length(1, 50) benefitCode: string;
  /** 文号 */
  @IsString() @Length(1, 200) documentNo: string;
}
