import type { Role } from '../src/access/permissions';
import type { SettableClock } from '../src/calendar/clock';
import type { PersonView } from '../src/person/person.view';
import type { PayoutView } from '../src/project/project.view';
import type { ExpectedRefusals } from './expected-refusals';
import { UserClient, type DemoUser } from './office-client';
import type { DemoAgency, DemoProject } from './project-seed';
import type { RosterBook, Enrolled } from './roster-book';
import type { Story } from './story';

/** Who works at an agency of the demonstration. Clerk, reviewer and approver are the three who make a batch. */
const STAFF = {
  admin: ['系统管理员', 'ADMINISTRATOR'],
  clerk: ['经办员', 'CLERK'],
  reviewer: ['复核员', 'REVIEWER'],
  approver: ['审批人', 'APPROVER'],
  finance: ['财务', 'FINANCE'],
  supervisor: ['主管', 'SUPERVISOR'],
  auditor: ['稽核员', 'AUDITOR'],
  // Allowed, for the posts are of one family, and the reason why four eyes are checked per batch and not per post.
  both: ['经办兼审批', 'CLERK', 'APPROVER'],
} as const satisfies Record<string, readonly [string, Role, ...Role[]]>;

export type Post = keyof typeof STAFF;

/** All users of an agency. */
export const DEMO_USERS = Object.entries(STAFF).map(([username, [displayName, ...roles]]): DemoUser => ({
  username,
  displayName,
  roles,
}));

/** A project of the office with the keys the product gave it. */
export interface OfficeProject {
  readonly seed: DemoProject;
  readonly id: number;
  readonly payouts: readonly PayoutView[];
  readonly fundingLineId: number;
  /** The format of its payment files. */
  readonly format: 'P1' | 'P2';
}

/** An agency at work: its people at the API, its papers, its clock. */
export class Office {
  readonly projects: OfficeProject[] = [];
  /** Bank profiles by format. */
  readonly profileIds = new Map<'P1' | 'P2', number>();
  private readonly clients: ReadonlyMap<string, UserClient>;

  constructor(
    private readonly product: { apiUrl: string; clock: SettableClock },
    readonly agency: DemoAgency,
    readonly story: Story,
    readonly book: RosterBook,
    readonly refusals: ExpectedRefusals,
  ) {
    const at = { ...product, agencyCode: agency.code };
    this.clients = new Map(DEMO_USERS.map((user) => [user.username, new UserClient(at, user)]));
  }

  /** The user at a post. */
  as(post: Post): UserClient {
    return this.clients.get(post)!;
  }

  get users(): UserClient[] {
    return [...this.clients.values()];
  }

  get clock(): SettableClock {
    return this.product.clock;
  }

  project(code: string): OfficeProject {
    return this.projects.find(({ seed }) => seed.project.code === code)!;
  }

  /** The key the product gave a person. */
  async personId({ citizenId }: Pick<Enrolled, 'citizenId'>): Promise<number> {
    const [found] = await this.as('clerk').post<PersonView[]>('/persons/search', { citizenId });
    if (!found) throw new Error('a person of the roster is not in the registry');
    return found.id;
  }

  /** Attempts what must be refused with the code. */
  refused(what: string, code: string, act: () => Promise<unknown>): Promise<unknown> {
    return this.refusals.refused(this.attempt(what), code, act);
  }

  /** Notes an attempt that must stay without effect. */
  note(what: string, stopped: boolean, answer: string): void {
    this.refusals.note({ ...this.attempt(what), stopped, answer });
  }

  private attempt(what: string) {
    return { agencyCode: this.agency.code, on: this.clock.today(), what };
  }
}
