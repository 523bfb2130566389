import { Agenda } from '../../demo/agenda';
import { Bank } from '../../demo/bank';
import { PAID, REFUSED } from '../../demo/bank-simulator';
import { CHANGJI_STORY } from '../../demo/changji-story';
import { ExpectedRefusals } from '../../demo/expected-refusals';
import { MonthSummary } from '../../demo/month-summary';
import { Refused } from '../../demo/office-client';
import { projectTable } from '../../demo/print-report';
import { AGENCIES } from '../../demo/projects';
import { combine, reportedProject } from '../../demo/report';
import { RosterBook } from '../../demo/roster-book';
import { diedOn, isInStory } from '../../demo/story';
import { displayWidth, percentText, table, wrap, yuanText } from '../../demo/tables';
import { planProofs } from '../../demo/verification-plan';
import { forecast } from '../../demo/year';
import { SettableClock } from '../../src/calendar/clock';

const CHANGJI = AGENCIES[0]!;
const PREFECTURE = 'pre-1995-living-allowance-prefecture';

/** A project whose figures add up. */
const EXECUTION = {
  code: 'heating',
  name: '采暖费',
  owedFen: 1000_00,
  paidFen: 700_00,
  inTransitFen: 100_00,
  dueFen: 50_00,
  withheldFen: 120_00,
  failedFen: 30_00,
  cancelledFen: 40_00,
  initialBudgetFen: 900_00,
  fullYearBudgetFen: 1100_00,
  executedFen: 700_00,
  executionRateBp: 6364,
  withheldByReason: { HELD: { personCount: 1, amountFen: 120_00 } },
  cancelledByReason: { DECEASED: { personCount: 1, amountFen: 40_00 } },
};

describe('A project in the report of the demonstration', () => {
  it('is what the product answered, with the headcount at the start and the rate as a number', () => {
    expect(reportedProject(EXECUTION, 55, [])).toMatchObject({
      headcount: 55,
      initialBudgetFen: 900_00,
      fullYearBudgetFen: 1100_00,
      executionRate: 0.6364,
    });
  });

  it.each`
    figure            | because
    ${'paidFen'}      | ${'paid'}
    ${'inTransitFen'} | ${'in transit'}
    ${'dueFen'}       | ${'due'}
    ${'withheldFen'}  | ${'withheld'}
    ${'failedFen'}    | ${'failed'}
  `('is refused when one fen is missing in what is $because', ({ figure }: { figure: 'paidFen' }) => {
    const wrong = { ...EXECUTION, [figure]: EXECUTION[figure] - 1 };

    expect(() => reportedProject(wrong, 55, [])).toThrow('its parts are 99999 fen');
  });

  it('keeps what was cancelled apart from what is owed', () => {
    expect(reportedProject({ ...EXECUTION, cancelledFen: 0 }, 55, []).owedFen).toBe(1000_00);
  });
});

describe('The invariants of several agencies', () => {
  const result = (number: number, holds: boolean, checked: number) => ({
    number,
    name: `第 ${number} 项`,
    holds,
    checked,
    violations: holds ? 0 : 1,
  });

  it('hold when they hold everywhere, and count everything that was checked', () => {
    const both = [result(2, true, 7), result(1, true, 3), result(1, false, 4), result(2, true, 1)];

    expect(combine(both)).toEqual([
      { number: 1, name: '第 1 项', holds: false, checked: 7 },
      { number: 2, name: '第 2 项', holds: true, checked: 8 },
    ]);
  });
});

describe('A table on the terminal', () => {
  it.each`
    text         | width
    ${'abc'}     | ${3}
    ${'应发'}    | ${4}
    ${'古丽·买'} | ${7}
    ${'（元）'}  | ${6}
    ${'李𠅤'}    | ${4}
  `('gives $text $width columns', ({ text, width }: { text: string; width: number }) => {
    expect(displayWidth(text)).toBe(width);
  });

  it('breaks a title between characters, never beyond the width', () => {
    expect(wrap('国有企业办职教', 6)).toEqual(['国有企', '业办职', '教']);
  });

  it('stands aligned whatever the characters', () => {
    const lines = table(
      ['元', '采暖费'],
      [
        ['应发', '1.00'],
        ['paid', '684,320.00'],
      ],
    );

    expect(new Set(lines.map(displayWidth))).toEqual(new Set([16]));
  });

  it.each`
    fen             | text
    ${0}            | ${'0.00'}
    ${-5}           | ${'-0.05'}
    ${126_288_000}  | ${'1,262,880.00'}
    ${99_999}       | ${'999.99'}
    ${100_000_0050} | ${'10,000,000.50'}
  `('prints $fen fen as $text', ({ fen, text }: { fen: number; text: string }) => {
    expect(yuanText(fen)).toBe(text);
  });

  it('prints a rate of basis points, and a dash without a budget', () => {
    expect([percentText(8731), percentText(null)]).toEqual(['87.31%', '—']);
  });

  it('names the reasons in the office’s words, with persons and yuan', () => {
    const lines = projectTable([reportedProject(EXECUTION, 55, [])], new Map([['heating', 10_000]]));

    expect(lines.join('\n')).toMatch(/人工暂停 +1人 120\.00/);
    expect(lines.join('\n')).toMatch(/序时进度 +100\.00%/);
  });
});

