import type { BankProfile, Column, OutcomeRule } from './bank-profile';
import type { NormalisedOutcome } from './outcomes';
import type { OutFileField, ReturnLineField } from './profile-fields';

/**
 * The profiles an agency starts with and copies (design 4: P1 and P2 out, the full return R1 in). Banks differ
 * by branch: codes and words are to be agreed with the bank before the first real file.
 */

/** Feedback kinds of R1: 1 paid, 2 refused, 3 in process, 4 returned after having been paid (退汇). */
const PAID = '1';
const REFUSED = '2';

/** Words seen in the answers of banks whose codes are not listed; only for lines the bank calls refused. */
const REFUSAL_WORDS: readonly (readonly [string, NormalisedOutcome])[] = [
  ['户名', '01'],
  ['账号不存在', '02'],
  ['无效卡号', '02'],
  ['销户', '03'],
  ['冻结', '04'],
  ['止付', '04'],
  ['锁定', '04'],
  ['挂失', '05'],
  ['过期卡', '05'],
  ['久悬', '06'],
  ['睡眠', '06'],
  ['未激活', '06'],
  ['超限', '07'],
  ['非结算', '08'],
  ['非活期', '08'],
  ['证件', '09'],
  ['重复', '10'],
  ['余额不足', '11'],
  ['额度不足', '11'],
  ['处理中', '13'],
  ['超时', '13'],
];

const REFUSAL_CODES = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'] as const;

/**
 * The kind must agree with the code: an answer that says paid with the code of a refusal, or the reverse, fits
 * no rule, is 99, and goes to a person.
 */
const R1_OUTCOMES: OutcomeRule[] = [
  { feedbackKind: PAID, bankCode: '0000', outcome: '00' },
  ...REFUSAL_CODES.map((outcome) => ({ feedbackKind: REFUSED, bankCode: `00${outcome}`, outcome })),
  { feedbackKind: '3', outcome: '13' },
  { feedbackKind: '4', outcome: '14' },
  ...REFUSAL_WORDS.map(([messageContains, outcome]) => ({ feedbackKind: REFUSED, messageContains, outcome })),
];

/** What R1 adds to each line of the payment file. */
const R1_ANSWER: Column<ReturnLineField>[] = [
  { field: 'feedbackKind' },
  { field: 'bankCode' },
  { field: 'bankMessage' },
  { field: 'postedOn', dateFormat: 'yyyyMMdd' },
  { field: 'bankSerial' },
];

const P1_HEADER: Column<OutFileField>[] = [
  { field: 'batchNo' },
  { field: 'versionNo' },
  { field: 'producedOn', dateFormat: 'yyyyMMdd' },
  { field: 'payerUnitNo' },
  { field: 'payerAccount' },
  { field: 'constant', text: 'CNY' },
  { field: 'lineCount' },
  { field: 'total', amountUnit: 'YUAN' },
];

/** P1: `|`-delimited GBK with a header; document kind 01 is the citizen ID; "times today" is the part's number. */
const P1: BankProfile = {
  name: 'P1 竖线分隔（GBK，首行汇总）／R1 全量回盘',
  out: {
    kind: 'DELIMITED',
    delimiter: '|',
    charset: 'GBK',
    lineEnd: 'CRLF',
    header: P1_HEADER,
    columns: [
      { field: 'serial' },
      { field: 'payeeName' },
      { field: 'amount', amountUnit: 'YUAN' },
      { field: 'accountNumber' },
      { field: 'payerUnitNo' },
      { field: 'constant', text: '01' },
      { field: 'citizenId' },
      { field: 'partNo' },
    ],
    trailer: null,
    fileName: 'DF_{unit}_{yyyyMMdd}_{batch}_{part}.txt',
    maxLinesPerFile: null,
  },
  return: {
    kind: 'DELIMITED',
    delimiter: '|',
    charset: 'GBK',
    header: P1_HEADER,
    columns: [
      { field: 'serial' },
      { field: 'payeeName' },
      { field: 'amount', amountUnit: 'YUAN' },
      { field: 'accountNumber' },
      { field: 'ignored' },
      { field: 'ignored' },
      { field: 'ignored' },
      { field: 'ignored' },
      ...R1_ANSWER,
    ],
    trailer: null,
    outcomes: R1_OUTCOMES,
    unlistedMeans: 'UNKNOWN',
  },
};

/** P2: no header; GB18030, so that every name can be written. */
const P2: BankProfile = {
  name: 'P2 竖线分隔（GB18030，无首行）／全量回盘',
  out: {
    kind: 'DELIMITED',
    delimiter: '|',
    charset: 'GB18030',
    lineEnd: 'CRLF',
    header: null,
    columns: [
      { field: 'serial' },
      { field: 'accountNumber' },
      { field: 'payeeName' },
      { field: 'amount', amountUnit: 'YUAN' },
      { field: 'note' },
    ],
    trailer: null,
    fileName: 'DF_{unit}_{yyyyMMdd}_{batch}.txt',
    maxLinesPerFile: null,
  },
  return: {
    kind: 'DELIMITED',
    delimiter: '|',
    charset: 'GB18030',
    header: null,
    columns: [
      { field: 'serial' },
      { field: 'accountNumber' },
      { field: 'payeeName' },
      { field: 'amount', amountUnit: 'YUAN' },
      { field: 'ignored' },
      ...R1_ANSWER,
    ],
    trailer: null,
    outcomes: R1_OUTCOMES,
    unlistedMeans: 'UNKNOWN',
  },
};

/** The profiles that come with the system. */
export const BUILT_IN_PROFILES: Readonly<Record<'P1' | 'P2', BankProfile>> = { P1, P2 };
