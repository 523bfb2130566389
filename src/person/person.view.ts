import type { Vault } from '../vault/vault';
import { PAYEE_RELATIONS, type BankAccount } from './bank-account.entity';
import { maskCitizenId } from './citizen-id';
import { LIFE_EVENT_KINDS, type LifeEvent } from './life-event.entity';
import { isReportedLate } from './life-event.rules';
import type { Person } from './person.entity';
import { LIFE_EVENT_STATES } from './life-event.states';
import { PROPOSAL_STATES } from './proposal.states';

/** A person as lists show it: the citizen ID and the phone number masked. */
export interface PersonView {
  readonly id: number;
  /** `652***********123X` */
  readonly citizenId: string;
  readonly name: string;
  readonly sex: string;
  readonly bornOn: string;
  /** `138****1234` */
  readonly phone: string | null;
  readonly street: string;
  readonly community: string;
  readonly version: number;
}

/** A bank account as users see it: the last four digits. */
export interface BankAccountView {
  readonly id: number;
  readonly personId: number;
  /** `************4321` */
  readonly account: string;
  readonly payeeName: string;
  readonly payeeRelation: string;
  readonly payeeRelationLabel: string;
  readonly payeeDocument: string | null;
  readonly bankName: string;
  readonly bankCode: string | null;
  readonly effectiveFrom: string;
  readonly effectiveUntil: string | null;
  readonly state: string;
  readonly stateLabel: string;
  readonly proposedBy: number;
  readonly proposedAt: Date;
  readonly confirmedBy: number | null;
  readonly confirmedAt: Date | null;
}

/** A life event as users see it. */
export interface LifeEventView extends Omit<LifeEvent, 'agencyId'> {
  readonly kindLabel: string;
  readonly stateLabel: string;
  /** Reported more than 20 working days after it happened. */
  readonly late: boolean;
}

/** A person with the history of accounts and events, the newest first. */
export interface PersonDetailView extends PersonView {
  /** The name as it came, where it was mended. */
  readonly originalName: string | null;
  readonly accounts: BankAccountView[];
  readonly lifeEvents: LifeEventView[];
}

/** Enough to see that a number is hidden; how long it is stays hidden too. */
const HIDDEN = '*'.repeat(12);

/** A person as lists show one: citizen ID and phone masked. */
export function personView(person: Person, vault: Vault): PersonView {
  const { id, name, sex, bornOn, street, community, version } = person;
  const citizenId = maskCitizenId(vault.decrypt(person.citizenId));
  const phone = person.phone && maskPhone(vault.decrypt(person.phone));
  return { id, citizenId, name, sex, bornOn, phone, street, community, version };
}

/** `138****1234`: first 3 and last 4; a shorter number is hidden entirely. */
export function maskPhone(phone: string): string {
  if (phone.length <= 7) return '*'.repeat(phone.length);
  return phone.slice(0, 3) + '*'.repeat(phone.length - 7) + phone.slice(-4);
}

/** An account as lists show it: the last four digits alone. */
export function bankAccountView(account: BankAccount): BankAccountView {
  const { id, personId, payeeName, payeeRelation, payeeDocument, bankName, bankCode, state } = account;
  const { effectiveFrom, effectiveUntil, proposedBy, proposedAt, confirmedBy, confirmedAt } = account;
  return {
    id,
    personId,
    account: HIDDEN + account.accountTail,
    payeeName,
    payeeRelation,
    payeeRelationLabel: PAYEE_RELATIONS[payeeRelation],
    payeeDocument,
    bankName,
    bankCode,
    effectiveFrom,
    effectiveUntil,
    state,
    stateLabel: PROPOSAL_STATES[state],
    proposedBy,
    proposedAt,
    confirmedBy,
    confirmedAt,
  };
}

/** An event with its words, and whether it was reported late (社会保险经办条例 art. 25). */
export function lifeEventView(event: LifeEvent): LifeEventView {
  const { id, personId, projectId, kind, happenedOn, reportedOn, note, state, retractsId } = event;
  const { proposedBy, proposedAt, confirmedBy, confirmedAt } = event;
  return {
    id,
    personId,
    projectId,
    kind,
    kindLabel: LIFE_EVENT_KINDS[kind],
    happenedOn,
    reportedOn,
    // A retraction is dated as what it takes back: when it was noticed is no report of an event.
    late: kind !== 'RETRACTION' && isReportedLate(happenedOn, reportedOn),
    note,
    state,
    stateLabel: LIFE_EVENT_STATES[state],
    retractsId,
    proposedBy,
    proposedAt,
    confirmedBy,
    confirmedAt,
  };
}
