import { printYuan, type Fen } from '../calendar/money';
import { maskCitizenId } from '../person/citizen-id';
import type { Vault } from '../vault/vault';
import { ROSTER_TITLES, benefitTitle, type RosterBenefit, type RosterField } from './roster-template';
import type { RosterAct, RosterChangeRow } from './roster.sql';

/** One field a row changes: what is registered and what the roster says, null where nothing is or may be shown. */
export interface FieldChange {
  readonly field: string;
  readonly title: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** One row of the preview (将要发生的变动). */
export interface RosterChangeView {
  /** Null for a person who is not in the file. */
  readonly rowNo: number | null;
  /** Where the next page begins. */
  readonly cursor: number;
  readonly act: RosterAct;
  readonly citizenId: string;
  readonly name: string;
  readonly accountTail: string | null;
  readonly fromMonth: string | null;
  readonly untilMonth: string | null;
  readonly changes: readonly FieldChange[];
}

/** Persons missing from a full roster stand in rows below zero, and are listed after the others. */
const AFTER_ALL_ROWS = 1_000_000_000;
const AMOUNT_FIELD = 'amount ';

/** A row of the preview as users see it: the citizen ID masked, the account by its last four digits. */
export function changeView(
  row: RosterChangeRow,
  benefits: readonly RosterBenefit[],
  vault: Vault,
): RosterChangeView {
  const { rowNo, act, name, accountTail, after } = row;
  return {
    rowNo: rowNo > 0 ? rowNo : null,
    cursor: rowNo > 0 ? rowNo : AFTER_ALL_ROWS - rowNo,
    act,
    citizenId: maskCitizenId(vault.decrypt(row.citizenId)),
    name,
    accountTail,
    fromMonth: after['fromMonth'] ?? null,
    untilMonth: after['untilMonth'] ?? null,
    changes: row.changedFields.map((field) => fieldChange(row, field, benefits)),
  };
}

function fieldChange(
  { before, after, amounts, amountsBefore }: RosterChangeRow,
  field: string,
  benefits: readonly RosterBenefit[],
): FieldChange {
  if (!field.startsWith(AMOUNT_FIELD)) {
    const title = ROSTER_TITLES[field as RosterField];
    return { field, title, before: before[field] ?? null, after: after[field] ?? null };
  }
  const benefit = benefits.find(({ code }) => field === AMOUNT_FIELD + code);
  if (!benefit) return { field, title: field, before: null, after: null };
  const yuan = (amountFen: Fen | undefined) => (amountFen === undefined ? null : printYuan(amountFen));
  return {
    field,
    title: benefitTitle(benefit),
    before: yuan(amountsBefore[String(benefit.id)]),
    after: yuan(amounts[String(benefit.id)]),
  };
}
