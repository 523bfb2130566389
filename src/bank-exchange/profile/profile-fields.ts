/**
 * The fields a bank profile's columns can be bound to, and how each is written. One table for the
 * validator, the renderer and the reader, so that none can know a field the others do not.
 */

/** What a payment line carries. */
const LINE_FIELDS = [
  'serial',
  'payeeName',
  'accountNumber',
  'citizenId',
  'amount',
  'bankName',
  'bankCode',
  'note',
] as const;

/** What a file carries as a whole; `total` is the sum of its lines. */
const FILE_FIELDS = [
  'batchNo',
  'versionNo',
  'producedOn',
  'payerUnitNo',
  'payerAccount',
  'lineCount',
  'total',
  'partNo',
  'partCount',
] as const;

/** What a return line carries; `ignored` is a column the office does not read. */
export const RETURN_FIELDS = [
  'serial',
  'accountNumber',
  'payeeName',
  'amount',
  'feedbackKind',
  'bankCode',
  'bankMessage',
  'postedOn',
  'bankSerial',
] as const;

export type LineField = (typeof LINE_FIELDS)[number];
export type FileField = (typeof FILE_FIELDS)[number];
export type ReturnField = (typeof RETURN_FIELDS)[number];

/** Columns of a payment line: its own fields, those of the file (payer unit no, part no), constants. */
export type OutLineField = LineField | FileField | 'constant';
export type OutFileField = FileField | 'constant';
export type ReturnLineField = ReturnField | 'ignored';
/** In a return's header a constant must read exactly as given: the currency, a record mark. */
export type ReturnFileField = FileField | 'constant' | 'ignored';

export const OUT_LINE_FIELDS: readonly OutLineField[] = [...LINE_FIELDS, ...FILE_FIELDS, 'constant'];
export const OUT_FILE_FIELDS: readonly OutFileField[] = [...FILE_FIELDS, 'constant'];
export const RETURN_LINE_FIELDS: readonly ReturnLineField[] = [...RETURN_FIELDS, 'ignored'];
export const RETURN_FILE_FIELDS: readonly ReturnFileField[] = [...FILE_FIELDS, 'constant', 'ignored'];

/** A file field belongs to the file, not to the line. */
export function isFileField(field: OutLineField): field is FileField {
  return (FILE_FIELDS as readonly string[]).includes(field);
}

/** How a field is written: whole numbers, amounts of fen, dates, or text as it is. */
export type FieldForm = 'NUMBER' | 'AMOUNT' | 'DATE' | 'TEXT';

const FORMS: Readonly<Record<string, FieldForm>> = {
  serial: 'NUMBER',
  versionNo: 'NUMBER',
  lineCount: 'NUMBER',
  partNo: 'NUMBER',
  partCount: 'NUMBER',
  amount: 'AMOUNT',
  total: 'AMOUNT',
  producedOn: 'DATE',
  postedOn: 'DATE',
};

/** How a field is written: text unless the table says otherwise. */
export function formOf(field: string): FieldForm {
  return FORMS[field] ?? 'TEXT';
}

const LABELS: Readonly<Record<string, string>> = {
  serial: '序号',
  payeeName: '户名',
  accountNumber: '账号',
  citizenId: '证件号码',
  amount: '金额',
  bankName: '开户行',
  bankCode: '联行号',
  note: '备注',
  batchNo: '批次号',
  versionNo: '版本号',
  producedOn: '制表日期',
  payerUnitNo: '单位编号',
  payerAccount: '付款账号',
  lineCount: '总笔数',
  total: '总金额',
  partNo: '分卷号',
  partCount: '分卷数',
  feedbackKind: '反馈类别',
  bankMessage: '反馈信息',
  postedOn: '入账日期',
  bankSerial: '银行流水号',
  constant: '固定文字',
};

/** The office's word for a field, for messages to users. */
export function labelOf(field: string): string {
  return LABELS[field] ?? field;
}

/**
 * What no field may hold: control characters, line ends of any kind, the byte order mark, the replacement
 * character, and the backslash, which COPY and many bank readers take as an escape.
 */
export const FORBIDDEN_IN_FIELDS = '\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029\\ufeff\\ufffd\\\\';
