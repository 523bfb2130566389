import { IN_PROCESS, PAID, REFUSED } from './bank-simulator';
import type { OnRoster, Story } from './story';

const OFFICIALS = 'resigned-1992-93-social-insurance';
const AGENTS = 'insurance-agents-bayingol';

const officials = (row: number): OnRoster => [OFFICIALS, row];
const agents = (row: number): OnRoster => [AGENTS, row];

/** 2023 at the Bayingol agency: small rosters, so little happens. */
export const BAYINGOL_STORY: Story = {
  lifeEvents: [
    {
      who: officials(7),
      kind: 'END_OF_ENTITLEMENT',
      happenedOn: '2023-08-31',
      reportedOn: '2023-09-04',
      note: '到龄退休，不再代缴',
    },
    {
      who: officials(19),
      kind: 'DEATH',
      happenedOn: '2023-04-17',
      reportedOn: '2023-07-05',
      note: '与公安、民政数据比对发现',
    },
  ],
  comparisons: [],
  decisions: [],
  retractions: [],
  recoveries: [],
  explained: [],
  accountChanges: [{ who: agents(3), month: '2023-04' }],
  failures: [],
  lapses: [{ who: officials(25), verifiedOn: '2022-05-20', renewedOn: '2023-08-02' }],
  answers: [
    { who: officials(12), from: '2023-03', until: '2023-03', reply: REFUSED.cardLost },
    { who: agents(5), from: '2023-05', until: '2023-05', reply: IN_PROCESS },
  ],
  lateAnswers: [{ who: agents(5), of: '2023-05', comesIn: '2023-06', reply: PAID }],
  onBothRosters: [],
  unreachable: [],
  addedFunds: {},
  supplementary: [],
  attempts: { [`${AGENTS} 2023-02`]: ['SECOND_CLICK'], [`${OFFICIALS} 2023-02`]: ['RETURN_TWICE'] },
  paidByP1: [OFFICIALS, AGENTS],
  wrongFirst: null,
};
