import { Type } from 'class-transformer';
import {
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  ValidateNested,
} from 'class-validator';
import { ROLES, type Role } from '../access/permissions';

const ROLE_NAMES = Object.keys(ROLES);

export class SignInDto {
  /** 机构代码 */
  @IsString() @Length(1, 100) agencyCode: string;
  /** 用户名 */
  @IsString() @Length(1, 50) username: string;
  /** 密码 */
  @IsString() @Length(1, 200) password: string;
}

export class ChangePasswordDto {
  @IsString() @Length(1, 200) oldPassword: string;
  @IsString() @Length(1, 200) newPassword: string;
}

export class CreateUserDto {
  /** 用户名：字母、数字、点、下划线、连字符 */
  @Matches(/^[a-zA-Z0-9._-]{2,50}$/) username: string;
  /** 姓名 */
  @IsString() @Length(1, 100) displayName: string;
  /** 初始密码，首次登录必须修改 */
  @IsString() @Length(1, 200) password: string;
  /** 岗位 */
  @IsArray() @ArrayNotEmpty() @IsIn(ROLE_NAMES, { each: true }) roles: Role[];
}

export class ChangeUserDto {
  /** 所见版本号 */
  @IsInt() version: number;
  @IsString() @Length(1, 100) displayName: string;
  @IsArray() @ArrayNotEmpty() @IsIn(ROLE_NAMES, { each: true }) roles: Role[];
  /** 是否可以登录 */
  @IsBoolean() active: boolean;
}

export class ResetPasswordDto {
  @IsString() @Length(1, 200) password: string;
}

export class AdministratorDto {
  @Matches(/^[a-zA-Z0-9._-]{2,50}$/) username: string;
  @IsString() @Length(1, 100) displayName: string;
  @IsString() @Length(1, 200) password: string;
}

export class CreateAgencyDto {
  /** 机构代码：小写字母、数字、连字符 */
  @Matches(/^[a-z0-9-]{2,50}$/) code: string;
  /** 机构名称 */
  @IsString() @Length(2, 100) name: string;
  /** 上级机构代码 */
  @IsOptional() @IsString() parentCode?: string;
  /** 首位系统管理员 */
  @ValidateNested() @Type(() => AdministratorDto) administrator: AdministratorDto;
}
