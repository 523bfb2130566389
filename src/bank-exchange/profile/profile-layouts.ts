import type { AmountUnit, Charset, DateFormat, LineEnd } from './bank-profile';
import { FILE_NAME_PLACEHOLDERS, UNSAFE_IN_FILE_NAMES } from './file-name';
import { OUTCOME_CODES } from './outcomes';
import {
  FORBIDDEN_IN_FIELDS,
  formOf,
  labelOf,
  OUT_FILE_FIELDS,
  OUT_LINE_FIELDS,
  RETURN_FILE_FIELDS,
  RETURN_LINE_FIELDS,
} from './profile-fields';
import type { ProfileReader } from './profile-reader';
import { findUnencodable } from './strict-encoder';

const CHARSETS: readonly Charset[] = ['GBK', 'GB18030', 'UTF-8', 'UTF-8-BOM'];
const LINE_ENDS: readonly LineEnd[] = ['CRLF', 'LF'];
const AMOUNT_UNITS: readonly AmountUnit[] = ['YUAN', 'FEN'];
const DATE_FORMATS: readonly DateFormat[] = ['yyyyMMdd', 'yyyy-MM-dd'];
/** Bounds against a runaway profile; the widest known bank layout has 40 columns. */
const MAX_COLUMNS = 100;
const MAX_RULES = 500;
const MAX_WIDTH = 500;

/**
 * Punctuation or TAB only: a delimiter with letters, digits, a dot, a minus or a space would cut numbers,
 * dates and names.
 */
