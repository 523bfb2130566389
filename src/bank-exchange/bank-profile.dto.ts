import { IsIn, IsObject, IsOptional, IsString, Length, Matches } from 'class-validator';
import { BUILT_IN_PROFILES } from './profile/profiles';

const BUILT_IN_CODES = Object.keys(BUILT_IN_PROFILES);

export class ConfigureBankProfileDto {
  /** 方案代码：字母、数字、连字符；已有的代码生成新版本 */
  @Matches(/^[A-Za-z0-9][A-Za-z0-9-]{0,29}$/) code: string;
  /** 方案名称 */
  @IsString() @Length(1, 100) name: string;
  /** 方案内容：报盘文件、回盘文件的格式；不用自带方案时必填 */
  @IsOptional() @IsObject() definition?: object;
  /** 自带方案，代替方案内容 */
  @IsOptional() @IsIn(BUILT_IN_CODES) builtIn?: keyof typeof BUILT_IN_PROFILES;
  /** 单位编号，由银行分配，写入文件名 */
  @Matches(/^[A-Za-z0-9-]{1,30}$/) payerUnitNo: string;
  /** 付款账号 */
  @IsString() @Length(1, 60) payerAccount: string;
}
