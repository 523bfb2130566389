import { addMonthsToDate } from '../calendar/business-date';
import { cellText, readDate } from '../file-import/cell-values';
import { RowProblems } from '../file-import/row-problems';
import type { StagedValue } from '../file-import/stage-rows';
import { maskCitizenId, readCitizenId, typedNumber } from '../person/citizen-id';
import { readPersonName } from '../person/person-name';
import type { TemplateColumn } from '../table-file/find-header';
import type { TableRow } from '../table-file/table-row';
import type { Vault } from '../vault/vault';
import { missingEvidence, type EvidenceNeeds } from './evidence-needs';
import {
  VERIFICATION_CHANNELS,
  type VerificationChannel,
  type VerificationResult,
} from './verification.entity';

/** The columns of a file of verifications with the indicator codes other systems export (design, field facts). */
export const VERIFICATION_COLUMNS = [
  { title: '公民身份号码', aliases: ['AAC002', 'AAC147'] },
  { title: '姓名', aliases: ['AAC003'] },
  { title: '认证方式', aliases: ['AAC098'] },
  { title: '认证日期', aliases: ['AAC095'] },
  { title: '凭证说明', aliases: ['AAE013'] },
  { title: '认证结果', optional: true },
  { title: '凭证编号', optional: true },
  { title: '上门人员', optional: true },
  { title: '凭证文件编号', optional: true },
] as const satisfies readonly TemplateColumn[];

/** The columns of the staging table in the order of a staged row. */
export const VERIFICATION_STAGING_COLUMNS = [
  'row_no',
  'problems',
  'citizen_id_index',
  'citizen_id_masked',
  'name',
  'name_key',
  'channel',
  'verified_on',
  'evidence',
  'result',
  'reference_no',
  'visitors',
  'evidence_file_id',
] as const;

/** Other ways in which offices write a channel. */
const OTHER_WRITINGS: Readonly<Record<string, VerificationChannel>> = {
  社区协助: 'COMMUNITY',
  单位协助: 'COMMUNITY',
  境外证明: 'OVERSEAS',
  上门认证: 'HOME_VISIT',
};

const CHANNELS = new Map<string, VerificationChannel>([
  ...(Object.entries(VERIFICATION_CHANNELS) as [VerificationChannel, string][]).map(
    ([channel, label]) => [label, channel] as const,
  ),
  ...Object.entries(OTHER_WRITINGS),
]);

/** How offices write what a verification came to; an empty cell means passed. */
const RESULTS = new Map<string, VerificationResult>([
  ['', 'PASSED'],
  ['通过', 'PASSED'],
  ['认证通过', 'PASSED'],
  ['不通过', 'FAILED'],
  ['认证不通过', 'FAILED'],
]);

/** The column in which each thing a channel needs is written. */
const COLUMN_OF: Readonly<Record<keyof EvidenceNeeds, string>> = {
  evidence: '凭证说明',
  referenceNo: '凭证编号',
  visitors: '上门人员',
  file: '凭证文件编号',
};

/** A proof older than the longest cycle decides nothing; the same limit holds for one recorded by hand. */
const OLDEST_MONTHS = 60;
const LONGEST_EVIDENCE = 500;
const LONGEST_REFERENCE = 100;
const FILE_NUMBER = /^[1-9]\d{0,14}$/;

/**
 * Reads one row of a file of verifications into the values of the staging table; everything wrong with it is
 * collected in `problems`. `today` is the business date.
 */
