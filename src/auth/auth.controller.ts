import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RecordId } from '../http/record-id.pipe';
import { NoIdempotencyKey } from '../http/idempotency';
import type { Actor } from '../access/actor';
import { Allow, CurrentActor, Open } from '../access/allow';
import { ChangePasswordDto, ChangeUserDto, CreateUserDto, ResetPasswordDto, SignInDto } from './auth.dto';
import { SessionService } from './session.service';
import { UserService } from './user.service';

@ApiTags('登录与用户')
@Controller()
export class AuthController {
  constructor(
    private readonly sessions: SessionService,
    private readonly users: UserService,
  ) {}

  /** 登录：返回令牌，放入 Authorization: Bearer 请求头 */
  @Post('sessions')
  @Open()
  @NoIdempotencyKey()
  signIn(@Body() { agencyCode, username, password }: SignInDto) {
    return this.sessions.signIn(agencyCode, username, password);
  }

  /** 退出登录 */
  @Delete('sessions/current')
  @Allow('old-password')
  @NoIdempotencyKey()
  signOut(@CurrentActor() actor: Actor) {
    return this.sessions.signOut(actor);
  }

  /** 修改本人密码；之后须重新登录 */
  @Post('users/me/password')
  @HttpCode(200)
  @Allow('old-password')
  @NoIdempotencyKey()
  changeOwnPassword(@CurrentActor() actor: Actor, @Body() { oldPassword, newPassword }: ChangePasswordDto) {
    return this.users.changeOwnPassword(actor, oldPassword, newPassword);
  }

  /** 用户列表 */
  @Get('users')
  @Allow('user.manage')
  list(@CurrentActor() actor: Actor) {
    return this.users.list(actor);
  }

  /** 新增用户 */
  @Post('users')
  @Allow('user.manage')
  create(@CurrentActor() actor: Actor, @Body() body: CreateUserDto) {
    return this.users.create(actor, body);
  }

  /** 修改用户：姓名、岗位、启用或停用 */
  @Put('users/:id')
  @Allow('user.manage')
  change(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number, @Body() body: ChangeUserDto) {
    return this.users.change(actor, id, body);
  }

  /** 重置用户密码 */
  @Post('users/:id/password')
  @HttpCode(200)
  @Allow('user.manage')
  resetPassword(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Body() { password }: ResetPasswordDto,
  ) {
    return this.users.resetPassword(actor, id, password);
  }
}