describe('The story of 2025', () => {
  const book = new RosterBook(CHANGJI.projects);
  const persons = CHANGJI.projects.flatMap(({ project }) => book.roster(project.code));
  const proofs = planProofs(persons, CHANGJI_STORY, 2025);

  it('verifies nobody after a death', () => {
    const late = proofs.filter(({ person, verifiedOn }) => {
      const death = diedOn(CHANGJI_STORY, [person.projectCode, person.row]);
      return death !== undefined && verifiedOn > death;
    });

    expect(late).toEqual([]);
  });

  it('verifies most before the year, on many different days, and lets some lapse', () => {
    const before = proofs.filter(({ verifiedOn }) => verifiedOn < '2025');
    const renewed = new Set(
      proofs.filter(({ verifiedOn }) => verifiedOn >= '2025').map(({ person }) => person.citizenId),
    );

    expect(before.length).toBeGreaterThan(2_200);
    expect(new Set(before.map(({ verifiedOn }) => verifiedOn)).size).toBeGreaterThan(250);
    expect(before.filter(({ person }) => !renewed.has(person.citizenId)).length).toBeGreaterThan(10);
  });

  it('names only people who stand on a roster, and leaves them alone otherwise', () => {
    const { lifeEvents, accountChanges, lapses, answers, lateAnswers, onBothRosters } = CHANGJI_STORY;
    const told = [...lifeEvents, ...accountChanges, ...lapses, ...answers, ...lateAnswers].map(
      ({ who }) => who,
    );

    for (const who of [...told, ...onBothRosters]) {
      expect(book.person(who)).toBeDefined();
      expect(isInStory(CHANGJI_STORY, who)).toBe(true);
    }
  });

  it('puts one and the same person on both exclusive rosters', () => {
    const [one, other] = CHANGJI_STORY.onBothRosters.map((who) => book.person(who).citizenId);

    expect(one).toBe(other);
  });

  it('sees from the published figures when the line of 877 runs dry', () => {
    expect(forecast(CHANGJI.projects[0]!)).toContain(
      '按标准需 1,262,880.00 元，缺 119,480.00 元，只够 10 个月',
    );
  });

  it('adds what is missing, in the hundreds of yuan in which budgets are printed', () => {
    expect(CHANGJI_STORY.addedFunds[PREFECTURE]?.amountFen).toBe(119_500_00);
  });
});

describe('The bank of the demonstration', () => {
  const book = new RosterBook(CHANGJI.projects);
  const bank = new Bank(book, CHANGJI_STORY);
  const closed = book.person([PREFECTURE, 520]);
  const content = Buffer.from(`1|${closed.accountNumber}|A|120.00|B\r\n`);
  const file = { batchId: 1, projectCode: PREFECTURE, month: '2025-12', format: 'P2' as const, content };

  it('refuses whom the story says, and pays the same person in the batch that pays again', () => {
    expect(bank.answer({ ...file, isReissue: false }, '2025-12-05').toString()).toContain(
      `|${REFUSED.accountClosed.code}|`,
    );
    expect(bank.answer({ ...file, isReissue: true }, '2025-12-09').toString()).toContain(`|${PAID.code}|`);
  });

  it('knows a person by the new account after a change', () => {
    const old = closed.accountNumber;
    const accountNumber = book.newAccount(closed);

    expect(accountNumber).not.toBe(old);
    expect(book.payeeOf(PREFECTURE, accountNumber)).toBe(closed);
  });
});

describe('An attempt that must be refused', () => {
  const attempt = { agencyCode: 'office', on: '2025-01-02', what: '自己审批' };
  const refusal = new Refused({ code: 'four_eyes_required', detail: '须由另一人办理。', facts: {} });

  it.each`
    answer           | act                              | stopped
    ${'the refusal'} | ${() => Promise.reject(refusal)} | ${true}
    ${'nothing'}     | ${() => Promise.resolve()}       | ${false}
  `('that gets $answer counts as stopped: $stopped', async ({ act, stopped }) => {
    const refusals = new ExpectedRefusals();

    await refusals.refused(attempt, 'four_eyes_required', act as () => Promise<void>);

    expect(refusals.allStopped).toBe(stopped);
  });

  it('is not stopped by a refusal for another reason', async () => {
    const refusals = new ExpectedRefusals();

    await refusals.refused(attempt, 'version_changed', () => Promise.reject(refusal));

    expect(refusals.allStopped).toBe(false);
  });
});

describe('A month of the demonstration', () => {
  it('does its work in the order of the dates, and on one date in the order noted', async () => {
    const agenda = new Agenda();
    const clock = new SettableClock();
    const done: string[] = [];
    const note = (what: string) => () => Promise.resolve(void done.push(`${clock.today()} ${what}`));
    agenda.at('2025-03-20', note('return'));
    agenda.at('2025-03-05', note('file'));
    agenda.at('2025-03-05', note('event'));

    await agenda.workThrough(clock);

    expect(done).toEqual(['2025-03-05 file', '2025-03-05 event', '2025-03-20 return']);
  });

  it('is one line, and one more for what stands out', () => {
    const month = new MonthSummary('2025-11');
    month.paidCount = 857;
    month.paidFen = 102_960_00;
    month.happened('死亡', 1);
    month.happened('死亡', 1);
    month.stands('预算指标不足');

    const [line, ...more] = month.lines();
    expect(line).toMatch(/^2025-11 {2}实发 {3}857 笔 {3}102,960\.00 元 .*死亡 2$/);
    expect(more).toEqual([expect.stringContaining('▲ 预算指标不足')]);
  });
});
