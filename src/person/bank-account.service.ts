import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan, Not, type EntityManager } from 'typeorm';
import { FourEyesRequired } from '../access/access.errors';
import type { Actor } from '../access/actor';
import { AuditService } from '../audit/audit.service';
import { addDays } from '../calendar/business-date';
import { Clock } from '../calendar/clock';
import { Database } from '../database/database';
import { NotFound } from '../errors/request.errors';
import { Vault } from '../vault/vault';
import { BankAccount } from './bank-account.entity';
import { AccountOutOfOrder } from './bank-account.errors';
import { readAccount, type AccountInput } from './read-account';
import { lockPerson, namesOf } from './person.service';
import { bankAccountView, type BankAccountView } from './person.view';
import { stateAfter, type ProposalAction, type ProposalState } from './proposal.states';

/** An account proposed, with what the clerk should look at once more. */
export interface ProposedAccount {
  readonly account: BankAccountView;
  readonly warnings: string[];
}

/** An account in the work list, with the name of the person it is for. */
export interface ListedAccount extends BankAccountView {
  readonly personName: string;
}

/** Bank accounts (银行账户): proposed by one user, confirmed by another. Invariant 3. */
@Injectable()
export class BankAccountService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly vault: Vault,
    private readonly audit: AuditService,
  ) {}

  /**
   * Proposes the person's next account. Throws `AccountInvalid` naming every problem, `PayeeUndocumented`,
   * `AccountOutOfOrder`, `AccountProposalWaiting`.
   */
  async propose(actor: Actor, personId: number, input: AccountInput): Promise<ProposedAccount> {
    const { agencyId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      const person = await lockPerson(tx, agencyId, personId);
      const { accountNumber, warnings, ...read } = readAccount(input, person, this.clock.today());
      const accountIndex = this.vault.index('account', accountNumber);
      refuseOutOfOrder(await currentAccount(tx, agencyId, personId), input.effectiveFrom);
      const inserted = await tx.insert(BankAccount, {
        ...read,
        agencyId,
        personId,
        account: this.vault.encrypt(accountNumber),
        accountIndex,
        accountTail: accountNumber.slice(-4),
        effectiveFrom: input.effectiveFrom,
        effectiveUntil: null,
        state: 'PROPOSED',
        importId: null,
        proposedBy: actor.userId,
        proposedAt: this.clock.now(),
      });
      const { id } = inserted.identifiers[0] as { id: number };
      const others = await this.countOtherHolders(tx, agencyId, personId, accountIndex);
      const shared = others > 0 ? [`另有 ${others} 名人员使用同一账号，请核对是否录入有误。`] : [];
      const account = await findAccount(tx, agencyId, personId, id);
      await this.record(tx, actor, 'account.propose', account);
      return { account: bankAccountView(account), warnings: [...warnings, ...shared] };
    });
  }

  /** Makes a proposed account the current one; the one before it ends on the day before. Four eyes. */
  confirm(actor: Actor, personId: number, id: number): Promise<BankAccountView> {
    return this.decide(actor, { personId, id, action: 'confirm' }, async (tx, account) => {
      const current = await currentAccount(tx, actor.agencyId, personId);
      refuseOutOfOrder(current, account.effectiveFrom);
      if (!current) return;
      await tx.update(
        BankAccount,
        { agencyId: actor.agencyId, id: current.id },
        { effectiveUntil: addDays(account.effectiveFrom, -1) },
      );
    });
  }

  /** Sends a proposed account back; the current one stays. Four eyes. */
  reject(actor: Actor, personId: number, id: number): Promise<BankAccountView> {
    return this.decide(actor, { personId, id, action: 'reject' }, async () => {});
  }

  /** Accounts of a state, oldest first, above the cursor `after`: what waits for the reviewer. */
  list(
    actor: Actor,
    { state, after, limit }: { state?: ProposalState; after?: number; limit: number },
  ): Promise<ListedAccount[]> {
    const { agencyId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      const accounts = await tx.find(BankAccount, {
        where: { agencyId, ...(state && { state }), ...(after !== undefined && { id: MoreThan(after) }) },
        order: { id: 'ASC' },
        take: limit,
      });
      const names = await namesOf(
        tx,
        agencyId,
        accounts.map(({ personId }) => personId),
      );
      return accounts.map((account) => ({
        ...bankAccountView(account),
        personName: names.get(account.personId)!,
      }));
    });
  }

  private async decide(
    actor: Actor,
    { personId, id, action }: { personId: number; id: number; action: ProposalAction },
    consequence: (tx: EntityManager, account: BankAccount) => Promise<void>,
  ): Promise<BankAccountView> {
    const { agencyId, userId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      await lockPerson(tx, agencyId, personId);
      const account = await findAccount(tx, agencyId, personId, id);
      const state = stateAfter(account.state, action);
      if (account.proposedBy === userId) throw new FourEyesRequired('复核账户变更');
      await consequence(tx, account);
      await tx.update(
        BankAccount,
        { agencyId, id },
        { state, confirmedBy: userId, confirmedAt: this.clock.now() },
      );
      const decided = await findAccount(tx, agencyId, personId, id);
      await this.record(tx, actor, `account.${action}`, decided);
      return bankAccountView(decided);
    });
  }

  private record(tx: EntityManager, actor: Actor, act: string, account: BankAccount): Promise<void> {
    const { id, personId, accountTail, payeeRelation, bankName, effectiveFrom } = account;
    const details = { personId, accountTail, payeeRelation, bankName, effectiveFrom };
    return this.audit.record(tx, actor, { act, subjectType: 'account', subjectId: id, details });
  }

  private countOtherHolders(
    tx: EntityManager,
    agencyId: number,
    personId: number,
    accountIndex: Buffer,
  ): Promise<number> {
    return tx.count(BankAccount, {
      where: {
        agencyId,
        accountIndex,
        personId: Not(personId),
        state: 'CONFIRMED',
        effectiveUntil: IsNull(),
      },
    });
  }
}

async function findAccount(
  tx: EntityManager,
  agencyId: number,
  personId: number,
  id: number,
): Promise<BankAccount> {
  const account = await tx.findOne(BankAccount, { where: { agencyId, personId, id } });
  if (!account) throw new NotFound('银行账户', id);
  return account;
}

function currentAccount(tx: EntityManager, agencyId: number, personId: number): Promise<BankAccount | null> {
  return tx.findOne(BankAccount, {
    where: { agencyId, personId, state: 'CONFIRMED', effectiveUntil: IsNull() },
  });
}

function refuseOutOfOrder(current: BankAccount | null, effectiveFrom: string): void {
  if (current && effectiveFrom < current.effectiveFrom) throw new AccountOutOfOrder(current.effectiveFrom);
}
