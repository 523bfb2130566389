import { refuseConstraint } from '../errors/constraint.errors';
import { DomainError, Listed } from '../errors/domain-error';

/** A project, a rate or a payout that contradicts itself or the project it belongs to; every problem is named. */
@Listed()
export class ProjectInvalid extends DomainError {
  static readonly code = 'project_invalid';
  static readonly status = 422;
  static readonly title = '发放项目的设置有误';
  constructor(problems: string[]) {
    super(`发放项目的设置有误：${problems.join('；')}。`, { problems });
  }
}

/** The project's code is taken in this agency. */
@Listed()
export class ProjectCodeTaken extends DomainError {
  static readonly code = 'project_code_taken';
  static readonly status = 409;
  static readonly title = '项目代码已存在';
  constructor() {
    super('本机构已有使用这个代码的发放项目。');
  }
}
refuseConstraint('project_code_unique', () => new ProjectCodeTaken());

/** The benefit already has a rate from that month on; what has been paid by it must stay explicable. */
@Listed()
export class RateAlreadySet extends DomainError {
  static readonly code = 'rate_already_set';
  static readonly status = 409;
  static readonly title = '该待遇项目在这个月份已有发放标准';
  constructor() {
    super('该待遇项目在这个月份已有发放标准，不能再设一个。');
  }
}
refuseConstraint('benefit_rate_once_per_month', () => new RateAlreadySet());

/** The project already has a payout of that number in that fiscal year. */
@Listed()
export class PayoutNumberTaken extends DomainError {
  static readonly code = 'payout_number_taken';
  static readonly status = 409;
  static readonly title = '该年度已有这个序号的发放期';
  constructor() {
    super('该项目在这个年度已有这个序号的发放期。');
  }
}
refuseConstraint('payout_sequence_unique', () => new PayoutNumberTaken());
