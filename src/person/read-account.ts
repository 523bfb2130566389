import { readAccountNumber, readBankCode } from './account-number';
import type { BankAccount, PayeeRelation } from './bank-account.entity';
import { AccountInvalid, PayeeUndocumented } from './bank-account.errors';
import { readPersonName } from './person-name';
import type { Person } from './person.entity';

/** An account as a clerk writes it; without a payee the money goes to the person. */
export interface AccountInput {
  readonly accountNumber: string;
  readonly payeeName?: string;
  readonly payeeRelation: PayeeRelation;
  readonly payeeDocument?: string;
  readonly bankName: string;
  readonly bankCode?: string;
  readonly effectiveFrom: string;
}

/** An account that can be paid to as far as its writing tells. */
export interface ReadAccount extends Pick<
  BankAccount,
  'payeeName' | 'payeeNameKey' | 'payeeRelation' | 'payeeDocument' | 'bankName' | 'bankCode'
> {
  readonly accountNumber: string;
  readonly warnings: string[];
}

/**
 * Reads an account for a person. An account begins today or earlier, because the current account is the one that is
 * paid to. Throws `AccountInvalid` naming every problem, `PayeeUndocumented`.
 */
export function readAccount(
  input: AccountInput,
  person: Pick<Person, 'name' | 'nameKey'>,
  today: string,
): ReadAccount {
  const number = readAccountNumber(input.accountNumber);
  const payee = input.payeeName == null ? person : readPersonName(input.payeeName);
  const code = input.bankCode == null ? { bankCode: null } : readBankCode(input.bankCode);
  const problems = [number, payee, code].flatMap((read) => ('problem' in read ? [read.problem] : []));
  if (input.bankName.trim() === '') problems.push('开户银行为空。');
  if (input.effectiveFrom > today) problems.push('生效日期不能晚于今天。');
  if (problems.length > 0 || 'problem' in number || 'problem' in payee || 'problem' in code) {
    throw new AccountInvalid(problems);
  }
  const document = input.payeeDocument?.trim() ?? '';
  if (input.payeeRelation === 'SELF') {
    if (payee.nameKey !== person.nameKey) throw new PayeeUndocumented();
  } else if (input.payeeName == null || document === '') {
    throw new PayeeUndocumented();
  }
  return {
    accountNumber: number.accountNumber,
    warnings: number.warning === null ? [] : [number.warning],
    payeeName: payee.name,
    payeeNameKey: payee.nameKey,
    payeeRelation: input.payeeRelation,
    payeeDocument: document === '' ? null : document,
    bankName: input.bankName.trim(),
    bankCode: code.bankCode,
  };
}
