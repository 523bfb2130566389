import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import type { Actor } from '../access/actor';
import { Clock } from '../calendar/clock';
import { Database } from '../database/database';
import { NotFound } from '../errors/request.errors';
import { Vault } from '../vault/vault';
import { BankAccount } from './bank-account.entity';
import { readCitizenId } from './citizen-id';
import { LifeEvent } from './life-event.entity';
import { nameKeyOf } from './person-name';
import { Person } from './person.entity';
import { CitizenIdInvalid } from './person.errors';
import {
  bankAccountView,
  lifeEventView,
  personView,
  type PersonDetailView,
  type PersonView,
} from './person.view';

/** Looking persons up (人员); the roster import adds and changes them. */
@Injectable()
export class PersonService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly vault: Vault,
  ) {}

  /** Persons whose name begins with `name`, all without one, above the cursor `after`. */
  list(
    actor: Actor,
    { name, after, limit }: { name?: string; after?: number; limit: number },
  ): Promise<PersonView[]> {
    const { agencyId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      const query = tx
        .createQueryBuilder(Person, 'person')
        .where('person.agencyId = :agencyId', { agencyId });
      if (name !== undefined) {
        query.andWhere('starts_with(person.nameKey, :nameKey)', { nameKey: nameKeyOf(name) });
      }
      if (after !== undefined) query.andWhere('person.id > :after', { after });
      const persons = await query.orderBy('person.id').limit(limit).getMany();
      return persons.map((person) => personView(person, this.vault));
    });
  }

  /** The person with this citizen ID, as a list of one or none. Throws `CitizenIdInvalid`. */
  async search(actor: Actor, citizenId: string): Promise<PersonView[]> {
    const read = readCitizenId(citizenId, this.clock.today());
    if ('problem' in read) throw new CitizenIdInvalid(read.problem);
    const { agencyId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      const persons = await tx.find(Person, {
        where: { agencyId, citizenIdIndex: this.vault.index('citizen-id', read.id) },
      });
      return persons.map((person) => personView(person, this.vault));
    });
  }

  /** One person with the history of accounts and events, the newest first. */
  find(actor: Actor, id: number): Promise<PersonDetailView> {
    const { agencyId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      const person = await findPerson(tx, agencyId, id);
      const accounts = await tx.find(BankAccount, {
        where: { agencyId, personId: id },
        order: { effectiveFrom: 'DESC', id: 'DESC' },
      });
      const events = await tx.find(LifeEvent, {
        where: { agencyId, personId: id },
        order: { happenedOn: 'DESC', id: 'DESC' },
      });
      return {
        ...personView(person, this.vault),
        originalName: person.originalName,
        accounts: accounts.map((account) => bankAccountView(account)),
        lifeEvents: events.map((event) => lifeEventView(event)),
      };
    });
  }
}

/** The agency's person; throws `NotFound` for another agency's as for none. */
export async function findPerson(tx: EntityManager, agencyId: number, id: number): Promise<Person> {
  const person = await tx.findOne(Person, { where: { agencyId, id } });
  if (!person) throw new NotFound('人员', id);
  return person;
}

/**
 * The same, locked until the transaction ends: two changes to one person's accounts or events happen one after the
 * other. The lock leaves rows free to refer to the person.
 */
export async function lockPerson(tx: EntityManager, agencyId: number, id: number): Promise<Person> {
  const person = await tx.findOne(Person, { where: { agencyId, id }, lock: { mode: 'for_no_key_update' } });
  if (!person) throw new NotFound('人员', id);
  return person;
}

/** The names of some persons by id, for work lists. */
export async function namesOf(
  tx: EntityManager,
  agencyId: number,
  ids: readonly number[],
): Promise<Map<number, string>> {
  const persons = await tx.find(Person, {
    select: { agencyId: true, id: true, name: true },
    where: { agencyId, id: In(ids) },
  });
  return new Map(persons.map(({ id, name }) => [id, name]));
}
