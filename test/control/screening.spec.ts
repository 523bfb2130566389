import { randomBytes } from 'node:crypto';
import type { Actor } from '../../src/access/actor';
import type { Role } from '../../src/access/permissions';
import { UserService } from '../../src/auth/user.service';
import { FindingService, type FindingView } from '../../src/control/finding.service';
import { RuleSettingService, type RuleSetting } from '../../src/control/rule-setting.service';
import type { RuleCode } from '../../src/control/rules/rules';
import { ScreeningService, type Screening } from '../../src/control/screening.service';
import { openOffice, type Office } from '../support/office';
import { actsOn, opensNeighbour } from '../support/office-registry';
import { Scene, type Someone } from './scene';

describe('A screening on demand', () => {
  let office: Office;
  let scene: Scene;
  beforeEach(async () => {
    office = await openOffice('2025-06-16');
    scene = new Scene(office);
  });
  afterEach(() => office.closes());

  const screens = (
    projectId: number | null = null,
    actor: Actor = office.actor('AUDITOR'),
  ): Promise<Screening> =>
    office.db.database.transaction(actor.agencyId, (tx) =>
      office.get(ScreeningService).run(tx, actor, { kind: 'ON_DEMAND', projectId, batch: null }),
    );
  const findings = (ruleCode: RuleCode, actor: Actor = office.actor('AUDITOR')): Promise<FindingView[]> =>
    office.get(FindingService).list(actor, { ruleCode, limit: 100 });
  const only = async (ruleCode: RuleCode): Promise<FindingView> => {
    const found = await findings(ruleCode);
    expect(found).toHaveLength(1);
    return found[0]!;
  };
  const setsPhone = (person: Someone, phone: Buffer | null) =>
    scene.changes('person', person.id, { phone_index: phone });
  const resolves = async (act: 'confirm' | 'dismiss', role: Role = 'CLERK') => {
    const { id, version } = await only('phone-missing');
    return office
      .get(FindingService)
      .resolve(office.actor(role), id, act, { version, resolution: '已核实', documentNo: '核字1号' });
  };
  const reachless = async (): Promise<Someone> => {
    const person = await scene.person({ phone_index: null });
    await scene.enrolls(await scene.project(), person);
    return person;
  };

  it('records what it looked at, by which rules, and every figure of each rule', async () => {
    const { id } = await reachless();

    const { runId, personCount, ruleCount, newCount } = await screens();

    const run = await office.get(ScreeningService).find(office.actor('AUDITOR'), runId);
    expect({ personCount, newCount }).toEqual({ personCount: 1, newCount: 1 });
    expect(run).toMatchObject({
      kind: 'ON_DEMAND',
      personCount: 1,
      ruleCount,
      requestedBy: office.actor('AUDITOR').userId,
    });
    expect(run.figures.filter(({ found }) => found > 0)).toEqual([
      { rule: 'phone-missing', found: 1, new: 1, reopened: 0, gone: 0 },
    ]);
    expect(run.figures).toHaveLength(ruleCount);
    expect(await only('phone-missing')).toMatchObject({
      subjectType: 'PERSON',
      subjectId: id,
      state: 'OPEN',
      owner: 'CLERK',
      sentence: '没有登记电话',
      firstRunId: runId,
    });
    expect(await actsOn(office, 'control-run', runId)).toEqual(['control.screen']);
  });

  // What the steps between two screenings leave of one finding, and what the last screening counts.
  it.each`
    story                                     | steps                                               | state          | present  | counts
    ${'still there'}                          | ${['screen']}                                       | ${'OPEN'}      | ${true}  | ${[0, 0, 0]}
    ${'put right'}                            | ${['mend', 'screen']}                               | ${'GONE'}      | ${false} | ${[0, 0, 1]}
    ${'put right, seen again right'}          | ${['mend', 'screen', 'screen']}                     | ${'GONE'}      | ${false} | ${[0, 0, 0]}
    ${'put right and wrong again'}            | ${['mend', 'screen', 'break', 'screen']}            | ${'OPEN'}      | ${true}  | ${[0, 1, 0]}
    ${'dismissed'}                            | ${['dismiss', 'screen']}                            | ${'DISMISSED'} | ${true}  | ${[0, 0, 0]}
    ${'dismissed, put right'}                 | ${['dismiss', 'mend', 'screen']}                    | ${'DISMISSED'} | ${false} | ${[0, 0, 1]}
    ${'dismissed, put right and wrong again'} | ${['dismiss', 'mend', 'screen', 'break', 'screen']} | ${'DISMISSED'} | ${true}  | ${[0, 0, 0]}
    ${'confirmed'}                            | ${['confirm', 'screen']}                            | ${'CONFIRMED'} | ${true}  | ${[0, 0, 0]}
    ${'confirmed and put right'}              | ${['confirm', 'mend', 'screen']}                    | ${'CONFIRMED'} | ${false} | ${[0, 0, 1]}
    ${'confirmed, put right and wrong again'} | ${['confirm', 'mend', 'screen', 'break', 'screen']} | ${'OPEN'}      | ${true}  | ${[0, 1, 0]}
  `('leaves one finding that is $story as $state', async ({ steps, state, present, counts }) => {
    const person = await reachless();
    let last = await screens();
    for (const step of steps as string[]) {
      if (step === 'screen') last = await screens();
      else if (step === 'mend') await setsPhone(person, randomBytes(8));
      else if (step === 'break') await setsPhone(person, null);
      else await resolves(step as 'confirm' | 'dismiss');
    }

    expect(await only('phone-missing')).toMatchObject({ state, present });
    expect([last.newCount, last.reopenedCount, last.goneCount]).toEqual(counts);
  });

  it('makes another finding of other facts, and lets the first go', async () => {
    const projectId = await scene.project();
    const enrollmentId = await scene.enrolls(projectId, await scene.person(), { retired_on: '2024-03-01' });
    await screens();
    await scene.changes('enrollment', enrollmentId, { retired_on: '2024-04-01' });
    await screens();

    const found = await findings('enrolled-before-retired');
    expect(found.map(({ state, sentence }) => [state, sentence])).toEqual([
      ['GONE', '退休日期 2024-03-01，却自 2024-01 起享受'],
      ['OPEN', '退休日期 2024-04-01，却自 2024-01 起享受'],
    ]);
  });

  it('of one project neither finds nor closes anything elsewhere', async () => {
    const elsewhere = await reachless();
    await screens();
    await setsPhone(elsewhere, randomBytes(8));
    const person = await scene.person({ phone_index: null });
    const projectId = await scene.project();
    await scene.enrolls(projectId, person);
    await reachless();

    const { personCount, newCount, goneCount } = await screens(projectId);

    expect({ personCount, newCount, goneCount }).toEqual({ personCount: 1, newCount: 1, goneCount: 0 });
    expect((await findings('phone-missing')).map(({ subjectId }) => subjectId)).toEqual([
      elsewhere.id,
      person.id,
    ]);
  });

  it('sees nothing of another agency, and shows it nothing', async () => {
    await reachless();
    const neighbour = { ...(await opensNeighbour(office)), roles: ['AUDITOR'] as const };

    expect(await screens(null, neighbour)).toMatchObject({ personCount: 0, foundCount: 0 });
    const { runId } = await screens();
    expect(await findings('phone-missing', neighbour)).toEqual([]);
    await expect(office.get(ScreeningService).find(neighbour, runId)).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('run twice at once makes one finding', async () => {
    await reachless();

    const counts = await Promise.all([screens(), screens()]);

    expect(counts.map(({ newCount }) => newCount).sort()).toEqual([0, 1]);
    await only('phone-missing');
  });

  describe('has found something', () => {
    beforeEach(async () => {
      await reachless();
      await screens();
    });

    it('that is resolved with reason and evidence, on record', async () => {
      const { id, state, resolution, documentNo, resolvedBy } = await resolves('dismiss');

      expect({ state, resolution, documentNo }).toEqual({
        state: 'DISMISSED',
        resolution: '已核实',
        documentNo: '核字1号',
      });
      expect(resolvedBy).toBe(office.actor('CLERK').userId);
      expect(await actsOn(office, 'control-finding', id)).toEqual(['control-finding.dismiss']);
    });

    it.each`
      why                     | role         | change                       | code
      ${'without evidence'}   | ${'CLERK'}   | ${{ documentNo: undefined }} | ${'finding_evidence_missing'}
      ${'by another post'}    | ${'FINANCE'} | ${{}}                        | ${'finding_of_another'}
      ${'as it no longer is'} | ${'CLERK'}   | ${{ version: 99 }}           | ${'version_changed'}
    `('that is not resolved $why', async ({ role, change, code }) => {
      const { id, version } = await only('phone-missing');
      const resolution = { version, resolution: '已核实', documentNo: '核字1号', ...change };

      await expect(
        office.get(FindingService).resolve(office.actor(role as Role), id, 'confirm', resolution),
      ).rejects.toMatchObject({ code });
    });

    it('that is resolved once, and again only after it was reopened', async () => {
      const { id, version } = await resolves('dismiss');
      await expect(resolves('confirm')).rejects.toMatchObject({ code: 'finding_move_not_allowed' });

      const reopened = await office
        .get(FindingService)
        .reopen(office.actor('AUDITOR'), id, version, '理由不足');

      expect(reopened).toMatchObject({ state: 'OPEN', resolution: null, documentNo: null, resolvedBy: null });
      expect(await resolves('confirm')).toMatchObject({ state: 'CONFIRMED' });
    });

    it('that is resolved by whom it is assigned to and nobody else', async () => {
      const { id, version } = await only('phone-missing');
      await office
        .get(FindingService)
        .assign(office.actor('AUDITOR'), id, version, office.actor('FINANCE').userId);

      await expect(resolves('dismiss')).rejects.toMatchObject({ code: 'finding_of_another' });
      expect(await resolves('dismiss', 'FINANCE')).toMatchObject({ state: 'DISMISSED' });
    });

    it('that is assigned to nobody who cannot resolve it', async () => {
      const { id, version } = await only('phone-missing');
      const assigns = (userId: number) =>
        office.get(FindingService).assign(office.actor('AUDITOR'), id, version, userId);

      await expect(assigns(office.actor('APPROVER').userId)).rejects.toMatchObject({
        code: 'assignee_unsuitable',
      });
      await expect(assigns(99999)).rejects.toMatchObject({ code: 'assignee_unsuitable' });
    });

    it('that is summed up as an office publishes it', async () => {
      await resolves('confirm');
      await reachless();
      await screens();
      const { runCount, personTimes, ruleCount, checkCount, ...sums } = await office
        .get(FindingService)
        .summary(office.actor('AUDITOR'), { from: '2025-06-16', until: '2025-06-16' });

      expect({ runCount, personTimes, checkCount }).toEqual({
        runCount: 2,
        personTimes: 3,
        checkCount: 3 * ruleCount,
      });
      expect(sums).toMatchObject({
        findingCount: 2,
        checkedCount: 1,
        confirmedCount: 1,
        dismissedCount: 0,
        openCount: 1,
      });
    });
  });

  it('is resolved by nobody whose act it is about', async () => {
    const users = office.get(UserService);
    const { userId } = office.actor('AUDITOR');
    const other = await users.create(office.actor('ADMINISTRATOR'), {
      username: 'auditor2',
      displayName: '稽核二',
      password: 'First-pass-1',
      roles: ['AUDITOR'],
    });
    await scene.event(await scene.person(), 'CUSTODY', '2025-02-10', {
      proposed_by: userId,
      proposed_at: '2025-06-01',
    });
    await screens();
    const { id, version } = await only('event-recorded-late');
    const resolution = { version, resolution: '已核实', documentNo: '核字1号' };
    const resolves = (actor: Actor) => office.get(FindingService).resolve(actor, id, 'dismiss', resolution);

    await expect(resolves(office.actor('AUDITOR'))).rejects.toMatchObject({ code: 'four_eyes_required' });
    await expect(
      office.asks(`update control_finding set resolved_by = $1 where id = $2`, [userId, id]),
    ).rejects.toMatchObject({ code: 'four_eyes_required' });
    expect(await resolves({ ...office.actor('AUDITOR'), userId: other.id })).toMatchObject({
      state: 'DISMISSED',
    });
  });

  describe('asks as it is set', () => {
    const sets = (code: RuleCode, setting: Partial<RuleSetting>) =>
      office.get(RuleSettingService).set(office.actor('AUDITOR'), code, {
        projectId: null,
        enabled: true,
        parameters: {},
        reason: '按当地规定',
        ...setting,
      });
    const young = { from_month: '2008-05-01' };

    it('by the default, by the agency’s value, or by the project’s', async () => {
      const projects = [await scene.project(), await scene.project()];
      for (const projectId of projects) await scene.enrolls(projectId, await scene.person(), young);
      const openIn = async () => {
        await screens();
        const found = await findings('age-under');
        return found
          .filter(({ state }) => state === 'OPEN')
          .map(({ projectId }) => projects.indexOf(projectId!));
      };

      expect(await openIn()).toEqual([0, 1]);
      await sets('age-under', { parameters: { maleAge: 55 } });
      expect(await openIn()).toEqual([]);
      await sets('age-under', { projectId: projects[1]!, parameters: { maleAge: 60 } });
      expect(await openIn()).toEqual([1]);
      await sets('age-under', { projectId: projects[1]!, enabled: false });
      expect(await openIn()).toEqual([]);
    });

    it('with each change on record, and the latest shown', async () => {
      await sets('age-beyond', { parameters: { maxAge: 105 } });
      const { values, settings } = await sets('age-beyond', { parameters: { maxAge: 100 } });

      expect(values).toEqual({ maxAge: 100 });
      expect(settings).toEqual([expect.objectContaining({ projectId: null, parameters: { maxAge: 100 } })]);
      const entries = await office.asks<{ details: object }>(
        `select details from audit_entry where act = 'control.configure' order by seq desc limit 1`,
      );
      expect(entries[0]!.details).toMatchObject({
        rule: 'age-beyond',
        from: { parameters: { maxAge: 105 } },
        to: { parameters: { maxAge: 100 } },
      });
    });

    it.each`
      what                            | code                     | setting
      ${'a parameter it has not'}     | ${'age-beyond'}          | ${{ parameters: { age: 1 } }}
      ${'half a year'}                | ${'age-beyond'}          | ${{ parameters: { maxAge: 99.5 } }}
      ${'less than nothing'}          | ${'age-beyond'}          | ${{ parameters: { maxAge: -1 } }}
      ${'no real day'}                | ${'retired-after-limit'} | ${{ parameters: { latestRetiredOn: '1995-02-30' } }}
      ${'a project, for all are one'} | ${'age-beyond'}          | ${{ projectId: 1 }}
    `('and refuses $what', async ({ code, setting }) => {
      await expect(sets(code as RuleCode, setting as Partial<RuleSetting>)).rejects.toMatchObject({
        code: 'rule_setting_invalid',
      });
    });

    it('and refuses a rule nobody knows', async () => {
      await expect(sets('nothing' as RuleCode, {})).rejects.toMatchObject({ code: 'rule_unknown' });
    });
  });
});
