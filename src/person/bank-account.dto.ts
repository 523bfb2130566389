import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { IsBusinessDate } from '../calendar/business-date';
import { PAYEE_RELATIONS, type PayeeRelation } from './bank-account.entity';
import { PageQueryDto } from './person.dto';
import { PROPOSAL_STATES, type ProposalState } from './proposal.states';

export class ProposeAccountDto {
  /** 银行账号 */
  @IsString() @Length(1, 60) accountNumber: string;
  /** 收款人姓名；不填为本人 */
  @IsOptional() @IsString() @Length(1, 200) payeeName?: string;
  /** 收款人与本人的关系 */
  @IsIn(Object.keys(PAYEE_RELATIONS)) payeeRelation: PayeeRelation;
  /** 委托书或监护证明的文号；收款人不是本人时必填 */
  @IsOptional() @IsString() @Length(1, 200) payeeDocument?: string;
  /** 开户银行 */
  @IsString() @Length(1, 200) bankName: string;
  /** 联行号，12 位数字 */
  @IsOptional() @IsString() @Length(1, 30) bankCode?: string;
  /** 生效日期，不晚于今天 */
  @IsBusinessDate() effectiveFrom: string;
}

export class AccountQueryDto extends PageQueryDto {
  /** PROPOSED 待复核，CONFIRMED 已生效，REJECTED 已退回 */
  @IsOptional() @IsIn(Object.keys(PROPOSAL_STATES)) state?: ProposalState;
}
