import {
  IN_PROCESS,
  PAID,
  REFUSED,
  RETURNED,
  UNHEARD_OF,
  type BankLine,
  type BankReply,
  type BankRow,
} from '../../demo/bank-simulator';
import {
  answers,
  balancesOf,
  bankReply,
  batchNow,
  outcomesOf,
  pays,
  settles,
  workListOf,
} from '../support/office-bank';
import {
  changesAccount,
  compiles,
  enrols,
  founds,
  opens,
  owed,
  paidIn,
  type Enrolled,
  type PaidProject,
} from '../support/office-money';
import { openOffice, type Office } from '../support/office';

const STANDARD_FEN = 120_00;
const NAMES = ['李华', '艾尼瓦尔·买买提', '王芳'];

let office: Office;
let project: PaidProject;
let persons: Enrolled[];

beforeAll(async () => {
  office = await openOffice('2025-01-10');
});
afterAll(() => office.closes());

beforeEach(async () => {
  office.clock.set('2025-01-10');
  project = await founds(office);
  persons = [];
  for (const name of NAMES) persons.push(await enrols(office, project, name));
});

const all = (reply: BankReply) => (): BankRow[] => [{ reply }];

/** Answers 李华 as stated and pays the others. */
function only(rows: readonly BankRow[]) {
  return (line: BankLine): readonly BankRow[] => (line.payeeName === '李华' ? rows : [{ reply: PAID }]);
}

/** What became of 李华's payment in a batch. */
async function outcomeOf(batchId: number): Promise<string[]> {
  const outcomes = await outcomesOf(office, batchId);
  return outcomes.filter((outcome) => outcome.startsWith('李华')).map((outcome) => outcome.slice(3));
}

