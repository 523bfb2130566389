import { refuseConstraint } from '../errors/constraint.errors';
import { DomainError, Listed } from '../errors/domain-error';

/** An account that cannot be paid to as it is written; every problem is named, none holds the number. */
@Listed()
export class AccountInvalid extends DomainError {
  static readonly code = 'account_invalid';
  static readonly status = 422;
  static readonly title = '银行账户信息有误';
  constructor(problems: string[]) {
    super(`银行账户信息有误：${problems.join('')}`, { problems });
  }
}

/** The money goes to somebody else without the relation and the document that allow it. */
@Listed()
export class PayeeUndocumented extends DomainError {
  static readonly code = 'payee_undocumented';
  static readonly status = 422;
  static readonly title = '由他人代收须注明关系并附证明文件';
  constructor() {
    super('收款人不是本人，须注明与本人的关系，并填写委托书或监护证明的文号。');
  }
}
refuseConstraint('bank_account_payee_documented', () => new PayeeUndocumented());

/** Another change of this person's account waits for review. */
@Listed()
export class AccountProposalWaiting extends DomainError {
  static readonly code = 'account_proposal_waiting';
  static readonly status = 409;
  static readonly title = '该人员已有待复核的账户变更';
  constructor() {
    super('该人员已有待复核的账户变更，请先复核或退回。');
  }
}
refuseConstraint('bank_account_one_proposed', () => new AccountProposalWaiting());

/** The new account would begin before the present one did. */
@Listed()
export class AccountOutOfOrder extends DomainError {
  static readonly code = 'account_out_of_order';
  static readonly status = 409;
  static readonly title = '生效日期早于现用账户的生效日期';
  constructor(currentFrom: string) {
    super(`生效日期不能早于现用账户的生效日期（${currentFrom}）。`, { currentFrom });
  }
}

/** An import made another account the current one at the same moment. */
@Listed()
export class AccountChangedMeanwhile extends DomainError {
  static readonly code = 'account_changed_meanwhile';
  static readonly status = 409;
  static readonly title = '现用账户刚被他人更换';
  constructor() {
    super('该人员的现用账户刚被他人更换，请刷新后再操作。');
  }
}
refuseConstraint('bank_account_one_current', () => new AccountChangedMeanwhile());
