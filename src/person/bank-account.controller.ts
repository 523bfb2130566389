import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RecordId } from '../http/record-id.pipe';
import type { Actor } from '../access/actor';
import { Allow, CurrentActor } from '../access/allow';
import { AccountQueryDto, ProposeAccountDto } from './bank-account.dto';
import { BankAccountService } from './bank-account.service';
import { PERSONS_PER_PAGE } from './person.dto';

@ApiTags('银行账户')
@Controller()
export class BankAccountController {
  constructor(private readonly accounts: BankAccountService) {}

  /** 银行账户列表，供复核：按状态筛选 */
  @Get('accounts')
  @Allow('person.read')
  list(@CurrentActor() actor: Actor, @Query() query: AccountQueryDto) {
    return this.accounts.list(actor, { ...query, limit: query.limit ?? PERSONS_PER_PAGE });
  }

  /** 提出账户变更，待另一人复核 */
  @Post('persons/:id/accounts')
  @Allow('account.propose')
  propose(@CurrentActor() actor: Actor, @Param('id', RecordId) id: number, @Body() body: ProposeAccountDto) {
    return this.accounts.propose(actor, id, body);
  }

  /** 确认账户变更，新账户生效 */
  @Post('persons/:id/accounts/:accountId/confirm')
  @HttpCode(200)
  @Allow('account.confirm')
  confirm(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Param('accountId', RecordId) accountId: number,
  ) {
    return this.accounts.confirm(actor, id, accountId);
  }

  /** 退回账户变更 */
  @Post('persons/:id/accounts/:accountId/reject')
  @HttpCode(200)
  @Allow('account.confirm')
  reject(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: number,
    @Param('accountId', RecordId) accountId: number,
  ) {
    return this.accounts.reject(actor, id, accountId);
  }
}
