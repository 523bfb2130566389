import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { RowPageQueryDto } from '../file-import/file-import.dto';

export class EnrollmentQueryDto extends RowPageQueryDto {
  /** 姓名，或姓名的一部分 */
  @IsOptional() @IsString() @Length(1, 100) name?: string;
}

export class RosterChangesQueryDto extends RowPageQueryDto {
  /** 只列一种变动 */
  @IsOptional() @IsIn(['NEW', 'CHANGED', 'ENDED']) act?: 'NEW' | 'CHANGED' | 'ENDED';
}
