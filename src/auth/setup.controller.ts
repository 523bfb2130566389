import { Body, Controller, Headers, Post } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import { Open } from '../access/allow';
import { NoIdempotencyKey } from '../http/idempotency';
import { CreateAgencyDto } from './auth.dto';
import { SetupService } from './setup.service';

@ApiTags('登录与用户')
@Controller('agencies')
export class SetupController {
  constructor(private readonly setup: SetupService) {}

  /** 建立经办机构和首位系统管理员；须持本系统的安装口令 */
  @Post()
  @Open()
  @NoIdempotencyKey()
  @ApiHeader({ name: 'Setup-Token', required: true })
  create(@Headers('setup-token') token: string | undefined, @Body() body: CreateAgencyDto) {
    return this.setup.createAgency(token ?? '', body);
  }
}
