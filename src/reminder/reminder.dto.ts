import { IntersectionType } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional } from 'class-validator';
import { PageQueryDto } from '../person/person.dto';
import { PlaceDto } from '../verification/verification.dto';
import { REMINDER_STAGES, type ReminderStage } from './reminder.entity';
import { REMINDER_STATES, type ReminderState } from './reminder.states';

export class DueFilterDto extends PlaceDto {
  /** 只列一档：到期前 60、30 或 7 天之内 */
  @IsOptional() @Type(() => Number) @IsIn(REMINDER_STAGES) daysBefore?: ReminderStage;
  /** 只列无联系电话的人员 */
  @IsOptional()
  @Transform(
    ({ obj }: { obj: Record<string, unknown> }) =>
      ({ true: true, false: false })[String(obj['withoutPhone'])] ?? obj['withoutPhone'],
  )
  @IsBoolean()
  withoutPhone?: boolean;
}

export class DueQueryDto extends IntersectionType(DueFilterDto, PageQueryDto) {}

export class HomeVisitProjectQueryDto {
  /** 只列一个发放项目 */
  @IsOptional() @Type(() => Number) @IsInt() projectId?: number;
}

export class HomeVisitFilterDto extends PlaceDto {
  /** 只列一个发放项目 */
  @IsOptional() @Type(() => Number) @IsInt() projectId?: number;
}

export class HomeVisitQueryDto extends IntersectionType(HomeVisitFilterDto, PageQueryDto) {}

export class ReminderQueryDto extends PageQueryDto {
  /** 只列一种状态 */
  @IsOptional() @IsIn(Object.keys(REMINDER_STATES)) state?: ReminderState;
}

export class DispatchQueryDto {
  /** 只列编号小于此值的短信批次 */
  @IsOptional() @Type(() => Number) @IsInt() before?: number;
}
