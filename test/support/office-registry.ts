import type { Actor } from '../../src/access/actor';
import type { Role } from '../../src/access/permissions';
import { SessionService } from '../../src/auth/session.service';
import { SetupService } from '../../src/auth/setup.service';
import { UserService } from '../../src/auth/user.service';
import { CONFIG, type Config } from '../../src/config/config';
import { citizenIdCheckCharacter } from '../../src/person/citizen-id';
import { nameKeyOf } from '../../src/person/person-name';
import { Person } from '../../src/person/person.entity';
import type { ProjectInput } from '../../src/project/project-problems';
import { ProjectService } from '../../src/project/project.service';
import type { ProjectDetailView } from '../../src/project/project.view';
import { Vault } from '../../src/vault/vault';
import type { Office } from './office';

/** What a test may say about a person; the rest is that of a retired woman of Changji. */
export interface PersonFacts {
  citizenId?: string;
  name?: string;
  bornOn?: string;
  phone?: string | null;
}

let made = 0;

/** A made-up citizen ID: region 659900 was never assigned. No two are equal within a test file. */
export function makesCitizenId(bornOn = '1950-03-10'): string {
  made += 1;
  const first17 = `659900${bornOn.replaceAll('-', '')}${String(made % 1000).padStart(3, '0')}`;
  return first17 + citizenIdCheckCharacter(first17);
}

/** Puts a person into the registry, as the roster import does. */
export async function registersPerson(
  office: Office,
  { bornOn = '1950-03-10', name = '李华', phone = '15460000001', ...facts }: PersonFacts = {},
): Promise<number> {
  const { agencyId } = office;
  const vault = office.get(Vault);
  const citizenId = facts.citizenId ?? makesCitizenId(bornOn);
  return office.db.database.transaction(agencyId, async (tx) => {
    const inserted = await tx.insert(Person, {
      agencyId,
      citizenId: vault.encrypt(citizenId),
      citizenIdIndex: vault.index('citizen-id', citizenId),
      citizenIdTail: citizenId.slice(-4),
      name,
      nameKey: nameKeyOf(name),
      originalName: null,
      sex: 'FEMALE',
      bornOn,
      phone: phone === null ? null : vault.encrypt(phone),
      phoneIndex: phone === null ? null : vault.index('phone', phone),
      street: '建国路街道',
      community: '北京南路社区',
      createdAt: office.clock.now(),
      version: 1,
    });
    return (inserted.identifiers[0] as { id: number }).id;
  });
}

/** A project of one monthly and one yearly benefit with one payout each; a test states only what differs. */
export function aProject(facts: Partial<ProjectInput> = {}): ProjectInput {
  return {
    code: 'living-allowance',
    name: '生活费',
    policyBasis: '新政办发〔2010〕168号',
    fundNature: 'GENERAL_BUDGET',
    beneficiaries: '1995年以前退休人员',
    verificationCycleMonths: 12,
    graceDays: 0,
    paysMonthOfDeath: true,
    exclusiveGroup: null,
    accountFailureLimit: 3,
    monthlyRound: false,
    backPayApprovalMonths: 12,
    funeralMonths: 0,
    benefits: [
      {
        code: 'monthly',
        name: '生活费',
        frequency: 'MONTHLY',
        basis: 'STANDARD',
        rates: [{ amountFen: 120_00, effectiveFrom: '2023-01' }],
      },
      {
        code: 'yearly',
        name: '采暖费',
        frequency: 'YEARLY',
        basis: 'STANDARD',
        rates: [{ amountFen: 560_00, effectiveFrom: '2023-01' }],
      },
    ],
    payouts: [
      {
        fiscalYear: 2025,
        sequence: 1,
        name: '一月',
        coversFrom: '2025-01',
        coversUntil: '2025-01',
        qualifyingOn: null,
        dueOn: '2025-01-25',
        benefitCodes: ['monthly'],
      },
    ],
    ...facts,
  };
}

/** Sets up `aProject` with what the test states. */
export function setsUpProject(office: Office, facts: Partial<ProjectInput> = {}): Promise<ProjectDetailView> {
  return office.get(ProjectService).create(office.actor('SUPERVISOR'), aProject(facts));
}

/** Enrols a person in a project, as the roster import does. */
export async function enrols(
  office: Office,
  personId: number,
  projectId: number,
  { fromMonth = '2024-01-01', untilMonth = null as string | null } = {},
): Promise<void> {
  await office.asks(
    `insert into enrollment (agency_id, project_id, person_id, from_month, until_month, employer, created_at, version)
     values ($1, $2, $3, $4, $5, '地毯厂', $6, 1)`,
    [office.agencyId, projectId, personId, fromMonth, untilMonth, office.clock.now()],
  );
}

/** A second agency in the same database, and its administrator: somebody who may see nothing of the first. */
export async function opensNeighbour(office: Office): Promise<Actor> {
  const { setupToken } = office.app.get<Config>(CONFIG);
  const { agencyId } = await office.get(SetupService).createAgency(setupToken!, {
    code: 'neighbour',
    name: '邻县社会保险中心',
    administrator: { username: 'admin', displayName: '管理员', password: 'Office-2025!' },
  });
  const nobody: Actor = { agencyId, userId: 0, username: 'admin', roles: ['ADMINISTRATOR'] };
  const [listed] = await office.get(UserService).list(nobody);
  return { ...nobody, userId: listed!.id };
}

/** Signs the holder of a post in over HTTP; the value of the Authorization header. */
export async function bearerOf(office: Office, role: Role): Promise<string> {
  const { userId, username } = office.actor(role);
  await office.asks('update app_user set must_change_password = false where agency_id = $1 and id = $2', [
    office.agencyId,
    userId,
  ]);
  const { token } = await office.get(SessionService).signIn('office', username, 'First-pass-1');
  return `Bearer ${token}`;
}

/** The acts recorded about a subject, the oldest first. */
export async function actsOn(office: Office, subjectType: string, subjectId: number): Promise<string[]> {
  const entries = await office.asks<{ act: string }>(
    'select act from audit_entry where agency_id = $1 and subject_type = $2 and subject_id = $3 order by seq',
    [office.agencyId, subjectType, subjectId],
  );
  return entries.map(({ act }) => act);
}
