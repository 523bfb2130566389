import type { TemplateColumn } from '../table-file/find-header';
import type { SuspicionKind } from './suspicion.states';

/** Where a comparison file comes from (比对来源): its words, its columns, and what a hit in it means. */
export interface ComparisonSourceRow {
  readonly label: string;
  /** What a hit makes the person suspected of; null for a sign of life. */
  readonly suspicion: SuspicionKind | null;
  readonly dateTitle: string;
  readonly recordTitle: string;
}

/** Every kind of file that is compared with the registry. A new one is a row here and a value in the schema. */
export const COMPARISON_SOURCES = {
  DEATHS: { label: '死亡登记', suspicion: 'DEATH', dateTitle: '死亡日期', recordTitle: '死亡证明编号' },
  CREMATIONS: { label: '火化', suspicion: 'DEATH', dateTitle: '火化日期', recordTitle: '火化证明编号' },
  HOUSEHOLD_CANCELLATIONS: {
    label: '户口注销',
    suspicion: 'DEATH',
    dateTitle: '注销日期',
    recordTitle: '注销证明编号',
  },
  CUSTODY: { label: '服刑羁押', suspicion: 'CUSTODY', dateTitle: '羁押日期', recordTitle: '法律文书编号' },
  MEDICAL_VISITS: { label: '就医', suspicion: null, dateTitle: '就医日期', recordTitle: '就诊流水号' },
  TRAVEL: { label: '乘机乘车', suspicion: null, dateTitle: '乘坐日期', recordTitle: '客票号' },
} as const satisfies Record<string, ComparisonSourceRow>;

export type ComparisonSource = keyof typeof COMPARISON_SOURCES;

/** The columns of a source's template, with the indicator codes other systems export (design, field facts). */
export function comparisonColumns(source: ComparisonSource): readonly TemplateColumn[] {
  const { dateTitle, recordTitle } = COMPARISON_SOURCES[source];
  return [
    { title: '公民身份号码', aliases: ['AAC002', 'AAC147'] },
    { title: '姓名', aliases: ['AAC003'] },
    { title: dateTitle },
    { title: recordTitle },
  ];
}

/** How a row was matched with a person. All but EXACT are weaker: they are listed, and extend no verification. */
export const HIT_MATCHES = {
  EXACT: '号码与姓名一致',
  ID_OTHER_NAME: '号码一致，姓名不同',
  LEGACY_ID: '由 15 位旧号码换算，姓名一致',
} as const;

export type HitMatch = keyof typeof HIT_MATCHES;

/** What became of a hit once its file took effect. */
export const HIT_EFFECTS = {
  SUSPECTED: '列为疑似，待核实',
  REPEATED: '同一事实此前已比中，不重复',
  KNOWN: '该人员的死亡或服刑已登记',
  VERIFIED: '延续领取资格认证',
  OLDER: '同一人在本文件中另有更晚的记录',
  AFTER_DEATH: '日期在已登记的死亡之后，请核实',
  LISTED: '号码或姓名不完全一致，仅列示',
} as const;

export type HitEffect = keyof typeof HIT_EFFECTS;
