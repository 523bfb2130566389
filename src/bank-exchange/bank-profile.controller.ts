import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../access/actor';
import { Allow, CurrentActor } from '../access/allow';
import { ConfigureBankProfileDto } from './bank-profile.dto';
import { BankProfileService } from './bank-profile.service';
import { BUILT_IN_PROFILES } from './profile/profiles';

@ApiTags('银行文件方案')
@Controller('bank-profiles')
export class BankProfileController {
  constructor(private readonly profiles: BankProfileService) {}

  /** 设置银行文件方案；已有的代码生成新版本 */
  @Post()
  @Allow('bank-profile.configure')
  configure(@CurrentActor() actor: Actor, @Body() body: ConfigureBankProfileDto) {
    return this.profiles.configure(actor, body);
  }

  /** 银行文件方案的全部版本 */
  @Get()
  @Allow('batch.read')
  list(@CurrentActor() actor: Actor) {
    return this.profiles.list(actor);
  }

  /** 系统自带的方案，可直接使用或复制后修改 */
  @Get('built-in')
  @Allow('batch.read')
  builtIn() {
    return BUILT_IN_PROFILES;
  }
}
