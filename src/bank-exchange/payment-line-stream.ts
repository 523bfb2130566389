import type { EntityManager } from 'typeorm';
import type { CopyFields } from '../database/copy-row-reader';
import { copyRows, wholeNumber } from '../database/copy-rows';
import type { Vault } from '../vault/vault';
import type { BankProfile } from './profile/bank-profile';
import type { PaymentLine } from './profile/payment-lines';

/** Which lines of a version are wanted, for which profile; serials include both ends. */
export interface WantedLines {
  readonly agencyId: number;
  readonly versionId: number;
  readonly firstSerial: number;
  readonly lastSerial: number;
  readonly profile: BankProfile;
  /** The same on every line (附言). */
  readonly note: string;
}

/** The encoder is fastest with some thousand lines at a time; that many are in memory, whatever the size of the batch. */
const BLOCK_LINES = 2000;

/**
 * The payments of a version in serial order, some thousand at a time, with account and citizen ID decrypted.
 *
 * COPY in binary form: no escapes to undo, no hexadecimal to read, and back-pressure down to the server. What the
 * profile does not print is neither fetched nor decrypted.
 */
export async function* paymentLines(
  tx: EntityManager,
  vault: Vault,
  wanted: WantedLines,
): AsyncGenerator<PaymentLine[]> {
  let block: PaymentLine[] = [];
  for await (const lines of copyRows(tx, copyStatement(wanted), (fields) =>
    lineOf(fields, vault, wanted.note),
  )) {
    block = block.length === 0 ? lines : block.concat(lines);
    if (block.length < BLOCK_LINES) continue;
    yield block;
    block = [];
  }
  if (block.length > 0) yield block;
}

/** COPY takes no bound parameters; numbers that are proved whole cannot carry anything else. */
function copyStatement({ agencyId, versionId, firstSerial, lastSerial, profile }: WantedLines): string {
  const prints = (field: string) => profile.out.columns.some((column) => column.field === field);
  const column = (field: string, name: string, type: string) => (prints(field) ? name : `null::${type}`);
  return `copy (
    select serial, amount_fen, payee_name, account, ${column('citizenId', 'citizen_id', 'bytea')},
      ${column('bankName', 'bank_name', 'text')}, ${column('bankCode', 'bank_code', 'text')}
    from payment
    where agency_id = ${wholeNumber(agencyId)} and version_id = ${wholeNumber(versionId)}
      and serial between ${wholeNumber(firstSerial)} and ${wholeNumber(lastSerial)}
    order by serial
  ) to stdout (format binary)`;
}

/** An account or citizen ID of a line does not decrypt: it is not what the vault wrote, or its key is gone. */
export class LineUnreadable extends Error {}

/** The fields in the order of the statement. */
function lineOf(fields: CopyFields, vault: Vault, note: string): PaymentLine {
  const serial = fields.int4(0);
  const account = fields.bytes(3);
  const citizenId = fields.bytes(4);
  try {
    return {
      serial,
      amountFen: fields.int8(1),
      payeeName: fields.text(2) ?? '',
      accountNumber: account ? vault.decrypt(account) : '',
      citizenId: citizenId ? vault.decrypt(citizenId) : '',
      bankName: fields.text(5),
      bankCode: fields.text(6),
      note,
    };
  } catch (cause) {
    throw new LineUnreadable(`line ${serial} cannot be decrypted`, { cause });
  }
}
