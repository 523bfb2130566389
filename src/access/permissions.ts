/** The posts of the office (岗位). Source: design, product, "Who uses it". */
export const ROLES = {
  CLERK: '经办',
  REVIEWER: '复核',
  APPROVER: '审批',
  FINANCE: '财务',
  SUPERVISOR: '主管',
  AUDITOR: '稽核',
  ADMINISTRATOR: '系统管理',
} as const;

export type Role = keyof typeof ROLES;

/**
 * Posts one person may not hold together: business, finance, data management and audit are four families that are
 * never joined. Source: 社会保险经办机构岗位权限管理办法 (人社厅发〔2021〕64号).
 */
export const INCOMPATIBLE_ROLES: readonly (readonly [Role, Role])[] = [
  ['ADMINISTRATOR', 'CLERK'],
  ['ADMINISTRATOR', 'REVIEWER'],
  ['ADMINISTRATOR', 'APPROVER'],
  ['ADMINISTRATOR', 'FINANCE'],
  ['ADMINISTRATOR', 'SUPERVISOR'],
  ['ADMINISTRATOR', 'AUDITOR'],
  ['FINANCE', 'CLERK'],
  ['FINANCE', 'REVIEWER'],
  ['FINANCE', 'APPROVER'],
  ['FINANCE', 'AUDITOR'],
  ['AUDITOR', 'CLERK'],
  ['AUDITOR', 'REVIEWER'],
  ['AUDITOR', 'APPROVER'],
];

/** Who may do what: every permission of the system and the posts that have it. A route names one of these. */
export const PERMISSIONS = {
  'user.manage': ['ADMINISTRATOR'],
  'audit.read': ['AUDITOR', 'SUPERVISOR', 'ADMINISTRATOR'],
  'job.read': ['CLERK', 'REVIEWER', 'APPROVER', 'FINANCE', 'SUPERVISOR', 'AUDITOR', 'ADMINISTRATOR'],
  'project.configure': ['SUPERVISOR'],
  'project.read': ['CLERK', 'REVIEWER', 'APPROVER', 'FINANCE', 'SUPERVISOR', 'AUDITOR'],
  'person.read': ['CLERK', 'REVIEWER', 'APPROVER', 'FINANCE', 'SUPERVISOR', 'AUDITOR'],
  'roster.propose': ['CLERK'],
  'roster.confirm': ['REVIEWER'],
  'account.propose': ['CLERK'],
  'account.confirm': ['REVIEWER'],
  'life-event.propose': ['CLERK'],
  'life-event.confirm': ['REVIEWER'],
  'verification.record': ['CLERK'],
  'verification.confirm': ['REVIEWER'],
  'verification.view-evidence': ['CLERK', 'REVIEWER', 'AUDITOR'],
  'reminder.send': ['CLERK'],
  'reminder.download': ['CLERK'],
  'comparison.import': ['CLERK'],
  'comparison.confirm': ['REVIEWER'],
  'suspicion.propose': ['CLERK'],
  'suspicion.decide': ['REVIEWER'],
  'monthly-round.prepare': ['CLERK'],
  'monthly-round.confirm': ['REVIEWER'],
  'funding.record': ['FINANCE'],
  'funding.read': ['FINANCE', 'APPROVER', 'SUPERVISOR', 'AUDITOR', 'CLERK', 'REVIEWER'],
  'bank-profile.configure': ['FINANCE'],
  'batch.prepare': ['CLERK'],
  'batch.review': ['REVIEWER'],
  'batch.approve': ['APPROVER'],
  'batch.approve-back-pay': ['APPROVER', 'SUPERVISOR'],
  'batch.read': ['CLERK', 'REVIEWER', 'APPROVER', 'FINANCE', 'SUPERVISOR', 'AUDITOR'],
  'batch.send': ['FINANCE'],
  'bank-file.download': ['FINANCE'],
  'bank-return.receive': ['FINANCE'],
  'batch.reconcile': ['FINANCE'],
  'recovery.read': ['CLERK', 'REVIEWER', 'APPROVER', 'FINANCE', 'SUPERVISOR', 'AUDITOR'],
  'recovery.determine': ['AUDITOR', 'CLERK'],
  'recovery.confirm': ['REVIEWER', 'SUPERVISOR'],
  'recovery.agree': ['AUDITOR', 'CLERK'],
  'recovery.record-repayment': ['FINANCE'],
  'control.screen': ['AUDITOR', 'SUPERVISOR', 'REVIEWER'],
  'control.read': ['CLERK', 'REVIEWER', 'APPROVER', 'FINANCE', 'SUPERVISOR', 'AUDITOR'],
  'control.resolve': ['CLERK', 'REVIEWER', 'FINANCE', 'SUPERVISOR', 'AUDITOR'],
  'control.assign': ['SUPERVISOR', 'AUDITOR'],
  'control.configure': ['AUDITOR', 'SUPERVISOR'],
  'report.read': ['SUPERVISOR', 'FINANCE', 'AUDITOR', 'APPROVER', 'CLERK', 'REVIEWER'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

/** Whether one of the roles has the permission. */
export function permits(roles: readonly Role[], permission: Permission): boolean {
  return roles.some((role) => (PERMISSIONS[permission] as readonly Role[]).includes(role));
}
