/** Why a line of a return is not applied, as the work list shows it; the rules stand in `match-returned-lines.sql`. */
export const DISCREPANCY_KINDS = {
  MALFORMED_LINE: '无法读取的行',
  UNKNOWN_SERIAL: '序号不在本批次',
  REPEATED_ROW: '同一序号重复出现',
  AMOUNT_DIFFERS: '金额不符',
  ACCOUNT_DIFFERS: '账号不符',
  NAME_DIFFERS: '户名不符',
  ALREADY_SETTLED: '与已登记的结果不符',
} as const;

export type DiscrepancyKind = keyof typeof DISCREPANCY_KINDS;
