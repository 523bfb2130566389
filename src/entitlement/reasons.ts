/** Why an entitlement is not paid, with the words a user reads. The rules themselves stand in `judge-entitlements.sql`. */
export const REASONS = {
  VERIFICATION_OVERDUE: {
    label: '认证逾期',
    rule: '领取资格认证已过有效期（含宽限期）或从未认证；认证后自动补发。',
  },
  CUSTODY: { label: '服刑', rule: '服刑次月起暂停；释放后，服刑期间各月不补发。' },
  HELD: { label: '人工暂停', rule: '经办人提出并经复核确认的暂停；解除后自动补发。' },
  SUSPECTED_DEATH: {
    label: '疑似死亡待核实',
    rule: '数据比对发现死亡、火化或户口注销信息，核实并经复核之前不发放；排除后自动补发。',
  },
  SUSPECTED_CUSTODY: {
    label: '疑似服刑待核实',
    rule: '数据比对发现服刑信息，核实并经复核之前不发放；排除后自动补发。',
  },
  VERIFICATION_FAILED: {
    label: '认证不通过',
    rule: '最近一次领取资格认证未通过；重新认证通过后自动补发。',
  },
  NO_ACCOUNT: { label: '无有效账户', rule: '没有经复核确认的银行账户。' },
  ACCOUNT_ABNORMAL: { label: '账户异常', rule: '同一账户连续发放失败达到限次；更换账户后自动重发。' },
  PREVIOUS_RESULT_UNKNOWN: { label: '上笔结果不明', rule: '上一笔发放银行尚未给出结果，查明之前不再发放。' },
  EXCLUSIVE_PROJECT: { label: '互斥项目', rule: '同一月份已从互斥的另一项目领取。' },
  NO_FUNDING_LINE: { label: '无对应预算指标', rule: '待遇所属月份不在本批次预算指标可列支的期间内。' },
  DECEASED: {
    label: '死亡次月起停发',
    rule: '死亡当月发放，次月起不再发放；按年发放的以资格确认日在世为准。',
  },
  ENTITLEMENT_ENDED: { label: '资格终止', rule: '享受资格终止次月起不再发放。' },
  CUSTODY_NOT_BACK_PAID: { label: '服刑期间不补发', rule: '服刑次月至释放当月不发放，释放后也不补发。' },
  CORRECTION: { label: '更正', rule: '享受起始年月经更正后晚于该月，不应发放。' },
  DEDUCTION_UNDONE: {
    label: '抵扣未成',
    rule: '所在的发放没有成功，随之取消的抵扣；下一次发放时按约定重新扣。',
  },
  BANK_REFUSED: { label: '发放失败待重发', rule: '银行退回，等待重发。' },
  ACCOUNT_TO_CORRECT: { label: '账户待更正', rule: '银行因账户原因退回，账户更正并复核后重发。' },
} as const;

export type Reason = keyof typeof REASONS;
