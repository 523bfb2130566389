import { FourEyesRequired } from '../access/access.errors';
import { printYuan, type Fen } from '../calendar/money';
import { refuseConstraint } from '../errors/constraint.errors';
import { DomainError, Listed } from '../errors/domain-error';

refuseConstraint('overpayment_case_four_eyes', () => new FourEyesRequired('确认或移交多发追回'));

/** The act does not follow from the case's state. */
@Listed()
export class RecoveryMoveNotAllowed extends DomainError {
  static readonly code = 'recovery_move_not_allowed';
  static readonly status = 409;
  static readonly title = '追回案件当前状态不能进行此操作';
  constructor(state: { state: string; label: string }, act: { act: string; label: string }) {
    super(`追回案件“${state.label}”，不能${act.label}。`, { ...state, act: act.act });
  }
}

/** The sum a user determines, agrees or confirms is not the sum of the records. */
@Listed()
export class RecoverySumDiffers extends DomainError {
  static readonly code = 'recovery_sum_differs';
  static readonly status = 409;
  static readonly title = '金额与追回明细不一致';
  constructor(what: string, statedFen: Fen, recordedFen: Fen) {
    super(`${what} ${printYuan(statedFen)} 元，应为 ${printYuan(recordedFen)} 元。`, {
      statedFen,
      recordedFen,
    });
  }
}

/** A case is confirmed before its sum was determined. */
@Listed()
export class RecoveryNotDetermined extends DomainError {
  static readonly code = 'recovery_not_determined';
  static readonly status = 409;
  static readonly title = '追回金额尚未核定';
  constructor() {
    super('追回金额尚未核定，或核定后明细有变动，请先核定。');
  }
}

/** More than is open was to come in, or more than is owed back to go out. */
@Listed()
export class RecoveryExceedsOpen extends DomainError {
  static readonly code = 'recovery_exceeds_open';
  static readonly status = 409;
  static readonly title = '金额超过尚欠金额';
  constructor(what: string, statedFen: Fen, openFen: Fen) {
    super(`${what} ${printYuan(statedFen)} 元，超过可办理的 ${printYuan(openFen)} 元（在途抵扣已除外）。`, {
      statedFen,
      openFen,
    });
  }
}

/** A date of the recovery that cannot be; every problem is named. */
@Listed()
export class RecoveryDateWrong extends DomainError {
  static readonly code = 'recovery_date_wrong';
  static readonly status = 422;
  static readonly title = '追回日期有误';
  constructor(problems: string[]) {
    super(`追回日期有误：${problems.join('；')}。`, { problems });
  }
}

/** One document stands for one movement of money. */
@Listed()
export class RepaymentDocumentRepeated extends DomainError {
  static readonly code = 'repayment_document_repeated';
  static readonly status = 409;
  static readonly title = '该凭证号已登记过';
  constructor() {
    super('该凭证号已登记过，同一凭证不能登记两次。');
  }
}
refuseConstraint('repayment_document_once', () => new RepaymentDocumentRepeated());

/** A consent of the same number recorded twice for a case. */
@Listed()
export class ConsentRepeated extends DomainError {
  static readonly code = 'consent_repeated';
  static readonly status = 409;
  static readonly title = '该抵扣同意书已登记过';
  constructor() {
    super('该文号的抵扣同意书已登记过。');
  }
}
refuseConstraint('deduction_consent_once', () => new ConsentRepeated());

/** A debt is taken from another person's payments only with that person's documented consent. */
@Listed()
export class ConsentMissing extends DomainError {
  static readonly code = 'consent_missing';
  static readonly status = 409;
  static readonly title = '没有本人的抵扣同意书';
  constructor() {
    super('从他人待遇中抵扣，须先登记该人签署的抵扣同意书（文号和扫描件）。');
  }
}

/** Nothing can be taken from an enrolment that is not paid any more. */
@Listed()
export class EnrollmentNotPaid extends DomainError {
  static readonly code = 'enrollment_not_paid';
  static readonly status = 409;
  static readonly title = '该享受资格已不再发放';
  constructor() {
    super('该享受资格已终止或本人已死亡，没有可抵扣的待遇；可约定从他人待遇中抵扣，或改为分期退回。');
  }
}

/** A letter orders what was confirmed, and nothing before. */
@Listed()
export class RecoveryNotOrdered extends DomainError {
  static readonly code = 'recovery_not_ordered';
  static readonly status = 409;
  static readonly title = '尚未责令退回';
  constructor() {
    super('追回金额核定并确认之后才能制作文书。');
  }
}

/** There is no instalment agreement to print. */
@Listed()
export class NoInstalmentsAgreed extends DomainError {
  static readonly code = 'no_instalments_agreed';
  static readonly status = 409;
  static readonly title = '没有现行的分期协议';
  constructor() {
    super('该案件没有现行的分期还款协议。');
  }
}
