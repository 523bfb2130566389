import { randomBytes } from 'node:crypto';
import { RuleSettingService } from '../../src/control/rule-setting.service';
import type { Scene, Someone } from './scene';

/** The subject a rule must find, and those like it that it must leave alone. */
export interface Example {
  readonly suspicious: number;
  readonly harmless: number | readonly number[];
}

type Pair = Record<keyof Example, number>;

type Examples = Record<string, (scene: Scene) => Promise<Example>>;

/** Two persons who differ in one thing, and a third as odd as the first who is no longer enrolled. */
async function two(scene: Scene, odd: Record<string, unknown>, plain: Record<string, unknown> = {}) {
  const projectId = await scene.project();
  const [one, other] = [await scene.person(odd), await scene.person(plain)];
  await scene.enrolls(projectId, one);
  await scene.enrolls(projectId, other);
  const former = await scene.person(odd);
  await scene.enrolls(projectId, former, { until_month: '2025-05-01' });
  return { suspicious: one.id, harmless: other.id, former: former.id };
}

/** The same where only who is enrolled matters. */
async function twoAndFormer(...situation: Parameters<typeof two>): Promise<Example> {
  const { suspicious, harmless, former } = await two(...situation);
  return { suspicious, harmless: [harmless, former] };
}

/** The enrolments of two persons who differ in one thing. */
async function twoEnrollments(
  scene: Scene,
  odd: Record<string, unknown>,
  plain: Record<string, unknown> = {},
  person: Record<string, unknown> = {},
): Promise<Pair & { projectId: number; persons: readonly [Someone, Someone] }> {
  const projectId = await scene.project();
  const [one, other] = [await scene.person(person), await scene.person(person)];
  const suspicious = await scene.enrolls(projectId, one, odd);
  const harmless = await scene.enrolls(projectId, other, plain);
  return { suspicious, harmless, projectId, persons: [one, other] };
}

/** Accounts. */
export const ACCOUNT_EXAMPLES = {
  'account-of-two-persons': async (scene) => {
    const shared = { account_index: randomBytes(8) };
    const suspicious = await scene.account(await scene.person(), shared);
    await scene.account(await scene.person(), shared);
    const entrusted = { account_index: randomBytes(8), payee_relation: 'CHILD' };
    const harmless = await scene.account(await scene.person(), entrusted);
    await scene.account(await scene.person(), entrusted);
    const alone = await scene.account(await scene.person());
    return { suspicious, harmless: [harmless, alone] };
  },
  'payee-of-many': async (scene) => {
    const drawnBy = async (beneficiaries: number) => {
      const child = { account_index: randomBytes(8), payee_relation: 'CHILD' };
      const ids: number[] = [];
      for (let nth = 0; nth < beneficiaries; nth += 1)
        ids.push(await scene.account(await scene.person(), child));
      return ids[0]!;
    };
    return { suspicious: await drawnBy(3), harmless: await drawnBy(2) };
  },
  'payee-not-beneficiary': async (scene) => ({
    suspicious: await scene.account(await scene.person(), { payee_name_key: '别人' }),
    harmless: await scene.account(await scene.person(), { payee_name_key: '儿子', payee_relation: 'CHILD' }),
  }),
  'account-of-deceased': async (scene) => {
    const [dead, living] = [await scene.person(), await scene.person()];
    await scene.event(dead, 'DEATH', '2025-01-05');
    const [left, kept] = [{ account_index: randomBytes(8) }, { account_index: randomBytes(8) }];
    await scene.account(dead, left);
    await scene.account(living, kept);
    return {
      suspicious: await scene.account(await scene.person(), left),
      harmless: await scene.account(await scene.person(), kept),
    };
  },
  'account-changed-often': async (scene) => {
    const [often, once] = [await scene.person(), await scene.person()];
    const changed = (of: Someone, on: string, until: string | null) =>
      scene.account(of, { confirmed_at: `${on}T02:00:00Z`, effective_until: until });
    for (const person of [often, once]) await changed(person, '2024-01-02', '2025-04-30');
    await changed(often, '2025-05-01', '2025-05-31');
    await changed(often, '2025-06-01', null);
    await changed(once, '2025-06-01', null);
    return { suspicious: often.id, harmless: once.id };
  },
} satisfies Examples;

