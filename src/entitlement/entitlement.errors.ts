import { refuseConstraint } from '../errors/constraint.errors';
import { DomainError, Listed } from '../errors/domain-error';

/** An entitlement was to enter a second payment while its first is in flight or paid. Invariant 1. */
@Listed()
export class EntitlementInLivePayment extends DomainError {
  static readonly code = 'entitlement_in_live_payment';
  static readonly status = 409;
  static readonly title = '同一待遇同一所属期不得重复发放';
  constructor() {
    super('应发明细已在另一笔未失败的发放中，不得重复发放。');
  }
}
refuseConstraint('entitlement_one_live_payment', () => new EntitlementInLivePayment());
refuseConstraint('entitlement_once', () => new EntitlementInLivePayment());

/** A benefit of the payout has no rate in force in one of its months: everybody would go without it, unnoticed. */
@Listed()
export class RateMissing extends DomainError {
  static readonly code = 'rate_missing';
  static readonly status = 409;
  static readonly title = '发放期内有月份没有发放标准';
  constructor(benefitName: string, month: string) {
    super(`待遇项目“${benefitName}”在 ${month} 没有发放标准，请主管先登记标准再核算。`, {
      benefitName,
      month,
    });
  }
}
