/**
 * The normalised outcomes (归一化结果码) of a payment line: what a bank said, in the office's own words.
 *
 * Every bank's codes and words are mapped to these by its profile (design 4); the dictionary with its
 * ISO 20022 status reasons and default actions is that of design 8.
 */
export type NormalisedOutcome =
  | '00'
  | '01'
  | '02'
  | '03'
  | '04'
  | '05'
  | '06'
  | '07'
  | '08'
  | '09'
  | '10'
  | '11'
  | '12'
  | '13'
  | '14'
  | '99';

/**
 * What an outcome means for the money.
 * - SUCCEEDED: paid.
 * - FAILED: certainly not paid; may be paid again.
 * - UNKNOWN (结果不明): nobody knows yet; never paid again until a person or the bank has decided.
 * - REVERSED (退汇): was paid and came back.
 */
export type OutcomeKind = 'SUCCEEDED' | 'FAILED' | 'UNKNOWN' | 'REVERSED';

export type Outcome = {
  code: NormalisedOutcome;
  kind: OutcomeKind;
  /** The payee's account or identity must be corrected before the line may be paid again. */
  accountFault: boolean;
  /** ISO 20022 status or reason code; null where the standard has none. */
  isoCode: string | null;
  /** Chinese label for lists and forms. */
  label: string;
  /** What the office does by default, in Chinese. */
  action: string;
};

/**
 * Why three codes that sound like failures are UNKNOWN: 10 may mean that the first order was paid,
 * 13 is still on its way, and 99 is a text nobody has read yet. Paying any of them again could pay twice.
 */
const TABLE: readonly (readonly [NormalisedOutcome, OutcomeKind, boolean, string | null, string, string])[] =
  [
    // code  kind        account  ISO     label              default action
    ['00', 'SUCCEEDED', false, 'ACSC', '成功', '无需处理'],
    ['01', 'FAILED', true, 'BE01', '户名不符', '更正户名（含间隔号）后补发'],
    ['02', 'FAILED', true, 'AC01', '账号不存在或无效卡号', '重新采集账号后补发'],
    ['03', 'FAILED', true, 'AC04', '账户已销户', '重新采集账号后补发'],
    ['04', 'FAILED', true, 'AC06', '账户冻结、止付或锁定', '联系本人，暂缓补发'],
    ['05', 'FAILED', true, 'AC06', '挂失或卡片过期', '更换卡号后补发'],
    ['06', 'FAILED', true, 'AC06', '久悬户、睡眠户或未激活金融功能', '通知本人到银行激活，并核实生存状态'],
    ['07', 'FAILED', true, 'AM02', '超出账户限额', '变更账户类别或拆分后补发'],
    ['08', 'FAILED', true, 'AC14', '非结算账户或非活期账户', '更换账户后补发'],
    ['09', 'FAILED', true, 'BE17', '证件号不符或证件过期', '通知本人到银行更新证件资料后补发'],
    ['10', 'UNKNOWN', false, 'AM05', '重复业务', '向银行查询原业务结果，不得直接重发'],
    ['11', 'FAILED', false, 'AM04', '付款账户余额或额度不足', '整批核对资金后重新发送'],
    ['12', 'FAILED', false, 'FF01', '文件格式或笔数金额不符', '更正文件后重新发送'],
    ['13', 'UNKNOWN', false, 'PDNG', '银行处理中或超时', '结果不明，向银行查询'],
    ['14', 'REVERSED', false, null, '退票或资金退回', '登记被动退回，同年度的恢复指标'],
    ['99', 'UNKNOWN', false, 'MS03', '其他（未能识别的银行答复）', '人工判定；判定之前不得补发'],
  ];

/** All normalised outcomes by code. */
export const OUTCOMES: Readonly<Record<NormalisedOutcome, Outcome>> = Object.freeze(
  Object.fromEntries(
    TABLE.map(([code, kind, accountFault, isoCode, label, action]) => [
      code,
      { code, kind, accountFault, isoCode, label, action },
    ]),
  ) as Record<NormalisedOutcome, Outcome>,
);

/** The codes in the order of the dictionary. */
export const OUTCOME_CODES: readonly NormalisedOutcome[] = TABLE.map(([code]) => code);