/** Persons. */
export const PERSON_EXAMPLES = {
  'exclusive-projects': async (scene) => {
    const exclusive_group = '生活补助';
    const projects = [await scene.project({ exclusive_group }), await scene.project({ exclusive_group })];
    const [both, moved] = [await scene.person(), await scene.person()];
    for (const project of projects) await scene.enrolls(project, both);
    await scene.enrolls(projects[0]!, moved, { until_month: '2025-05-01' });
    await scene.enrolls(projects[1]!, moved, { from_month: '2025-06-01' });
    return { suspicious: both.id, harmless: moved.id };
  },
  'age-beyond': (scene) => twoAndFormer(scene, { born_on: '1914-06-15' }, { born_on: '1914-06-16' }),
  'sex-against-id': (scene) => two(scene, { citizen_id_tail: '0021' }, { citizen_id_tail: '0011' }),
  'same-name-and-birth': async (scene) => {
    const [one, sonOfSameName] = [await scene.person(), await scene.person({ name: '王强' })];
    await scene.person({ name: one.name });
    await scene.person({ name: '王强', born_on: '1975-01-01' });
    return { suspicious: one.id, harmless: sonOfSameName.id };
  },
  'same-name-and-tail': async (scene) => {
    const [one, other] = [await scene.person(), await scene.person()];
    await scene.person({ name: one.name, born_on: '1951-03-10' });
    await scene.person({ name: other.name, born_on: '1951-03-10', citizen_id_tail: '0038' });
    return { suspicious: one.id, harmless: other.id };
  },
  'same-phone': async (scene) => {
    const sharedBy = async (persons: number) => {
      const phone = { phone_index: randomBytes(8) };
      const ids: number[] = [];
      for (let nth = 0; nth < persons; nth += 1) ids.push((await scene.person(phone)).id);
      return ids[0]!;
    };
    return { suspicious: await sharedBy(6), harmless: await sharedBy(5) };
  },
  'phone-missing': (scene) => twoAndFormer(scene, { phone_index: null }),
  'street-missing': (scene) => twoAndFormer(scene, { community: '' }),
  'verified-after-death': async (scene) => {
    const [one, other] = [await scene.person(), await scene.person()];
    await scene.suspicion(one);
    // What was suspected was confirmed, and the death that came of it says the day; or it was retracted.
    await scene.suspicion(other, {
      state: 'CONFIRMED',
      proposed_on: '2025-05-20',
      proposed_by: scene.clerk,
      proposed_at: '2025-06-10T03:00:00Z',
      decided_by: scene.reviewer,
      decided_at: '2025-06-10T04:00:00Z',
      reason: '社区证明',
      life_event_id: await scene.event(other, 'DEATH', '2025-05-20'),
    });
    return {
      suspicious: await scene.verification(one, '2025-05-12'),
      harmless: [
        await scene.verification(other, '2025-05-20'),
        await scene.verification(one, '2025-05-13', { channel: 'DATA_COMPARISON' }),
      ],
    };
  },
  'verified-after-failing': async (scene) => {
    const [one, other] = [await scene.person(), await scene.person()];
    for (const person of [one, other])
      await scene.verification(person, '2025-05-12', { result: 'FAILED', channel: 'MOBILE' });
    return {
      suspicious: await scene.verification(one, '2025-05-14'),
      harmless: await scene.verification(other, '2025-05-14', { channel: 'MOBILE' }),
    };
  },
  'verified-by-data-only': async (scene) => {
    const [unseen, seen] = [await scene.person(), await scene.person()];
    for (const person of [unseen, seen]) {
      await scene.verification(person, '2022-05-12', { channel: 'DATA_COMPARISON' });
      await scene.verification(person, '2025-05-12', { channel: 'DATA_COMPARISON' });
    }
    await scene.verification(seen, '2023-05-12');
    return { suspicious: unseen.id, harmless: seen.id };
  },
  'suspicion-waiting': async (scene) => ({
    suspicious: await scene.suspicion(await scene.person(), { opened_at: '2025-05-30T02:00:00Z' }),
    harmless: await scene.suspicion(await scene.person(), { opened_at: '2025-06-01T02:00:00Z' }),
  }),
} satisfies Examples;

/** Entitlement to a project. */
export const ENROLLMENT_EXAMPLES = {
  'age-under': (scene) => twoEnrollments(scene, { from_month: '2010-02-01' }, { from_month: '2010-04-01' }),
  'enrolled-before-retired': (scene) =>
    twoEnrollments(scene, { retired_on: '2024-02-01' }, { retired_on: '2024-01-20' }),
  'retired-after-limit': async (scene) => {
    const example = await twoEnrollments(scene, { retired_on: '1996-01-01' }, { retired_on: '1995-12-31' });
    await scene.office.get(RuleSettingService).set(scene.office.actor('AUDITOR'), 'retired-after-limit', {
      projectId: example.projectId,
      enabled: true,
      parameters: { latestRetiredOn: '1995-12-31' },
      reason: '文件规定',
    });
    return example;
  },
  'enrolled-after-end': async (scene) => {
    const example = await twoEnrollments(scene, { from_month: '2025-05-01' }, { from_month: '2025-06-01' });
    for (const person of example.persons) await scene.event(person, 'END_OF_ENTITLEMENT', '2025-02-10');
    return example;
  },
  'dead-still-enrolled': async (scene) => {
    const example = await twoEnrollments(scene, {}, { until_month: '2025-02-01' });
    for (const person of example.persons) await scene.event(person, 'DEATH', '2025-02-10');
    return example;
  },
  'death-reported-late': async (scene) => ({
    suspicious: await scene.event(await scene.person(), 'DEATH', '2025-02-10', { reported_on: '2025-03-13' }),
    harmless: await scene.event(await scene.person(), 'DEATH', '2025-02-10', { reported_on: '2025-03-12' }),
  }),
  'event-recorded-late': async (scene) => {
    const recorded = async (proposedAt: string) =>
      scene.event(await scene.person(), 'CUSTODY', '2025-02-10', { proposed_at: proposedAt });
    return {
      suspicious: await recorded('2025-02-25T16:30:00Z'),
      harmless: await recorded('2025-02-25T15:30:00Z'),
    };
  },
  'amount-above-cap': async (scene) => {
    const example = await twoEnrollments(scene, {});
    const benefit_id = await scene.benefit(example.projectId, [{ amount_fen: 12000 }], 'INDIVIDUAL');
    const amounts = { [example.suspicious]: 12001, [example.harmless]: 12000 };
    for (const [enrollment_id, amount_fen] of Object.entries(amounts))
      await scene.put('enrollment_amount', {
        enrollment_id,
        benefit_id,
        effective_from: '2024-01-01',
        amount_fen,
      });
    return example;
  },
  'standard-without-document': async (scene) => {
    const projectId = await scene.project();
    const raised = { effective_from: '2025-01-01', amount_fen: 15000 };
    return {
      suspicious: await scene.benefit(projectId, [{}, { ...raised, document_no: '文件1号' }]),
      harmless: await scene.benefit(projectId, [{}, { ...raised, document_no: '文件2号' }]),
    };
  },
} satisfies Examples;