describe('A line of a return', () => {
  it.each`
    situation                                | rows                                                       | outcome           | workList
    ${'paid'}                                | ${[{ reply: PAID }]}                                       | ${'SUCCEEDED 00'} | ${[]}
    ${'refused: account closed'}             | ${[{ reply: REFUSED.accountClosed }]}                      | ${'FAILED 03'}    | ${[]}
    ${'refused: payer short of funds'}       | ${[{ reply: REFUSED.payerShortOfFunds }]}                  | ${'FAILED 11'}    | ${[]}
    ${'in process'}                          | ${[{ reply: IN_PROCESS }]}                                 | ${'UNKNOWN 13'}   | ${[]}
    ${'a duplicate, so perhaps paid before'} | ${[{ reply: REFUSED.duplicate }]}                          | ${'UNKNOWN 10'}   | ${[]}
    ${'an answer nobody knows'}              | ${[{ reply: UNHEARD_OF }]}                                 | ${'UNKNOWN 99'}   | ${[]}
    ${'sent back without having arrived'}    | ${[{ reply: RETURNED }]}                                   | ${'FAILED 14'}    | ${[]}
    ${'not listed'}                          | ${[]}                                                      | ${'UNKNOWN 13'}   | ${[]}
    ${'listed twice alike'}                  | ${[{ reply: PAID }, { reply: PAID }]}                      | ${'SUCCEEDED 00'} | ${['3 REPEATED_ROW']}
    ${'listed twice, contradicting itself'}  | ${[{ reply: PAID }, { reply: REFUSED.accountClosed }]}     | ${'UNKNOWN 13'}   | ${['2 REPEATED_ROW', '3 REPEATED_ROW']}
    ${'one fen too much'}                    | ${[{ reply: PAID, amountFen: STANDARD_FEN + 1 }]}          | ${'UNKNOWN 13'}   | ${['2 AMOUNT_DIFFERS']}
    ${'to another account'}                  | ${[{ reply: PAID, accountNumber: '6200000000000099999' }]} | ${'UNKNOWN 13'}   | ${['2 ACCOUNT_DIFFERS']}
    ${'to another name'}                     | ${[{ reply: PAID, payeeName: '李花' }]}                    | ${'UNKNOWN 13'}   | ${['2 NAME_DIFFERS']}
    ${'without a name'}                      | ${[{ reply: PAID, payeeName: '' }]}                        | ${'SUCCEEDED 00'} | ${[]}
    ${'the name padded with a wide space'}   | ${[{ reply: PAID, payeeName: '李　华' }]}                  | ${'SUCCEEDED 00'} | ${[]}
    ${'a serial that is not in the batch'}   | ${[{ reply: PAID, serial: '999' }]}                        | ${'UNKNOWN 13'}   | ${['2 UNKNOWN_SERIAL']}
    ${'a serial beyond every batch'}         | ${[{ reply: PAID, serial: '999999999999999' }]}            | ${'UNKNOWN 13'}   | ${['2 UNKNOWN_SERIAL']}
    ${'a serial that is no number'}          | ${[{ reply: PAID, serial: 'x' }]}                          | ${'UNKNOWN 13'}   | ${['2 MALFORMED_LINE']}
  `('$situation becomes $outcome with $workList to look into', async ({ rows, outcome, workList }) => {
    const batch = await pays(office, project, 0);

    const result = await answers(office, batch, only(rows as BankRow[]));

    expect(await outcomeOf(batch)).toEqual([outcome]);
    expect(await workListOf(office, batch)).toEqual(workList);
    const { lineCount, appliedCount, repeatedCount, discrepancyCount } = result as Record<string, number>;
    expect(lineCount).toBe(2 + (rows as BankRow[]).length);
    expect(lineCount).toBe(appliedCount! + repeatedCount! + discrepancyCount!);
  });

  it('is compared by the key of the name, whatever dot the bank writes', async () => {
    const batch = await pays(office, project, 0);

    await answers(office, batch, (line) => [{ reply: PAID, payeeName: line.payeeName.replace('·', '．') }]);

    expect(await workListOf(office, batch)).toEqual([]);
    expect(await batchNow(office, batch)).toMatchObject({ state: 'RETURNED' });
  });

  it('keeps the bank’s words as they came, also with a tab or a backslash in them', async () => {
    const batch = await pays(office, project, 0);
    const message = '制表\t反斜\\n线';

    await answers(office, batch, only([{ reply: { ...UNHEARD_OF, message } }]));

    const rows = await office.asks('select bank_message from payment_outcome where bank_code = $1', [
      UNHEARD_OF.code,
    ]);
    expect(rows).toContainEqual({ bank_message: message });
  });
});

describe('A line of a second return, after the payment was', () => {
  it.each`
    first               | second                   | outcomes                           | workList
    ${PAID}             | ${PAID}                  | ${['SUCCEEDED 00']}                | ${[]}
    ${PAID}             | ${REFUSED.accountClosed} | ${['SUCCEEDED 00']}                | ${['2 ALREADY_SETTLED']}
    ${PAID}             | ${IN_PROCESS}            | ${['SUCCEEDED 00']}                | ${['2 ALREADY_SETTLED']}
    ${PAID}             | ${RETURNED}              | ${['SUCCEEDED 00', 'REVERSED 14']} | ${[]}
    ${REFUSED.cardLost} | ${REFUSED.accountClosed} | ${['FAILED 05']}                   | ${[]}
    ${REFUSED.cardLost} | ${RETURNED}              | ${['FAILED 05']}                   | ${[]}
    ${REFUSED.cardLost} | ${PAID}                  | ${['FAILED 05']}                   | ${['2 ALREADY_SETTLED']}
    ${IN_PROCESS}       | ${PAID}                  | ${['UNKNOWN 13', 'SUCCEEDED 00']}  | ${[]}
    ${IN_PROCESS}       | ${REFUSED.accountClosed} | ${['UNKNOWN 13', 'FAILED 03']}     | ${[]}
    ${IN_PROCESS}       | ${RETURNED}              | ${['UNKNOWN 13', 'FAILED 14']}     | ${[]}
    ${IN_PROCESS}       | ${IN_PROCESS}            | ${['UNKNOWN 13']}                  | ${[]}
    ${IN_PROCESS}       | ${UNHEARD_OF}            | ${['UNKNOWN 13', 'UNKNOWN 99']}    | ${[]}
  `(
    '$first.message and is now $second.message leaves $outcomes',
    async ({ first, second, outcomes, workList }) => {
      const batch = await pays(office, project, 0);
      await answers(office, batch, only([{ reply: first as BankReply }]));

      office.clock.set('2025-01-13');
      await answers(office, batch, only([{ reply: second as BankReply }]));

      expect(await outcomeOf(batch)).toEqual(outcomes);
      expect(await workListOf(office, batch)).toEqual(workList);
    },
  );

  it('reversed, is not reversed again', async () => {
    const batch = await pays(office, project, 0);
    await answers(office, batch, all(PAID));
    await answers(office, batch, only([{ reply: RETURNED }]));
    const before = await balancesOf(office, project);

    office.clock.set('2025-01-13');
    await answers(office, batch, only([{ reply: RETURNED }]));

    expect(await outcomeOf(batch)).toEqual(['SUCCEEDED 00', 'REVERSED 14']);
    expect(await balancesOf(office, project)).toEqual(before);
  });
});

