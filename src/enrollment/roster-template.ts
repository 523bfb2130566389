import type { Fen } from '../calendar/money';
import type { Month } from '../calendar/month';
import type { TemplateColumn } from '../table-file/find-header';
import type { TableCell } from '../table-file/table-row';

/** A cap of an individual benefit from a month on. */
export interface BenefitCap {
  readonly effectiveFrom: Month;
  readonly amountFen: Fen;
}

/** A benefit whose amount each person has on the roster. */
export interface RosterBenefit {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly caps: readonly BenefitCap[];
}

/**
 * The fixed columns of the roster (花名册), in order, with the indicator codes (人社指标代码) under which other systems
 * export them. Source: design, field facts, "Accept these codes as column headers of imports".
 */
export const ROSTER_COLUMNS = [
  { field: 'citizenId', title: '公民身份号码', aliases: ['AAC002', 'AAC147'] },
  { field: 'name', title: '姓名', aliases: ['AAC003'] },
  { field: 'phone', title: '手机号', aliases: ['AAE005', 'AAC067'] },
  { field: 'street', title: '街道', aliases: ['AAF013'] },
  { field: 'community', title: '社区', aliases: ['AAF103', 'AAF030'] },
  { field: 'employer', title: '原单位', aliases: ['AAB004'] },
  { field: 'retiredOn', title: '退休日期', aliases: ['AIC162'] },
  { field: 'fromMonth', title: '享受起始年月', aliases: ['AIC160', 'AAE041'] },
  { field: 'untilMonth', title: '享受终止年月', aliases: ['AAE042'] },
  { field: 'account', title: '银行账号', aliases: ['AAE010', 'AAE053'] },
  { field: 'payeeName', title: '户名', aliases: ['AAE009'] },
  { field: 'payeeRelation', title: '户名关系', aliases: [] },
  { field: 'payeeDocument', title: '关系证明文件', aliases: [] },
  { field: 'bankName', title: '开户银行', aliases: ['AAE008', 'AAF200'] },
  { field: 'bankCode', title: '联行号', aliases: ['BIE013'] },
] as const;

export type RosterField = (typeof ROSTER_COLUMNS)[number]['field'];

/** The cells of a row by field. */
export type RosterCells = (field: RosterField) => TableCell | undefined;

/** The title of a fixed column. */
export const ROSTER_TITLES = Object.fromEntries(ROSTER_COLUMNS.map(({ field, title }) => [field, title])) as {
  readonly [Field in RosterField]: string;
};

/** The title of an individual benefit's column; its amounts are yuan. */
export function benefitTitle({ name }: { readonly name: string }): string {
  return `${name}（元）`;
}

/** The columns of a project's roster: the fixed ones, then one per benefit with individual amounts. */
export function rosterColumns(benefits: readonly Pick<RosterBenefit, 'code' | 'name'>[]): TemplateColumn[] {
  return [
    ...ROSTER_COLUMNS.map(({ title, aliases }) => ({ title, aliases })),
    ...benefits.map((benefit) => ({ title: benefitTitle(benefit), aliases: [benefit.name, benefit.code] })),
  ];
}

/** The most anybody may get of a benefit in a month; before the first rate, that of the first. */
export function capIn(caps: readonly BenefitCap[], month: Month): Fen | undefined {
  const inForce = caps.filter((cap) => cap.effectiveFrom <= month).at(-1) ?? caps[0];
  return inForce?.amountFen;
}
