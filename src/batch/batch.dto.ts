import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { REASONS, type Reason } from '../entitlement/reasons';
import type { BatchKind } from './batch.entity';
import { CONTROL_CHANGES, PAYMENT_STATUSES, type ControlChange, type PaymentStatus } from './batch.sql';

/** A page is what a person reads at once; programs fetch the next by cursor. */
const MAX_PAGE = 500;

export class OpenBatchDto {
  /** 发放期 */
  @IsInt() payoutId: number;
  /** REGULAR 正常，SUPPLEMENTARY 补发，REISSUE 更正重发 */
  @IsIn(['REGULAR', 'SUPPLEMENTARY', 'REISSUE']) kind: BatchKind;
  /** 预算指标；只有一个可用时可省略 */
  @IsOptional() @IsInt() fundingLineId?: number;
  /** 银行报盘格式 */
  @IsInt() bankProfileId: number;
}

export class MoveBatchDto {
  /** 所见版本号 */
  @IsInt() version: number;
}

export class ReasonedMoveDto extends MoveBatchDto {
  /** 理由 */
  @IsString() @Length(2, 500) reason: string;
}

class PageDto {
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(MAX_PAGE) limit: number = 100;
}

export class BatchQueryDto extends PageDto {
  @IsOptional() @Type(() => Number) @IsInt() projectId?: number;
  /** 只列编号小于此值的批次 */
  @IsOptional() @Type(() => Number) @IsInt() before?: number;
}

export class PaymentQueryDto extends PageDto {
  /** 只列序号大于此值的明细 */
  @IsOptional() @Type(() => Number) @IsInt() after?: number;
  @IsOptional() @IsIn(Object.keys(PAYMENT_STATUSES)) status?: PaymentStatus;
}

export class UnpaidQueryDto extends PageDto {
  @IsOptional() @IsIn(Object.keys(REASONS)) reason?: Reason;
  @IsOptional() @Type(() => Number) @IsInt() afterEnrollment?: number;
  @IsOptional() @Matches(/^\d{4}-\d{2}-\d{2}$/) afterPeriod?: string;
}

export class ControlQueryDto extends PageDto {
  /** 分组：KEPT 延续，ADDED 新增，RESUMED 恢复，WITHHELD 暂停，ENDED 终止 */
  @IsIn(Object.keys(CONTROL_CHANGES)) change: ControlChange;
  @IsOptional() @Type(() => Number) @IsInt() after?: number;
}
