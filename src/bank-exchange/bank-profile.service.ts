import { Injectable } from '@nestjs/common';
import type { EntityManager, QueryDeepPartialEntity } from 'typeorm';
import type { Actor } from '../access/actor';
import { AuditService } from '../audit/audit.service';
import { Clock } from '../calendar/clock';
import { Database } from '../database/database';
import { NotFound } from '../errors/request.errors';
import { maskAccountNumber, readAccountNumber } from '../person/account-number';
import { Vault } from '../vault/vault';
import { BankProfileInvalid } from './bank-exchange.errors';
import { BankProfileVersion } from './bank-profile.entity';
import { readBankProfile, type BankProfile } from './profile/bank-profile';
import { BUILT_IN_PROFILES } from './profile/profiles';

/** A profile as it is asked for: a definition of the agency's own, or one that comes with the system. */
export interface BankProfileInput {
  readonly code: string;
  readonly name: string;
  readonly definition?: object;
  readonly builtIn?: keyof typeof BUILT_IN_PROFILES;
  readonly payerUnitNo: string;
  readonly payerAccount: string;
}

/** A profile as lists show it; the payer's account is masked. */
export interface BankProfileView {
  readonly id: number;
  readonly code: string;
  readonly versionNo: number;
  readonly name: string;
  readonly definition: object;
  readonly payerUnitNo: string;
  readonly payerAccount: string;
  readonly createdAt: Date;
}

/** How banks want their files (银行文件方案): data of the agency, versioned, because banks differ by branch. */
@Injectable()
export class BankProfileService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly vault: Vault,
    private readonly audit: AuditService,
  ) {}

  /**
   * Keeps a profile; under a code that exists it is the next version, and nothing at all if it is the same. Batches stay
   * with the version they were opened with. Throws `BankProfileInvalid` naming everything that is wrong.
   */
  async configure(actor: Actor, input: BankProfileInput): Promise<BankProfileView> {
    const { definition, payerAccount } = readInput(input);
    const { agencyId, userId } = actor;
    const { code, name, payerUnitNo } = input;
    return this.database.transaction(agencyId, async (tx) => {
      const newest = await newestVersion(tx, agencyId, code);
      if (newest && this.isSame(newest, { definition, name, payerUnitNo, payerAccount }))
        return this.view(newest);
      const versionNo = (newest?.versionNo ?? 0) + 1;
      const row = {
        agencyId,
        code,
        versionNo,
        name,
        definition,
        payerUnitNo,
        payerAccount: this.vault.encrypt(payerAccount),
        createdBy: userId,
        createdAt: this.clock.now(),
      };
      // TypeORM's type for partial rows does not know that a jsonb column is written whole.
      const inserted = await tx.insert(BankProfileVersion, row as QueryDeepPartialEntity<BankProfileVersion>);
      const { id } = inserted.identifiers[0] as { id: number };
      await this.audit.record(tx, actor, {
        act: 'bank-profile.configure',
        subjectType: 'bank-profile',
        subjectId: id,
        details: { code, versionNo, name, payerUnitNo, payerAccount: maskAccountNumber(payerAccount) },
      });
      return this.view({ ...row, id });
    });
  }

  /** Every version of every profile, by code, the newest version first. */
  list({ agencyId }: Actor): Promise<BankProfileView[]> {
    return this.database.transaction(agencyId, async (tx) => {
      const rows = await tx.find(BankProfileVersion, {
        where: { agencyId },
        order: { code: 'ASC', versionNo: 'DESC' },
      });
      return rows.map((row) => this.view(row));
    });
  }

  private view({
    id,
    code,
    versionNo,
    name,
    definition,
    payerUnitNo,
    payerAccount,
    createdAt,
  }: BankProfileVersion) {
    const masked = maskAccountNumber(this.vault.decrypt(payerAccount));
    return { id, code, versionNo, name, definition, payerUnitNo, payerAccount: masked, createdAt };
  }

  private isSame(
    row: BankProfileVersion,
    wanted: Pick<BankProfileView, 'definition' | 'name' | 'payerUnitNo' | 'payerAccount'>,
  ): boolean {
    return (
      row.name === wanted.name &&
      row.payerUnitNo === wanted.payerUnitNo &&
      this.vault.decrypt(row.payerAccount) === wanted.payerAccount &&
      sorted(row.definition) === sorted(wanted.definition)
    );
  }
}

/** The version a batch was opened with. */
export async function findProfile(
  tx: EntityManager,
  agencyId: number,
  id: number,
): Promise<BankProfileVersion> {
  const row = await tx.findOneBy(BankProfileVersion, { agencyId, id });
  if (!row) throw new NotFound('银行文件方案', id);
  return row;
}

/** The newest version of a code, null if there is none. */
export function newestVersion(
  tx: EntityManager,
  agencyId: number,
  code: string,
): Promise<BankProfileVersion | null> {
  return tx.findOne(BankProfileVersion, { where: { agencyId, code }, order: { versionNo: 'DESC' } });
}

/** What was accepted once is read again, so that a row written by anybody else is not trusted. */
export function definitionOf(row: BankProfileVersion): BankProfile {
  const read = readBankProfile(row.definition);
  if ('problems' in read) throw new BankProfileInvalid(read.problems);
  return read.profile;
}

function readInput(input: BankProfileInput): { definition: BankProfile; payerAccount: string } {
  const problems: string[] = [];
  if ((input.definition === undefined) === (input.builtIn === undefined)) {
    throw new BankProfileInvalid(['方案内容与自带方案须填且只填一项']);
  }
  const read = readBankProfile(input.builtIn ? BUILT_IN_PROFILES[input.builtIn] : input.definition);
  if ('problems' in read) problems.push(...read.problems);
  const account = readAccountNumber(input.payerAccount);
  if ('problem' in account) problems.push(`付款账号：${account.problem}`);
  if ('problems' in read || 'problem' in account) throw new BankProfileInvalid(problems);
  return { definition: read.profile, payerAccount: account.accountNumber };
}

/** jsonb keeps no order of keys, so two definitions are compared with theirs sorted. */
function sorted(definition: object): string {
  return JSON.stringify(definition, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
  });
}
