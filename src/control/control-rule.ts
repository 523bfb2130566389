import type { Role } from '../access/permissions';

/** How much a finding weighs: a blocking one stops the submission of a batch until somebody has resolved it. */
export const SEVERITIES = { BLOCKING: '阻断', SERIOUS: '重要', NOTICE: '提示' } as const;

export type Severity = keyof typeof SEVERITIES;

/** What a rule looks at. Those of REGISTRY and BATCH are asked before every submission too. */
export const SCOPES = {
  REGISTRY: '人员、资格与账户',
  BATCH: '待报盘批次',
  PAYMENT: '发放历史',
  WORK: '经办行为',
} as const;

export type Scope = keyof typeof SCOPES;

/** What a finding is about; its number is that record's. */
export const SUBJECT_TYPES = {
  PERSON: '人员',
  ACCOUNT: '银行账户',
  ENROLLMENT: '享受资格',
  LIFE_EVENT: '人员变动',
  VERIFICATION: '资格认证',
  SUSPICION: '疑似线索',
  BENEFIT: '待遇项目',
  FUNDING_LINE: '预算指标',
  BATCH: '发放批次',
  BANK_RETURN: '回盘文件',
  USER: '用户',
} as const;

export type SubjectType = keyof typeof SUBJECT_TYPES;

/** A setting of a rule: a whole number, or a date `2025-03-10`. A date nobody has set leaves the rule unasked. */
export interface RuleParameter {
  readonly label: string;
  readonly kind: 'NUMBER' | 'DATE';
  readonly value: number | null;
}

/** A rule of internal control (内控筛查规则); its SQL is `rules/sql/<code>.sql`. */
export interface ControlRule {
  readonly title: string;
  /** Why it is suspicious. */
  readonly why: string;
  /** What to do about a finding. */
  readonly advice: string;
  /** One finding in words; `{name}` stands for a fact of it. */
  readonly sentence: string;
  readonly severity: Severity;
  /** The post that resolves its findings. */
  readonly owner: Role;
  readonly scope: Scope;
  readonly subject: SubjectType;
  /** Whether its parameters may differ from project to project. */
  readonly perProject?: true;
  readonly parameters: Readonly<Record<string, RuleParameter>>;
}

/** A parameter that is a whole number, with its default. */
export function number(label: string, value: number): RuleParameter {
  return { label, kind: 'NUMBER', value };
}

/** A parameter that is a date and has no default. */
export function date(label: string): RuleParameter {
  return { label, kind: 'DATE', value: null };
}
