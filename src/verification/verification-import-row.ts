import { addMonthsToDate } from '../calendar/business-date';
import { cellText, readDate } from '../file-import/cell-values';
import { RowProblems } from '../file-import/row-problems';
import type { StagedValue } from '../file-import/stage-rows';
import { maskCitizenId, readCitizenId, typedNumber } from '../person/citizen-id';
import { readPersonName } from '../person/person-name';
import type { TemplateColumn } from '../table-file/find-header';
import type { TableRow } from '../table-file/table-row';
import type { Vault } from '../vault/vault';
import { VERIFICATION_CHANNELS, type VerificationChannel } from './verification.entity';

/** The columns of a file of verifications with the indicator codes other systems export (design, field facts). */
export const VERIFICATION_COLUMNS = [
  { title: '公民身份号码', aliases: ['AAC002', 'AAC147'] },
  { title: '姓名', aliases: ['AAC003'] },
  { title: '认证方式', aliases: ['AAC098'] },
  { title: '认证日期', aliases: ['AAC095'] },
  { title: '凭证说明', aliases: ['AAE013'] },
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

/** A proof older than the longest cycle decides nothing; the same limit holds for one recorded by hand. */
const OLDEST_MONTHS = 60;
const LONGEST_EVIDENCE = 500;

/**
 * Reads one row of a file of verifications into the values of the staging table; everything wrong with it is
 * collected in `problems`. `today` is the business date.
 */
export function readVerificationRow(
  row: TableRow,
  { vault, today }: { vault: Vault; today: string },
): StagedValue[] {
  const problems = new RowProblems();
  const [idCell, nameCell, channelCell, dateCell, evidenceCell] = row.cells;
  const [idTitle, nameTitle, channelTitle, , evidenceTitle] = VERIFICATION_COLUMNS.map(({ title }) => title);
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
  const evidence = cellText(evidenceCell);
  if (evidence === '') problems.error(evidenceTitle!, '', '凭证说明为空。');
  if (evidence.length > LONGEST_EVIDENCE) {
    problems.error(evidenceTitle!, evidence, `凭证说明不超过 ${LONGEST_EVIDENCE} 个字。`);
  }
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
    evidence,
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