describe('A return as a whole', () => {
  it('settles a batch in parts: the rest waits, and is not paid again', async () => {
    const batch = await pays(office, project, 0);

    await answers(office, batch, only([]));
    expect(await batchNow(office, batch)).toMatchObject({ state: 'PARTLY_RETURNED' });
    expect(await balancesOf(office, project)).toMatchObject({
      IN_TRANSIT: STANDARD_FEN,
      PAID: 2 * STANDARD_FEN,
    });

    await answers(office, batch, (line) => (line.payeeName === '李华' ? [{ reply: PAID }] : []));
    expect(await batchNow(office, batch)).toMatchObject({ state: 'RETURNED' });
    expect(await balancesOf(office, project)).toMatchObject({ PAID: 3 * STANDARD_FEN });
  });

  it('handed in twice changes nothing the second time', async () => {
    const batch = await pays(office, project, 0);
    const reply = await bankReply(office, batch, only([{ reply: REFUSED.accountClosed }]));
    const first = await settles(office, batch, reply);
    const before = [
      await batchNow(office, batch),
      await balancesOf(office, project),
      await outcomesOf(office, batch),
    ];

    const second = await settles(office, batch, reply);

    expect(second).toEqual(first);
    expect([
      await batchNow(office, batch),
      await balancesOf(office, project),
      await outcomesOf(office, batch),
    ]).toEqual(before);
  });

  it.each`
    fault                      | change                                              | code
    ${'of another batch'}      | ${(text: string) => text.replace(/^\d+/, '999999')} | ${'return_for_another_batch'}
    ${'of another version'}    | ${(text: string) => text.replace('|1|', '|2|')}     | ${'return_for_another_batch'}
    ${'with a line cut off'}   | ${(text: string) => text.replace(/[^\n]+\n$/, '')}  | ${'return_totals_differ'}
    ${'with an unread header'} | ${(text: string) => text.replace('CNY', 'USD')}     | ${'return_unreadable'}
    ${'without any line'}      | ${(text: string) => text.replace(/\n[^]*/, '\n')}   | ${'return_unreadable'}
    ${'that is empty'}         | ${() => ''}                                         | ${'return_unreadable'}
  `('$fault is refused as $code, and nothing of it is applied', async ({ change, code }) => {
    const batch = await pays(office, project, 0);
    const reply = await bankReply(office, batch, all(PAID));

    const result = await settles(
      office,
      batch,
      Buffer.from((change as (text: string) => string)(reply.toString('latin1')), 'latin1'),
    );

    expect(result).toMatchObject({ state: 'REFUSED', problem: code, appliedCount: 0 });
    expect(await outcomesOf(office, batch)).toEqual([]);
    expect(await batchNow(office, batch)).toMatchObject({ state: 'FILE_SENT' });
  });

  it('in another charset than agreed is refused, not applied with other names', async () => {
    const batch = await pays(office, project, 0);
    const reply = await bankReply(office, batch, all(PAID));
    const utf8 = Buffer.from(new TextDecoder('gbk').decode(reply), 'utf8');

    expect(await settles(office, batch, utf8)).toMatchObject({
      state: 'REFUSED',
      problem: 'return_unreadable',
    });
  });

  it('refused once is tried again when it is handed in again', async () => {
    const batch = await pays(office, project, 0);
    const reply = await bankReply(office, batch, all(PAID), { statedTotals: { lineCount: 9, totalFen: 9 } });

    expect(await settles(office, batch, reply)).toMatchObject({ state: 'REFUSED' });
    expect(await settles(office, batch, reply)).toMatchObject({ state: 'REFUSED' });
  });

  it('is not taken in before the batch was sent', async () => {
    const { id } = await opens(office, project, 0);
    await expect(settles(office, id, Buffer.from('x'))).rejects.toMatchObject({
      code: 'return_not_expected',
    });
  });
});

