import { IsIn, IsInt, IsOptional, IsString, Length } from 'class-validator';
import { IsBusinessDate } from '../calendar/business-date';
import { REPORTED_KINDS, type LifeEventKind } from './life-event.entity';
import { LIFE_EVENT_STATES, type LifeEventState } from './life-event.states';
import { PageQueryDto } from './person.dto';

export class ProposeLifeEventDto {
  /** 变动种类 */
  @IsIn(REPORTED_KINDS) kind: LifeEventKind;
  /** 发生日期 */
  @IsBusinessDate() happenedOn: string;
  /** 报告日期；不填为今天 */
  @IsOptional() @IsBusinessDate() reportedOn?: string;
  /** 只针对的项目；不填为全部项目。仅资格终止、人工暂停、解除暂停可填 */
  @IsOptional() @IsInt() projectId?: number;
  /** 说明与依据 */
  @IsString() @Length(1, 2_000) note: string;
}

export class RetractLifeEventDto {
  /** 撤销的理由与依据 */
  @IsString() @Length(1, 2_000) note: string;
}

export class LifeEventQueryDto extends PageQueryDto {
  /** PROPOSED 待复核，CONFIRMED 已生效，REJECTED 已退回，RETRACTED 已撤销 */
  @IsOptional() @IsIn(Object.keys(LIFE_EVENT_STATES)) state?: LifeEventState;
}
