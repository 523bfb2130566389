import { IN_PROCESS, PAID, REFUSED, RETURNED, UNHEARD_OF } from './bank-simulator';
import { AGENCIES } from './projects';
import type { OnRoster, Story } from './story';

const PREFECTURE = 'pre-1995-living-allowance-prefecture';
const HEATING = 'bankrupt-enterprise-heating';
const TEACHERS = 'soe-school-retired-teachers';
const REGION = 'pre-1995-living-allowance-region';

const prefecture = (row: number): OnRoster => [PREFECTURE, row];
const heating = (row: number): OnRoster => [HEATING, row];
const teachers = (row: number): OnRoster => [TEACHERS, row];
const region = (row: number): OnRoster => [REGION, row];

const CERTIFICATE = '居民死亡医学证明';

/** What the standard owes a whole roster in twelve months beyond what was appropriated, in 100 yuan as budgets print. */
function missingFen(projectCode: string): number {
  const { project, headcount, funding } = AGENCIES.flatMap(({ projects }) => projects).find(
    (entry) => entry.project.code === projectCode,
  )!;
  const neededFen = headcount * 12 * project.benefits[0]!.rates.at(-1)!.amountFen;
  return Math.ceil((neededFen - funding.initialFen) / 10_000) * 10_000;
}