export function readVerificationRow(
  row: TableRow,
  { vault, today }: { vault: Vault; today: string },
): StagedValue[] {
  const problems = new RowProblems();
  const [idCell, nameCell, channelCell, dateCell] = row.cells;
  const [idTitle, nameTitle, channelTitle] = VERIFICATION_COLUMNS.map(({ title }) => title);
  const idText = cellText(idCell);
  const masked = maskCitizenId(typedNumber(idText));
  const identity = readCitizenId(idText, today);
  if ('problem' in identity) problems.error(idTitle!, masked, identity.problem);
  const nameText = nameCell?.text ?? '';
  const name = readPersonName(nameText);
  if ('problem' in name) problems.error(nameTitle!, nameText, name.problem);
  const channel = CHANNELS.get(cellText(channelCell)) ?? null;
  if (channel === null) {
    const known = Object.values(VERIFICATION_CHANNELS).join('、');
    problems.error(channelTitle!, cellText(channelCell), `认证方式只能是：${known}。`);
  }
  const verifiedOn = readVerifiedOn(dateCell, today, problems);
  const proof = readEvidence(row, channel, problems);
  if (row.cells.slice(VERIFICATION_COLUMNS.length).some((cell) => cellText(cell) !== '')) {
    problems.error('', '', '模板以外的列中还有内容，请删除。');
  }
  return [
    row.rowNo,
    problems.found.length > 0 ? problems.found : null,
    'problem' in identity ? null : vault.index('citizen-id', identity.id),
    masked,
    'problem' in name ? null : name.name,
    'problem' in name ? null : name.nameKey,
    channel,
    verifiedOn,
    ...proof,
  ];
}

/** The values of the last five staged columns: evidence, result, reference, visitors and file. */
function readEvidence(
  { rowNo, cells }: TableRow,
  channel: VerificationChannel | null,
  problems: RowProblems,
): StagedValue[] {
  const text = (column: number) => cellText(cells[column]);
  const [evidence, resultText, referenceText, visitorText] = [text(4), text(5), text(6), text(7)];
  const fileText = typedNumber(text(8));
  const result = RESULTS.get(resultText);
  if (!result) problems.error('认证结果', resultText, '认证结果只能是：通过、不通过；留空为通过。');
  if (evidence.length > LONGEST_EVIDENCE)
    problems.error('凭证说明', evidence, `凭证说明不超过 ${LONGEST_EVIDENCE} 个字。`);
  if (referenceText.length > LONGEST_REFERENCE)
    problems.error('凭证编号', referenceText, `凭证编号不超过 ${LONGEST_REFERENCE} 个字。`);
  if (fileText !== '' && !FILE_NUMBER.test(fileText))
    problems.error('凭证文件编号', fileText, '凭证文件编号是上传凭证文件时答复的数字。');
  // The file itself, kept by its hash, is the record of a comparison: its row can be looked up again.
  const ownNo = channel === 'DATA_COMPARISON' ? `导入文件第${rowNo}行` : '';
  const referenceNo = referenceText || ownNo;
  const visitors = visitorText.split(/[、,，;；\s]+/).filter(Boolean);
  const given = { evidence, referenceNo, visitors, hasFile: fileText !== '' };
  for (const { field, need } of channel && result ? missingEvidence(channel, result, given) : [])
    problems.error(COLUMN_OF[field], '', `${VERIFICATION_CHANNELS[channel!]}认证须填写：${need}。`);
  return [
    evidence,
    result ?? null,
    referenceNo || null,
    visitors.length > 0 ? `{${visitors.map((name) => JSON.stringify(name)).join(',')}}` : null,
    FILE_NUMBER.test(fileText) ? Number(fileText) : null,
  ];
}

function readVerifiedOn(
  cell: TableRow['cells'][number] | undefined,
  today: string,
  problems: RowProblems,
): string | null {
  const title = VERIFICATION_COLUMNS[3].title;
  const text = cellText(cell);
  const read = text === '' ? { problem: '认证日期为空。' } : readDate(cell);
  if (typeof read !== 'string') {
    problems.error(title, text, read.problem);
    return null;
  }
  if (read > today) problems.error(title, text, '认证日期晚于今天。');
  if (read < addMonthsToDate(today, -OLDEST_MONTHS)) problems.error(title, text, '认证日期在五年以前。');
  return read;
}
