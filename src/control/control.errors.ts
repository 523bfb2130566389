import { FourEyesRequired } from '../access/access.errors';
import { refuseConstraint } from '../errors/constraint.errors';
import { DomainError, Listed } from '../errors/domain-error';

/** Open findings of blocking rules stand against the batch. */
@Listed()
export class SubmissionBlocked extends DomainError {
  static readonly code = 'submission_blocked';
  static readonly status = 409;
  static readonly title = '批次有未核实的阻断疑点，不能提交';
  constructor(
    batchId: number,
    runId: number,
    rules: readonly { rule: string; title: string; findingCount: number }[],
  ) {
    const total = rules.reduce((sum, { findingCount }) => sum + findingCount, 0);
    const listed = rules.map(({ title, findingCount }) => `${title} ${findingCount} 条`).join('，');
    super(
      `内控筛查发现 ${total} 条阻断疑点尚未核实：${listed}。请在疑点列表（GET /api/v1/control-findings?batchId=${batchId}` +
        `&severity=BLOCKING）逐条查看：批次明细有误的，更正后重新核算；其余的由责任岗位查实或排除后再提交。`,
      { batchId, runId, rules },
    );
  }
}

/** The finding's state does not allow the act. */
@Listed()
export class FindingMoveNotAllowed extends DomainError {
  static readonly code = 'finding_move_not_allowed';
  static readonly status = 409;
  static readonly title = '疑点当前状态不允许此操作';
  constructor(state: string, act: string) {
    super(`疑点处于“${state}”，不能${act}。`, { state, act });
  }
}

/** The finding is another post's to resolve, or assigned to another user. */
@Listed()
export class FindingOfAnother extends DomainError {
  static readonly code = 'finding_of_another';
  static readonly status = 403;
  static readonly title = '该疑点由其他岗位或人员核实';
  constructor(owner: string, assignedTo: number | null) {
    const who = assignedTo === null ? `“${owner}”岗位` : '指定的核实人';
    super(`该疑点由${who}核实。`, { owner, assignedTo });
  }
}

/** A finding is resolved with evidence only. */
@Listed()
export class FindingEvidenceMissing extends DomainError {
  static readonly code = 'finding_evidence_missing';
  static readonly status = 422;
  static readonly title = '核实疑点须有依据';
  constructor() {
    super('核实疑点须填写依据的文号，或先上传依据文件。');
  }
}

/** A scan or a photo is smaller. */
@Listed()
export class EvidenceTooLarge extends DomainError {
  static readonly code = 'evidence_too_large';
  static readonly status = 413;
  static readonly title = '依据文件过大';
  constructor(maxMiB: number) {
    super(`依据文件不能超过 ${maxMiB} MB，请压缩后再上传。`, { maxMiB });
  }
}

/** There is no rule of this code. */
@Listed()
export class RuleUnknown extends DomainError {
  static readonly code = 'rule_unknown';
  static readonly status = 404;
  static readonly title = '没有这条内控筛查规则';
  constructor() {
    super('没有这条内控筛查规则，规则见 GET /api/v1/control-rules。');
  }
}

/** What a rule was to be set to does not fit it. */
@Listed()
export class RuleSettingInvalid extends DomainError {
  static readonly code = 'rule_setting_invalid';
  static readonly status = 422;
  static readonly title = '规则参数不符合要求';
  constructor(problems: readonly string[]) {
    super(`规则参数不符合要求：${problems.join('；')}。`, { problems });
  }
}

/** Who may be asked to resolve a finding: an active user whose act it is not, with a post that resolves findings. */
@Listed()
export class AssigneeUnsuitable extends DomainError {
  static readonly code = 'assignee_unsuitable';
  static readonly status = 422;
  static readonly title = '不能指定此人核实';
  constructor(problem: string) {
    super(problem);
  }
}

refuseConstraint('control_finding_not_by_its_subject', () => new FourEyesRequired('核实疑点'));
refuseConstraint('control_finding_resolved', () => new FindingEvidenceMissing());
