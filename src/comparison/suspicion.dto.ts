import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { IsBusinessDate } from '../calendar/business-date';
import { SeenVersionDto } from '../file-import/file-import.dto';
import { PageQueryDto } from '../person/person.dto';
import {
  SUSPICION_KINDS,
  SUSPICION_STATES,
  type SuspicionKind,
  type SuspicionState,
} from './suspicion.states';

export class SuspicionQueryDto extends PageQueryDto {
  /** OPEN 待核实，CONFIRM_PROPOSED 拟确认，CLEAR_PROPOSED 拟排除，CONFIRMED 已确认，CLEARED 已排除 */
  @IsOptional() @IsIn(Object.keys(SUSPICION_STATES)) state?: SuspicionState;
  /** DEATH 疑似死亡，CUSTODY 疑似服刑 */
  @IsOptional() @IsIn(Object.keys(SUSPICION_KINDS)) kind?: SuspicionKind;
}

export class ReasonedSuspicionDto extends SeenVersionDto {
  /** 理由与依据 */
  @IsString() @Length(2, 500) reason: string;
}

export class ConfirmSuspicionDto extends ReasonedSuspicionDto {
  /** 核实的死亡或被羁押日期 */
  @IsBusinessDate() happenedOn: string;
}
