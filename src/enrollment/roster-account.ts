import { cellText } from '../file-import/cell-values';
import type { RowProblems } from '../file-import/row-problems';
import type { StagedValue } from '../file-import/stage-rows';
import { maskAccountNumber, readAccountNumber, readBankCode } from '../person/account-number';
import { PAYEE_RELATIONS, type PayeeRelation } from '../person/bank-account.entity';
import { typedNumber } from '../person/citizen-id';
import { readPersonName, type PersonName } from '../person/person-name';
import type { Vault } from '../vault/vault';
import { ROSTER_TITLES, type RosterCells } from './roster-template';

type StagedAccount = Record<string, StagedValue>;

const RELATIONS = Object.keys(PAYEE_RELATIONS) as PayeeRelation[];
const ACCOUNT_FIELDS = ['payeeName', 'payeeRelation', 'payeeDocument', 'bankName', 'bankCode'] as const;

/**
 * Reads the account of a row (银行账号 to 联行号) into the values of the staging table. Without an account number the
 * registered account stays; then the other cells must be empty too. Money goes to somebody else only with a relation
 * and a document that proves it.
 */
export function readRosterAccount(
  cells: RosterCells,
  person: PersonName | null,
  vault: Vault,
  problems: RowProblems,
): StagedAccount {
  const text = cellText(cells('account'));
  if (text === '') {
    const filled = ACCOUNT_FIELDS.find((field) => cellText(cells(field)) !== '');
    if (filled) problems.error(ROSTER_TITLES.account, '', `填写了${ROSTER_TITLES[filled]}，银行账号却为空。`);
    return {};
  }
  const payee = readPayee(cells, person, problems);
  const bank = readBank(cells, problems);
  const masked = maskAccountNumber(typedNumber(text));
  const read = readAccountNumber(text);
  if ('problem' in read) {
    problems.error(ROSTER_TITLES.account, masked, read.problem);
    return {};
  }
  if (read.warning !== null) problems.warning(ROSTER_TITLES.account, masked, read.warning);
  return {
    account: vault.encrypt(read.accountNumber),
    account_index: vault.index('account', read.accountNumber),
    account_tail: read.accountNumber.slice(-4),
    ...payee,
    ...bank,
  };
}

function readPayee(cells: RosterCells, person: PersonName | null, problems: RowProblems): StagedAccount {
  const relation = readRelation(cells, problems);
  const given = cells('payeeName')?.text ?? '';
  const document = cellText(cells('payeeDocument'));
  const read = given.trim() === '' ? null : readPersonName(given);
  if (read && 'problem' in read) {
    problems.error(ROSTER_TITLES.payeeName, given, read.problem);
    return {};
  }
  if (relation === undefined) return {};
  if (relation === null || relation === 'SELF') {
    if (read && person && read.nameKey !== person.nameKey) {
      const advice = relation === null ? '请填写户名关系和关系证明文件' : '户名关系却是“本人”';
      problems.error(ROSTER_TITLES.payeeName, given, `户名与姓名不同，${advice}。`);
    }
    return person
      ? {
          payee_name: person.name,
          payee_name_key: person.nameKey,
          payee_relation: 'SELF',
          payee_document: null,
        }
      : {};
  }
  if (!read) problems.error(ROSTER_TITLES.payeeName, '', '户名关系不是本人，须填写户名。');
  if (document === '') {
    problems.error(ROSTER_TITLES.payeeDocument, '', '由他人代领，须填写关系证明文件（如委托书编号）。');
  }
  return {
    payee_name: read?.name ?? null,
    payee_name_key: read?.nameKey ?? null,
    payee_relation: relation,
    payee_document: document,
  };
}

/** Null when the cell is empty, undefined when it holds no relation. */
function readRelation(cells: RosterCells, problems: RowProblems): PayeeRelation | null | undefined {
  const text = cellText(cells('payeeRelation'));
  if (text === '') return null;
  const relation = RELATIONS.find((known) => PAYEE_RELATIONS[known] === text);
  if (!relation) {
    const known = Object.values(PAYEE_RELATIONS).join('、');
    problems.error(ROSTER_TITLES.payeeRelation, text, `户名关系只能是：${known}。`);
  }
  return relation;
}

function readBank(cells: RosterCells, problems: RowProblems): StagedAccount {
  const bankName = cellText(cells('bankName'));
  if (bankName === '') problems.error(ROSTER_TITLES.bankName, '', '填写了银行账号，开户银行却为空。');
  const text = cellText(cells('bankCode'));
  if (text === '') return { bank_name: bankName, bank_code: null };
  const read = readBankCode(text);
  if ('problem' in read) {
    problems.error(ROSTER_TITLES.bankCode, text, read.problem);
    return {};
  }
  return { bank_name: bankName, bank_code: read.bankCode };
}
