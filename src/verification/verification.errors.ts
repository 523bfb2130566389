import { refuseConstraint } from '../errors/constraint.errors';
import { DomainError, Listed } from '../errors/domain-error';

/** A proof of life whose dates cannot be; every problem is named. */
@Listed()
export class VerificationInvalid extends DomainError {
  static readonly code = 'verification_invalid';
  static readonly status = 422;
  static readonly title = '认证记录有误';
  constructor(problems: string[]) {
    super(`认证记录有误：${problems.join('；')}。`, { problems });
  }
}

/** A proof of life of somebody whose death before that day is confirmed: one of the two is wrong. */
@Listed()
export class VerifiedAfterDeath extends DomainError {
  static readonly code = 'verified_after_death';
  static readonly status = 409;
  static readonly title = '认证日期在该人员死亡之后';
  constructor(diedOn: string, verifiedOn: string) {
    super(`该人员已登记于 ${diedOn} 死亡，不能登记 ${verifiedOn} 的认证；请先核实两者之中哪一个有误。`, {
      diedOn,
      verifiedOn,
    });
  }
}

/** The same proof was recorded before. */
@Listed()
export class VerificationRecordedAlready extends DomainError {
  static readonly code = 'verification_recorded_already';
  static readonly status = 409;
  static readonly title = '同一天同一渠道的认证已登记';
  constructor() {
    super('该人员同一天、同一渠道的认证已登记，不必重复登记。');
  }
}
refuseConstraint('verification_once_per_day', () => new VerificationRecordedAlready());
