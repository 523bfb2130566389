import type { DemoProject } from './project-seed';
import { generateRoster, type RosterPerson } from './roster-generator';
import { SeededRandom } from './seeded-random';

/** One seed for all rosters: every run has the same people. */
const SEED = 1;

/** A person of a roster with the place in it, as the clerk's own papers hold it. */
export type Enrolled = RosterPerson & { readonly projectCode: string; readonly row: number };

/**
 * The clerk's papers: who stands on which roster, with which account by now. The API masks ID and account numbers, so
 * the bank and the proofs of life are played from here.
 */
export class RosterBook {
  private readonly persons: Enrolled[];
  private readonly byAccount = new Map<string, Enrolled>();

  constructor(projects: readonly DemoProject[]) {
    this.persons = projects.flatMap(({ project: { code }, headcount }) =>
      generateRoster(code, headcount, SEED).map((person, row) => ({ ...person, projectCode: code, row })),
    );
    for (const person of this.persons) this.byAccount.set(keyOf(person), person);
  }

  /** The roster of a project, in its order. */
  roster(projectCode: string): Enrolled[] {
    return this.persons.filter((person) => person.projectCode === projectCode);
  }

  /** The person in a row of a project's roster. */
  person([projectCode, row]: readonly [string, number]): Enrolled {
    return this.roster(projectCode)[row]!;
  }

  /** Who of a project is paid to this account. */
  payeeOf(projectCode: string, accountNumber: string): Enrolled {
    return this.byAccount.get(keyOf({ projectCode, accountNumber }))!;
  }

  /** Opens a new account for a person, on every roster the person stands on, and gives its number: a made-up passbook. */
  newAccount({ citizenId, accountNumber: old }: Enrolled): string {
    const accountNumber = `31${new SeededRandom(`new account ${citizenId} ${old}`).digits(15)}`;
    for (const person of this.persons.filter((candidate) => candidate.citizenId === citizenId)) {
      person.accountNumber = accountNumber;
      this.byAccount.set(keyOf(person), person);
    }
    return accountNumber;
  }
}

function keyOf({ projectCode, accountNumber }: { projectCode: string; accountNumber: string }): string {
  return `${projectCode} ${accountNumber}`;
}
