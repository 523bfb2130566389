import { FindingService } from '../../src/control/finding.service';
import { RuleSettingService, type RuleSetting } from '../../src/control/rule-setting.service';
import type { RuleCode } from '../../src/control/rules/rules';
import { openOffice, type Office } from '../support/office';
import { Scene } from './scene';

describe('A rule is asked as it is set', () => {
  let office: Office;
  let scene: Scene;
  beforeEach(async () => {
    office = await openOffice('2025-06-16');
    scene = new Scene(office);
  });
  afterEach(() => office.closes());

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
      await scene.screens();
      const found = await office
        .get(FindingService)
        .list(office.actor('AUDITOR'), { ruleCode: 'age-under', limit: 100 });
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
