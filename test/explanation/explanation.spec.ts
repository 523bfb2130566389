import request from 'supertest';
import { PAID, REFUSED } from '../../demo/bank-simulator';
import { ExplanationService } from '../../src/explanation/explanation.service';
import { agreesDeduction, overpaidInCustody } from '../recovery/agreement-desk';
import { paysMonth } from '../recovery/recovery-desk';
import { openOffice, type Office } from '../support/office';
import { answers, pays } from '../support/office-bank';
import {
  asOwner,
  compiles,
  enrols,
  founds,
  opens,
  verifies,
  type PaidProject,
} from '../support/office-money';
import { bearerOf, opensNeighbour } from '../support/office-registry';
import { befalls, type Happening, type SituationFacts } from '../support/office-situations';

describe('The explanation of a payout for a person', () => {
  let office: Office;
  let explanations: ExplanationService;

  beforeAll(async () => {
    office = await openOffice('2025-03-20');
    explanations = office.get(ExplanationService);
  });
  afterAll(() => office.closes());

  const explains = (project: PaidProject, personId: number, payout = 2) =>
    explanations.explain(office.actor('SUPERVISOR'), personId, project.payoutIds[payout]!);

  it.each`
    who                             | facts                           | happening                                     | step              | answer
    ${'payable'}                    | ${{}}                           | ${null}                                       | ${null}           | ${'2025-03 生活费 120.00 元已列入批次，尚未报盘。'}
    ${'dead'}                       | ${{}}                           | ${['2025-03-05', 'DEATH', '2025-02-10']}      | ${'EVENTS'}       | ${'2025-03 生活费 120.00 元取消：死亡次月起停发（2025-03-20 核算）'}
    ${'in custody'}                 | ${{}}                           | ${['2025-03-05', 'CUSTODY', '2025-02-10']}    | ${'EVENTS'}       | ${'2025-03 生活费 120.00 元暂停：服刑（2025-03-20 核算）'}
    ${'emigrated'}                  | ${{}}                           | ${['2025-03-05', 'EMIGRATION', '2025-02-10']} | ${'EVENTS'}       | ${'2025-03 生活费 120.00 元取消：资格终止（2025-03-20 核算）'}
    ${'held'}                       | ${{}}                           | ${['2025-03-05', 'HOLD', '2025-03-05']}       | ${'HOLD'}         | ${'2025-03 生活费 120.00 元暂停：人工暂停（2025-03-20 核算）'}
    ${'suspected to be dead'}       | ${{}}                           | ${['2025-03-05', 'SUSPECTED_DEAD']}           | ${'HOLD'}         | ${'2025-03 生活费 120.00 元暂停：疑似死亡待核实（2025-03-20 核算）'}
    ${'suspected to be in custody'} | ${{}}                           | ${['2025-03-05', 'SUSPECTED_IN_CUSTODY']}     | ${'HOLD'}         | ${'2025-03 生活费 120.00 元暂停：疑似服刑待核实（2025-03-20 核算）'}
    ${'refused as not the person'}  | ${{}}                           | ${['2025-03-05', 'FAILED']}                   | ${'VERIFICATION'} | ${'2025-03 生活费 120.00 元暂停：认证不通过（2025-03-20 核算）'}
    ${'overdue'}                    | ${{ verifiedOn: '2024-03-01' }} | ${null}                                       | ${'VERIFICATION'} | ${'2025-03 生活费 120.00 元暂停：认证逾期（2025-03-20 核算）'}
    ${'without an account'}         | ${{ account: null }}            | ${null}                                       | ${'ACCOUNT'}      | ${'2025-03 生活费 120.00 元暂停：无有效账户（2025-03-20 核算）'}
    ${'enrolled from next month'}   | ${{ from: '2025-04' }}          | ${null}                                       | ${undefined}      | ${'李华的享受资格或核定金额不含“2025-03发放”的月份，本期没有应发。'}
  `('of somebody $who stops at $step', async ({ facts, happening, step, answer }) => {
    const project = await founds(office);
    const { personId } = await enrols(office, project, '李华', facts as SituationFacts);
    if (happening) await befalls(office, personId, '李华', happening as Happening);
    await compiles(office, (await opens(office, project, 2)).id);

    const explanation = await explains(project, personId);

    expect(explanation.answer).toContain(answer);
    const steps = explanation.months[0]?.steps.filter(({ result }) => result === 'STOPPED');
    expect(steps?.map((one) => one.step)).toEqual(
      step === undefined ? undefined : step === null ? [] : [step],
    );
  });

  it('names the records the answer rests on, and asks nothing after the step that stopped it', async () => {
    const project = await founds(office);
    const { personId } = await enrols(office, project, '李华');
    await befalls(office, personId, '李华', ['2025-03-05', 'HOLD', '2025-03-05']);

    const { months } = await explains(project, personId);

    const [month] = months;
    expect(month).toMatchObject({ standing: 'NOT_COMPILED', period: '2025-03', amountFen: 120_00 });
    expect(month!.steps.map(({ result }) => result)).toEqual([
      ...['PASSED', 'PASSED', 'PASSED', 'STOPPED'],
      ...['NOT_ASKED', 'NOT_ASKED', 'NOT_ASKED', 'NOT_ASKED', 'NOT_ASKED'],
    ]);
    expect(month!.steps[1]!.text).toBe(
      '应发 120.00 元：统一标准 120.00 元（2020-01 起，新政办发〔2010〕168号）',
    );
    expect(month!.steps[3]).toMatchObject({
      text: '2025-03-05 人工暂停（2025-03-05 报告）',
      records: [{ type: 'life-event', id: expect.any(Number) }],
    });
  });

  it('says of back-pay which batch paid it, and of money paid that is not due that it is to be recovered', async () => {
    const project = await founds(office);
    const { personId } = await enrols(office, project, '李华', { verifiedOn: '2024-03-01' });
    const stays = await enrols(office, project, '王伟');
    office.clock.set('2025-03-20');
    await answers(office, await pays(office, project, 2), () => [{ reply: PAID }]);
    office.clock.set('2025-04-20');
    await verifies(office, personId, '2025-04-01');
    await answers(office, await pays(office, project, 3), () => [{ reply: PAID }]);

    const april = await explains(project, personId, 3);
    await befalls(office, personId, '李华', ['2025-04-21', 'DEATH', '2025-03-31']);
    const afterDeath = await explains(project, personId, 3);

    expect(april.months.map(({ period, standing }) => [period, standing])).toEqual([
      ['2025-03', 'PAID'],
      ['2025-04', 'PAID'],
    ]);
    expect(afterDeath.answer).toBe(
      '2025-03 生活费 120.00 元已发放成功，2025-04-20 入账。2025-04 生活费 120.00 元已发放，但按现有登记不应发放（死亡次月起停发），应追回。',
    );
    expect((await explains(project, stays.personId, 3)).answer).toContain('已发放成功');
    office.clock.set('2025-03-20');
  });

  it('of a refused payment shows the bank’s words', async () => {
    const project = await founds(office);
    const { personId } = await enrols(office, project, '李华');
    await answers(office, await pays(office, project, 2), () => [{ reply: REFUSED.accountClosed }]);

    const { months } = await explains(project, personId);

    expect(months[0]).toMatchObject({
      standing: 'FAILED',
      payment: { outcome: 'FAILED', bankMessage: '账户已销户' },
      answer:
        '2025-03 生活费 120.00 元待重发：发放失败待重发（2025-03-20 核算）。银行退回，等待重发。按今日情况：账户待更正。银行因账户原因退回，账户更正并复核后重发。',
    });
  });

  it('of an instalment taken off a payment says so, and of no negative money that it was paid', async () => {
    const project = await founds(office);
    const { id, personId, enrollmentId } = await overpaidInCustody(office, project, '李华');
    await agreesDeduction(office, id, { enrollmentId, perPaymentFen: 50_00 });
    await paysMonth(office, project, 3);

    expect((await explains(project, personId, 3)).answer).toBe(
      '2025-04 生活费 120.00 元已发放成功，2025-04-10 入账。2025-04 生活费抵扣多发款 50.00 元已从该笔发放中扣下。',
    );
    office.clock.set('2025-03-20');
  });

  it('tells the story in days of the office, not of Greenwich', async () => {
    const project = await founds(office);
    const { personId } = await enrols(office, project, '李华');
    await befalls(office, personId, '李华', ['2025-03-05', 'SUSPECTED_DEAD']);
    await asOwner(office, (client) =>
      client.query("update suspicion set opened_at = '2025-03-04T20:00:00Z' where person_id = $1", [
        personId,
      ]),
    );

    const { entries } = await explanations.timeline(office.actor('AUDITOR'), personId, { limit: 10 });

    expect(entries.filter(({ subjectType }) => subjectType === 'suspicion')).toMatchObject([
      { happenedOn: '2025-03-05' },
    ]);
  });

  it('of somebody who is not on the roster says so', async () => {
    const project = await founds(office);
    const other = await founds(office);
    const { personId } = await enrols(office, other, '李华');

    expect((await explains(project, personId)).answer).toBe('李华不在“生活费”的名册中。');
  });

  it('never cuts a day of the story in two, so that the next page misses nothing', async () => {
    const project = await founds(office);
    const { personId } = await enrols(office, project, '李华');
    await answers(office, await pays(office, project, 2), () => [{ reply: PAID }]);
    const page = (limit: number, before?: string) =>
      explanations.timeline(office.actor('AUDITOR'), personId, { limit, ...(before && { before }) });

    const { entries: whole } = await page(100);
    const { entries: first } = await page(1);
    const { entries: rest } = await page(100, first.at(-1)!.happenedOn);

    expect(first.length).toBe(2);
    expect([...first, ...rest]).toEqual(whole);
  });

  it('is refused for what is not there, and for another agency’s', async () => {
    const project = await founds(office);
    const { personId } = await enrols(office, project, '李华');
    const stranger = await opensNeighbour(office);

    await expect(
      explanations.explain(office.actor('CLERK'), 999_999, project.payoutIds[0]!),
    ).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(explanations.explain(stranger, personId, project.payoutIds[0]!)).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(explanations.timeline(stranger, personId, { limit: 10 })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('and the whole story go over HTTP', async () => {
    const project = await founds(office);
    const { personId } = await enrols(office, project, '李华');
    await answers(office, await pays(office, project, 2), () => [{ reply: PAID }]);
    const http = await office.serves();
    const bearer = await bearerOf(office, 'AUDITOR');
    const asks = (path: string) =>
      request(http).get(`/api/v1/persons/${personId}/${path}`).set('Authorization', bearer);

    const explained = await asks(`payouts/${project.payoutIds[2]}/explanation`);
    const story = await asks('timeline');

    expect(explained.body.answer).toBe('2025-03 生活费 120.00 元已发放成功，2025-03-20 入账。');
    expect(story.body.money).toMatchObject({ paidFen: 120_00, withheldFen: 0, returnedFen: 0 });
    expect(
      story.body.entries.map(
        ({ happenedOn, text }: { happenedOn: string; text: string }) => `${happenedOn} ${text}`,
      ),
    ).toEqual([
      '2025-03-20 2025-03发放：发放成功（交易成功）',
      '2025-03-20 2025-03发放：报盘发放',
      expect.stringMatching(/^2024-01-01 银行账户（尾号 \d{4}，昌吉农商银行）生效$/),
      '2024-01-01 列入“生活费”名册，自 2024-01 起享受',
    ]);
    expect(JSON.stringify([explained.body, story.body])).not.toMatch(/\d{12}/);
  });
});