/** 2025 at the Changji agency. */
export const CHANGJI_STORY: Story = {
  lifeEvents: [
    death(prefecture(20), '2025-02-11', '2025-03-04', CERTIFICATE),
    death(prefecture(45), '2025-04-20', '2025-05-05', CERTIFICATE),
    death(prefecture(120), '2025-09-02', '2025-09-04', CERTIFICATE),
    death(prefecture(145), '2025-10-30', '2025-11-05', CERTIFICATE),
    death(heating(33), '2025-06-08', '2025-07-02', CERTIFICATE),
    death(teachers(12), '2025-08-30', '2025-09-05', CERTIFICATE),
    death(region(10), '2025-11-15', '2025-12-01', CERTIFICATE),
    event('CUSTODY', prefecture(150), '2025-03-10', '2025-04-02', '法院判决书'),
    event('RELEASE', prefecture(150), '2025-08-20', '2025-09-03', '释放证明书'),
    event('CUSTODY', prefecture(180), '2025-10-09', '2025-11-04', '法院判决书'),
    event('HOLD', prefecture(240), '2025-06-05', '2025-06-05', '家属申请暂停，待监护关系确定'),
    event('HOLD_LIFTED', prefecture(240), '2025-08-04', '2025-08-04', '监护文书已齐'),
    death(prefecture(410), '2025-05-20', '2025-06-05', '同名人员的死亡证明'),
  ],
  comparisons: [
    {
      source: 'HOUSEHOLD_CANCELLATIONS',
      on: '2025-05-05',
      rows: [{ who: prefecture(210), happenedOn: '2025-04-22', name: '买买提' }],
      strangers: 60,
    },
    {
      source: 'DEATHS',
      on: '2025-07-03',
      rows: [{ who: prefecture(70), happenedOn: '2025-03-28' }],
      strangers: 118,
    },
    {
      source: 'MEDICAL_VISITS',
      on: '2025-09-05',
      rows: [{ who: prefecture(335), happenedOn: '2025-08-30' }],
      strangers: 240,
    },
    {
      source: 'CREMATIONS',
      on: '2025-10-03',
      rows: [
        { who: prefecture(95), happenedOn: '2025-06-17' },
        { who: heating(77), happenedOn: '2025-07-22' },
      ],
      strangers: 95,
    },
    {
      source: 'DEATHS',
      on: '2025-11-05',
      rows: [{ who: prefecture(230), happenedOn: '2025-10-19' }],
      strangers: 130,
    },
  ],
  decisions: [
    {
      who: prefecture(210),
      on: '2025-07-04',
      happenedOn: null,
      reason: '上门见到本人，户口注销信息系同号误录',
    },
    { who: prefecture(70), on: '2025-07-08', happenedOn: '2025-03-28', reason: '居民死亡医学证明' },
    { who: prefecture(95), on: '2025-10-08', happenedOn: '2025-06-15', reason: '火化证明与社区核实' },
    { who: heating(77), on: '2025-10-08', happenedOn: '2025-07-20', reason: '火化证明与社区核实' },
  ],
  retractions: [{ who: prefecture(410), kind: 'DEATH', on: '2025-08-04', note: '系同名人员，本人健在' }],
  recoveries: [
    {
      who: prefecture(70),
      orderedOn: '2025-07-09',
      agreedOn: '2025-08-05',
      way: 'AT_ONCE',
      from: null,
      repaid: [],
    },
    {
      who: prefecture(95),
      orderedOn: '2025-10-09',
      agreedOn: '2025-10-15',
      way: 'INSTALMENTS',
      from: null,
      repaid: [{ on: '2025-11-14', amountFen: 120_00 }],
    },
    {
      who: heating(77),
      orderedOn: '2025-10-09',
      agreedOn: '2025-11-06',
      way: 'OFFSET',
      from: prefecture(620),
      repaid: [],
    },
  ],
  explained: [
    { who: prefecture(315), month: '2025-05' },
    { who: prefecture(95), month: '2025-08' },
    { who: prefecture(230), month: '2025-12' },
    { who: prefecture(410), month: '2025-06' },
    { who: prefecture(150), month: '2025-06' },
  ],
  accountChanges: [
    { who: prefecture(250), month: '2025-02' },
    { who: prefecture(270), month: '2025-06' },
    { who: heating(90), month: '2025-07' },
    { who: prefecture(290), month: '2025-10' },
  ],
  failures: [{ who: prefecture(345), on: '2025-05-06', reason: '手机人脸识别三次与本人照片不符' }],
  lapses: [
    { who: prefecture(345), verifiedOn: '2024-11-10', renewedOn: '2025-06-06' },
    { who: prefecture(310), verifiedOn: '2024-03-12', renewedOn: '2025-05-03' },
    { who: prefecture(315), verifiedOn: '2024-01-20', renewedOn: '2025-11-06' },
    { who: prefecture(330), verifiedOn: '2024-09-15', renewedOn: '2025-12-06' },
    { who: prefecture(335), verifiedOn: '2024-08-01', renewedOn: null },
    { who: heating(60), verifiedOn: '2024-07-10', renewedOn: '2025-10-04' },
    { who: region(20), verifiedOn: '2024-08-20', renewedOn: '2025-10-03' },
    { who: teachers(30), verifiedOn: '2024-07-01', renewedOn: '2025-10-05' },
  ],
  answers: [
    { who: prefecture(300), from: '2025-04', until: '2025-04', reply: IN_PROCESS },
    { who: prefecture(500), from: '2025-11', until: '2025-11', reply: UNHEARD_OF },
    { who: prefecture(520), from: '2025-12', until: '2025-12', reply: REFUSED.accountClosed },
    { who: prefecture(540), from: '2025-12', until: '2025-12', reply: REFUSED.accountDormant },
    { who: prefecture(600), from: '2025-12', until: '2025-12', reply: IN_PROCESS },
  ],
  lateAnswers: [
    { who: prefecture(340), of: '2025-02', comesIn: '2025-04', reply: RETURNED },
    { who: prefecture(300), of: '2025-04', comesIn: '2025-06', reply: PAID },
  ],
  // The generator puts the same person into the middle of both rosters.
  onBothRosters: [prefecture(438), region(53)],
  unreachable: [prefecture(540)],
  addedFunds: {
    [PREFECTURE]: { documentNo: '昌州财建〔2025〕210号（演示虚构）', amountFen: missingFen(PREFECTURE) },
    [REGION]: { documentNo: '昌州财建〔2025〕186号（演示虚构）', amountFen: missingFen(REGION) },
  },
  supplementary: [
    { projectCode: HEATING, month: '2025-10' },
    { projectCode: REGION, month: '2025-10' },
  ],
  attempts: {
    [`${PREFECTURE} 2025-01`]: ['RARE_NAME_IN_GBK'],
    [`${PREFECTURE} 2025-02`]: ['SECOND_CLICK', 'ROUND_OPEN'],
    [`${PREFECTURE} 2025-03`]: ['RETURN_TWICE'],
    [`${PREFECTURE} 2025-05`]: ['SELF_APPROVAL'],
    [`${PREFECTURE} 2025-06`]: ['APPROVED_TWICE'],
    [`${PREFECTURE} 2025-07`]: ['TWO_APPROVALS'],
    [`${PREFECTURE} 2025-08`]: ['ACCOUNT_AFTER_COMPILING'],
    [`${REGION} 2025-04`]: ['ON_BOTH_ROSTERS'],
  },
  paidByP1: [TEACHERS, REGION],
  wrongFirst: PREFECTURE,
};

function death(who: OnRoster, happenedOn: string, reportedOn: string, note: string) {
  return event('DEATH', who, happenedOn, reportedOn, note);
}

function event(
  kind: Story['lifeEvents'][number]['kind'],
  who: OnRoster,
  happenedOn: string,
  reportedOn: string,
  note: string,
) {
  return { who, kind, happenedOn, reportedOn, note };
}