describe('Money that came back after it had been paid', () => {
  it.each`
    postedOn        | year             | treasury        | available
    ${'2025-12-31'} | ${'the same'}    | ${undefined}    | ${STANDARD_FEN}
    ${'2026-01-01'} | ${'a later one'} | ${STANDARD_FEN} | ${0}
  `('in $year year goes where that year’s budget is', async ({ postedOn, treasury, available }) => {
    const batch = await pays(office, project, 0);
    await answers(office, batch, all(PAID));
    const before = await balancesOf(office, project);

    office.clock.set('2026-01-15');
    await answers(office, batch, (line) => (line.payeeName === '李华' ? [{ reply: RETURNED }] : []), {
      postedOn,
    });

    const after = await balancesOf(office, project);
    expect(after['PAID']).toBe(before['PAID']! - STANDARD_FEN);
    expect(after['RETURNED_TO_TREASURY']).toBe(treasury);
    expect(after['AVAILABLE']! - before['AVAILABLE']!).toBe(available);
    expect(await owed(office, persons[0]!)).toEqual([`2025-01 FAILED BANK_REFUSED ${STANDARD_FEN}`]);
    expect(await batchNow(office, batch)).toMatchObject({ state: 'RETURNED' });
  });
});

describe('What a bank did not pay', () => {
  it('is reissued to the corrected account, never above the failed amount', async () => {
    const batch = await pays(office, project, 0);
    await answers(office, batch, only([{ reply: REFUSED.accountClosed }]));
    const withOldAccount = await opens(office, project, 0, 'REISSUE');
    await compiles(office, withOldAccount.id);
    expect(await paidIn(office, withOldAccount.id)).toEqual({});

    await changesAccount(office, persons[0]!.personId, '李华', '6200000000000088888');
    await compiles(office, withOldAccount.id);

    expect(await paidIn(office, withOldAccount.id)).toEqual({ 李华: STANDARD_FEN });
  });

  it('is paid once only: the reissue’s own success closes it', async () => {
    const batch = await pays(office, project, 0);
    await answers(office, batch, only([{ reply: REFUSED.payerShortOfFunds }]));
    const reissue = await pays(office, project, 0, 'REISSUE');
    await answers(office, reissue, all(PAID));

    const next = await opens(office, project, 0, 'REISSUE');
    await compiles(office, next.id);

    expect(await paidIn(office, next.id)).toEqual({});
    expect(await balancesOf(office, project)).toMatchObject({ PAID: 3 * STANDARD_FEN });
  });

  it('because nobody knows its result is not paid again', async () => {
    const batch = await pays(office, project, 0);
    await answers(office, batch, only([{ reply: IN_PROCESS }]));

    const reissue = await opens(office, project, 0, 'REISSUE');
    await compiles(office, reissue.id);

    expect(await paidIn(office, reissue.id)).toEqual({});
  });
});
