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
const COMPARISON = '与公安、民政数据比对发现';

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
    death(prefecture(70), '2025-03-28', '2025-07-03', COMPARISON),
    death(prefecture(95), '2025-06-15', '2025-10-05', COMPARISON),
    death(prefecture(120), '2025-09-02', '2025-09-04', CERTIFICATE),
    death(prefecture(145), '2025-10-30', '2025-11-05', CERTIFICATE),
    death(heating(33), '2025-06-08', '2025-07-02', CERTIFICATE),
    death(heating(77), '2025-07-20', '2025-10-05', COMPARISON),
    death(teachers(12), '2025-08-30', '2025-09-05', CERTIFICATE),
    death(region(10), '2025-11-15', '2025-12-01', CERTIFICATE),
    event('CUSTODY', prefecture(150), '2025-03-10', '2025-04-02', '法院判决书'),
    event('RELEASE', prefecture(150), '2025-08-20', '2025-09-03', '释放证明书'),
    event('CUSTODY', prefecture(180), '2025-10-09', '2025-11-04', '法院判决书'),
    event('HOLD', prefecture(210), '2025-05-05', '2025-05-05', '疑似死亡，待核实'),
    event('HOLD_LIFTED', prefecture(210), '2025-07-04', '2025-07-04', '上门见到本人'),
    event('HOLD', prefecture(230), '2025-11-05', '2025-11-05', '疑似死亡，待核实'),
  ],
  accountChanges: [
    { who: prefecture(250), month: '2025-02' },
    { who: prefecture(270), month: '2025-06' },
    { who: heating(90), month: '2025-07' },
    { who: prefecture(290), month: '2025-10' },
  ],
  lapses: [
    { who: prefecture(310), verifiedOn: '2024-03-12', renewedOn: '2025-05-03' },
    { who: prefecture(330), verifiedOn: '2024-09-15', renewedOn: '2025-12-06' },
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
    [`${PREFECTURE} 2025-02`]: ['SECOND_CLICK'],
    [`${PREFECTURE} 2025-03`]: ['RETURN_TWICE'],
    [`${PREFECTURE} 2025-05`]: ['SELF_APPROVAL'],
    [`${PREFECTURE} 2025-06`]: ['APPROVED_TWICE'],
    [`${PREFECTURE} 2025-07`]: ['TWO_APPROVALS'],
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
