import type { Office } from './office';
import {
  asOwner,
  changesAccount,
  enrols,
  happens,
  verifies,
  type Enrolled,
  type PaidProject,
  type PersonFacts,
} from './office-money';

/** What is known of a person when the year begins. */
export type SituationFacts = PersonFacts;

/** What is recorded on a day: an event, a proof of life, a suspicion, another account, or the bank's refusal that month. */
export type Happening =
  | [
      on: string,
      what: 'DEATH' | 'CUSTODY' | 'RELEASE' | 'EMIGRATION' | 'END_OF_ENTITLEMENT' | 'HOLD' | 'HOLD_LIFTED',
      happenedOn: string,
    ]
  | [
      on: string,
      what:
        | 'VERIFIED'
        | 'FAILED'
        | 'SUSPECTED_DEAD'
        | 'SUSPECTED_IN_CUSTODY'
        | 'CLEARED'
        | 'ACCOUNT'
        | 'BANK_REFUSES',
    ]
  | [on: string, what: 'UNDONE', kind: string];

let accountNo = 0;

/** Enrols a person as a situation says. */
export function comesInto(
  office: Office,
  project: PaidProject,
  who: string,
  facts: SituationFacts,
): Promise<Enrolled> {
  return enrols(office, project, who, facts);
}

/** Lets something be recorded of a person, confirmed at once. */
export async function befalls(
  office: Office,
  personId: number,
  who: string,
  happening: Happening,
): Promise<void> {
  const [on, what, detail] = happening;
  const { agencyId } = office;
  const asks = (sql: string, params: unknown[]) => asOwner(office, (client) => client.query(sql, params));
  switch (what) {
    case 'VERIFIED':
      return verifies(office, personId, on);
    case 'FAILED':
      await asks(
        `insert into verification_status (agency_id, person_id, failed_on) values ($1, $2, $3)
         on conflict (agency_id, person_id) do update set failed_on = excluded.failed_on`,
        [agencyId, personId, on],
      );
      return;
    case 'SUSPECTED_DEAD':
    case 'SUSPECTED_IN_CUSTODY':
      await asks(
        `insert into suspicion (agency_id, person_id, kind, suspected_on, state, opened_at, version)
         values ($1, $2, $3, $4, 'OPEN', now(), 1)`,
        [agencyId, personId, what === 'SUSPECTED_DEAD' ? 'DEATH' : 'CUSTODY', on],
      );
      return;
    case 'CLEARED':
      await asks(
        `update suspicion set state = 'CLEARED', reason = '本人到场', proposed_by = $3, decided_by = $4
         where agency_id = $1 and person_id = $2`,
        [agencyId, personId, office.actor('CLERK').userId, office.actor('REVIEWER').userId],
      );
      return;
    case 'ACCOUNT':
      accountNo += 1;
      return changesAccount(office, personId, who, `62990000000000${String(accountNo).padStart(5, '0')}`);
    case 'UNDONE':
      await asks(
        `update life_event set state = 'RETRACTED' where agency_id = $1 and person_id = $2 and kind = $3`,
        [agencyId, personId, detail],
      );
      return;
    case 'BANK_REFUSES':
      throw new Error('a refusal is the bank’s, not the office’s, to record');
    default:
      return happens(office, personId, what, detail);
  }
}
