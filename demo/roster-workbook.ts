import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { printYuan } from '../src/calendar/money';
import { printMonth } from '../src/calendar/month';
import { rosterColumns, type RosterBenefit } from '../src/enrollment/roster-template';
import { PAYEE_RELATIONS } from '../src/person/bank-account.entity';
import { writeXlsx, type OutputValue } from '../src/table-file/write-xlsx';
import type { RosterPerson } from './roster-generator';

/** A line of a roster as a clerk's workbook holds it; what is left out is an empty cell. */
export type RosterLine = Omit<RosterPerson, 'sex'> & {
  /** Last month of entitlement, `2025-12`. */
  untilMonth?: string;
};

/** The benefits that have a column: those with individual amounts. */
export type WorkbookBenefit = Pick<RosterBenefit, 'code' | 'name'>;

/** A roster (花名册) as a clerk hands it in: an xlsx workbook with the columns of the project's template. */
export function rosterWorkbook(
  rows: readonly RosterLine[],
  benefits: readonly WorkbookBenefit[],
): Promise<Buffer> {
  const columns = rosterColumns(benefits);
  return buffer(
    writeXlsx(
      columns,
      rows.map((row) => rosterCells(row, benefits)),
      '花名册',
    ) as Readable,
  );
}

/** The cells of one line in the order of the template; somebody paid in person leaves the payee's cells empty. */
export function rosterCells(row: RosterLine, benefits: readonly WorkbookBenefit[]): OutputValue[] {
  const isOther = row.payeeRelation !== 'SELF';
  return [
    row.citizenId,
    row.name,
    row.phone,
    row.street,
    row.community,
    row.employer,
    row.retiredOn,
    printMonth(row.fromMonth),
    row.untilMonth === undefined ? null : printMonth(row.untilMonth),
    row.accountNumber,
    isOther ? row.payeeName : null,
    isOther ? PAYEE_RELATIONS[row.payeeRelation] : null,
    isOther ? row.payeeDocumentNo : null,
    row.bankName,
    row.bankCode,
    ...benefits.map(({ code }) => {
      const amountFen = row.amounts[code];
      return amountFen === undefined ? null : printYuan(amountFen);
    }),
  ];
}
