import { FourEyesRequired } from '../access/access.errors';
import { refuseConstraint } from '../errors/constraint.errors';
import { DomainError, Listed } from '../errors/domain-error';
import { NotFound } from '../errors/request.errors';

/** The batch's state does not allow the act. */
@Listed()
export class BatchMoveNotAllowed extends DomainError {
  static readonly code = 'batch_move_not_allowed';
  static readonly status = 409;
  static readonly title = '批次当前状态不允许此操作';
  constructor(from: { state: string; label: string }, asked: { act: string; label: string }) {
    super(`批次处于“${from.label}”，不能${asked.label}。`, { state: from.state, act: asked.act });
  }
}

/** The payout already has a live regular batch. */
@Listed()
export class PayoutAlreadyHasBatch extends DomainError {
  static readonly code = 'payout_already_has_batch';
  static readonly status = 409;
  static readonly title = '该发放期已有正常批次';
  constructor() {
    super('该发放期已有正常批次；补发请建补发批次，失败重发请建更正重发批次。');
  }
}
refuseConstraint('payment_batch_one_regular', () => new PayoutAlreadyHasBatch());

/** Another batch of the project has not been sent yet. */
@Listed()
export class ProjectHasOpenBatch extends DomainError {
  static readonly code = 'project_has_open_batch';
  static readonly status = 409;
  static readonly title = '该项目还有未报盘的批次';
  constructor() {
    super('该项目还有未报盘的批次，请先完成或作废。');
  }
}
refuseConstraint('payment_batch_one_open', () => new ProjectHasOpenBatch());

/** Lines or totals of a submitted batch were to be changed. Invariant 4. */
@Listed()
export class BatchFrozen extends DomainError {
  static readonly code = 'batch_frozen';
  static readonly status = 409;
  static readonly title = '批次提交后不得改动';
  constructor() {
    super('批次已提交，明细和合计不得改动。');
  }
}
refuseConstraint('payment_batch_frozen', () => new BatchFrozen());

refuseConstraint('payment_batch_reviewed_by_another', () => new FourEyesRequired('复核'));
refuseConstraint('payment_batch_endorsed_by_a_third', () => new FourEyesRequired('审批'));
refuseConstraint('payment_batch_approved_by_another', () => new FourEyesRequired('审批'));

/** The lines no longer have the digest they had when the batch was compiled. */
@Listed()
export class BatchAltered extends DomainError {
  static readonly code = 'batch_altered';
  static readonly status = 409;
  static readonly title = '批次明细与核算时的摘要不符';
  constructor(batchId: number) {
    super('批次明细与核算时的摘要不符，数据可能被篡改，已停止办理，请通知稽核。', { batchId });
  }
}

/** Nobody is payable, so there is nothing to submit. */
@Listed()
export class BatchEmpty extends DomainError {
  static readonly code = 'batch_empty';
  static readonly status = 409;
  static readonly title = '批次没有可发放的人员';
  constructor() {
    super('批次没有可发放的人员，不能提交；请查看未发原因，或作废批次。');
  }
}

/** The payout's months are not ones the funding line may finance, or the line is another project's. */
@Listed()
export class FundingLineUnsuitable extends DomainError {
  static readonly code = 'funding_line_unsuitable';
  static readonly status = 422;
  static readonly title = '没有可用的预算指标';
  constructor(problem: string) {
    super(problem);
  }
}

/** The appropriation's fiscal year is over: what is left goes back, and what is owed needs a new budget. */
@Listed()
export class FundingLineClosed extends DomainError {
  static readonly code = 'funding_line_closed';
  static readonly status = 409;
  static readonly title = '预算指标的年度已经结束';
  constructor(line: { id: number; name: string; fiscalYear: number }) {
    super(`预算指标“${line.name}”属于 ${line.fiscalYear} 年度，年度结束后不能再支付，请财务登记新的指标。`, {
      fundingLineId: line.id,
      fiscalYear: line.fiscalYear,
    });
  }
}

/** The payout's qualifying day lies ahead, so nothing can be accrued. */
@Listed()
export class PayoutNotReady extends DomainError {
  static readonly code = 'payout_not_ready';
  static readonly status = 409;
  static readonly title = '该发放期还不能核算';
  constructor(problem: string) {
    super(problem);
  }
}
refuseConstraint('payment_batch_bank_profile', () => new NotFound('银行报盘格式', ''));
