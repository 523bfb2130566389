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

/** An enrolment pays back one debt at a time, so that what remains of its payment can be foreseen. */
@Listed()
export class DeductionRunning extends DomainError {
  static readonly code = 'deduction_running';
  static readonly status = 409;
  static readonly title = '该享受资格已有进行中的抵扣';
  constructor() {
    super('该享受资格已有一项进行中的抵扣，须先结清或停止后再约定新的抵扣。');
  }
}
refuseConstraint('deduction_one_active', () => new DeductionRunning());

/** A deduction ends once. */
@Listed()
export class DeductionStopped extends DomainError {
  static readonly code = 'deduction_stopped';
  static readonly status = 409;
  static readonly title = '该抵扣已停止';
  constructor() {
    super('该抵扣已停止，不能再次停止；需要继续抵扣的，请另行约定。');
  }
}