const DELIMITER = /^[\t!"#$%&'*+,/:;<=>?@^_`{|}~]{1,4}$/;
const FORBIDDEN = new RegExp(`[${FORBIDDEN_IN_FIELDS}]`);

/** What the columns of a layout must know of the file they stand in. */
type Shape = { charset: Charset | undefined; delimiter: string | undefined; fixedWidth: boolean };

const SHAPE_KEYS = ['kind', 'delimiter', 'charset', 'header', 'columns', 'trailer'];

/** Checks the layout of the payment file. */
export function readOutLayout(reader: ProfileReader, value: unknown, place: string): void {
  const layout = reader.record(value, place, [...SHAPE_KEYS, 'lineEnd', 'fileName', 'maxLinesPerFile']);
  if (!layout) return;
  const shape = readShape(reader, layout, place);
  reader.oneOf(layout['lineEnd'], `${place}的换行方式`, LINE_ENDS);
  const optional = { mandatory: [], repeatable: ['constant'] };
  readColumns(reader, layout['header'], `${place}的首行`, OUT_FILE_FIELDS, shape, optional);
  readColumns(reader, layout['trailer'], `${place}的末行`, OUT_FILE_FIELDS, shape, optional);
  readColumns(reader, layout['columns'], `${place}的明细`, OUT_LINE_FIELDS, shape, {
    mandatory: ['serial', 'accountNumber', 'payeeName', 'amount'],
    repeatable: ['constant', 'payeeName', 'note'],
  });
  readFileName(reader, layout, place);
}

/** Checks the layout of the return file. */
export function readReturnLayout(reader: ProfileReader, value: unknown, place: string): void {
  const layout = reader.record(value, place, [...SHAPE_KEYS, 'outcomes', 'unlistedMeans']);
  if (!layout) return;
  const shape = readShape(reader, layout, place);
  const optional = { mandatory: [], repeatable: ['constant', 'ignored'] };
  readColumns(reader, layout['header'], `${place}的首行`, RETURN_FILE_FIELDS, shape, optional);
  readColumns(reader, layout['trailer'], `${place}的末行`, RETURN_FILE_FIELDS, shape, optional);
  const fields = readColumns(reader, layout['columns'], `${place}的明细`, RETURN_LINE_FIELDS, shape, {
    mandatory: ['serial', 'accountNumber', 'amount'],
    repeatable: ['ignored'],
  });
  readOutcomes(reader, layout['outcomes'], `${place}的结果对照`, fields);
  reader.oneOf(layout['unlistedMeans'], `${place}未列出的明细`, ['UNKNOWN']);
}

function readShape(reader: ProfileReader, layout: Record<string, unknown>, place: string): Shape {
  const charset = reader.oneOf(layout['charset'], `${place}的字符集`, CHARSETS);
  const kind = reader.oneOf(layout['kind'], `${place}的格式`, ['DELIMITED', 'FIXED_WIDTH']);
  let delimiter: string | undefined;
  if (kind === 'DELIMITED') {
    delimiter = reader.text(layout['delimiter'], `${place}的分隔符`, 4);
    if (delimiter !== undefined && !DELIMITER.test(delimiter)) {
      reader.add(`${place}的分隔符`, '只能用制表符或标点，不能用字母、数字、空格、句点、减号、反斜杠');
    }
  } else if (kind === 'FIXED_WIDTH' && layout['delimiter'] !== undefined) {
    reader.add(`${place}的分隔符`, '定长文件没有分隔符');
  }
  return { charset, delimiter, fixedWidth: kind === 'FIXED_WIDTH' };
}

/** Checks the columns of one kind of line; null means that the file has no such line. */
function readColumns(
  reader: ProfileReader,
  value: unknown,
  place: string,
  known: readonly string[],
  shape: Shape,
  rules: { mandatory: readonly string[]; repeatable: readonly string[] },
): string[] {
  if (value === null && rules.mandatory.length === 0) return [];
  const columns = reader.list(value, place, MAX_COLUMNS) ?? [];
  const fields = columns.flatMap((column, index) => {
    return readColumn(reader, column, `${place}第 ${index + 1} 列`, known, shape) ?? [];
  });
  if (columns.length === 0) return fields;
  for (const field of rules.mandatory) {
    if (!fields.includes(field)) reader.add(place, `缺少必需的列“${labelOf(field)}”`);
  }
  for (const field of new Set(fields)) {
    const repeated = fields.filter((other) => other === field).length > 1;
    if (repeated && !rules.repeatable.includes(field)) reader.add(place, `“${labelOf(field)}”只能出现一次`);
  }
  return fields;
}

function readColumn(
  reader: ProfileReader,
  value: unknown,
  place: string,
  known: readonly string[],
  shape: Shape,
): string | undefined {
  const keys = ['field', 'text', 'amountUnit', 'dateFormat', 'width', 'align', 'pad'];
  const column = reader.record(value, place, keys);
  if (!column) return undefined;
  const field = known.find((name) => name === column['field']);
  if (field === undefined) return reader.add(place, `不认识的字段“${String(column['field'])}”`);
  const form = formOf(field);
  if (form === 'AMOUNT') reader.oneOf(column['amountUnit'], `${place}的金额单位`, AMOUNT_UNITS);
  else refuse(reader, column, 'amountUnit', place, '只有金额列才有金额单位');
  if (form === 'DATE') reader.oneOf(column['dateFormat'], `${place}的日期格式`, DATE_FORMATS);
  else refuse(reader, column, 'dateFormat', place, '只有日期列才有日期格式');
  if (field === 'constant') readConstant(reader, column['text'], `${place}的固定文字`, shape);
  else refuse(reader, column, 'text', place, '只有固定文字列才有文字');
  if (shape.fixedWidth) {
    reader.wholeNumber(column['width'], `${place}的宽度（字节）`, 1, MAX_WIDTH);
    const align = reader.oneOf(column['align'], `${place}的对齐方式`, ['LEFT', 'RIGHT']);
    const pad = reader.oneOf(column['pad'], `${place}的填充字符`, [' ', '0']);
    // Zeros after a number, or before an account, would be read back as part of it.
    if (pad === '0' && (align !== 'RIGHT' || (form !== 'NUMBER' && form !== 'AMOUNT'))) {
      reader.add(`${place}的填充字符`, '只有右对齐的数字和金额可以补零');
    }
  } else {
    for (const key of ['width', 'align', 'pad']) refuse(reader, column, key, place, '分隔文件没有列宽和填充');
  }
  return field;
}

function refuse(
  reader: ProfileReader,
  column: Record<string, unknown>,
  key: string,
  place: string,
  why: string,
): void {
  if (column[key] !== undefined) reader.add(place, why);
}

/** An empty constant is an empty column; anything else must survive the file as it is. */
function readConstant(reader: ProfileReader, value: unknown, place: string, shape: Shape): void {
  if (typeof value !== 'string') return reader.add(place, '应为文字');
  if (value.length > MAX_WIDTH) reader.add(place, `最多 ${MAX_WIDTH} 个字符`);
  if (FORBIDDEN.test(value)) reader.add(place, '不能含有换行、制表符、反斜杠或控制字符');
  const delimiter = shape.delimiter;
  if (delimiter && [...delimiter].some((mark) => value.includes(mark))) reader.add(place, '不能含有分隔符');
  const strange = shape.charset ? findUnencodable(value, shape.charset) : [];
  if (strange.length > 0) reader.add(place, `“${strange.join('')}”不能用 ${shape.charset} 表示`);
}

function readFileName(reader: ProfileReader, layout: Record<string, unknown>, place: string): void {
  const limit = layout['maxLinesPerFile'];
  if (limit !== null) reader.wholeNumber(limit, `${place}的每个文件最多行数`, 1, 10_000_000);
  const pattern = reader.text(layout['fileName'], `${place}的文件名`, 120);
  if (pattern === undefined) return;
  for (const [, name] of pattern.matchAll(/\{([^{}]*)\}/g)) {
    if (!FILE_NAME_PLACEHOLDERS.some((known) => known === name)) {
      reader.add(`${place}的文件名`, `不认识的占位符“{${name}}”`);
    }
  }
  const rest = pattern.replace(/\{[^{}]*\}/g, '');
  if (/[{}]/.test(rest)) reader.add(`${place}的文件名`, '花括号没有成对');
  if (UNSAFE_IN_FILE_NAMES.test(rest)) {
    reader.add(`${place}的文件名`, '不能含有路径分隔符、控制字符或 : * ? " < > |');
  }
  if (/^\.|\.$/.test(pattern)) reader.add(`${place}的文件名`, '不能以句点开头或结尾');
  if (!pattern.includes('{batch}')) reader.add(`${place}的文件名`, '必须含有 {batch}，否则各批文件会重名');
  if (limit !== null && !pattern.includes('{part}')) {
    reader.add(`${place}的文件名`, '会拆分成多个文件时必须含有 {part}，否则各卷会重名');
  }
}

function readOutcomes(reader: ProfileReader, value: unknown, place: string, fields: readonly string[]): void {
  const conditions = { feedbackKind: 'feedbackKind', bankCode: 'bankCode', messageContains: 'bankMessage' };
  const seen = new Set<string>();
  for (const [index, entry] of (reader.list(value, place, MAX_RULES) ?? []).entries()) {
    const at = `${place}第 ${index + 1} 条`;
    const rule = reader.record(entry, at, [...Object.keys(conditions), 'outcome']);
    if (!rule) continue;
    const outcome = reader.oneOf(rule['outcome'], `${at}的结果`, OUTCOME_CODES);
    const given = Object.entries(conditions).filter(([key]) => rule[key] !== undefined);
    for (const [key, column] of given) {
      reader.text(rule[key], `${at}的条件`, 100);
      if (!fields.includes(column)) reader.add(at, `明细中没有“${labelOf(column)}”列，这个条件永远不成立`);
    }
    if (given.length === 0) reader.add(at, '至少要有一个条件');
    // "未成功" contains "成功": words alone never prove that money was paid.
    if (outcome === '00' && rule['feedbackKind'] === undefined && rule['bankCode'] === undefined) {
      reader.add(at, '不能只凭文字判定成功，要有反馈类别或反馈代码');
    }
    const key = JSON.stringify([rule['feedbackKind'], rule['bankCode'], rule['messageContains']]);
    if (seen.has(key)) reader.add(at, '条件与前面的一条完全相同，永远用不到');
    seen.add(key);
  }
}
