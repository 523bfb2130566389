import { PAID, REFUSED } from '../../demo/bank-simulator';
import { addMonths } from '../../src/calendar/month';
import { openOffice, type Office } from '../support/office';
import { answers, pays } from '../support/office-bank';
import { founds, type PaidProject } from '../support/office-money';
import { befalls, comesInto } from '../support/office-situations';
import { GRACE, HALF_YEARLY, LIVING, STRICT_DEATH, UNVERIFIED, type Situation } from './situations';

const MONTHS = [1, 2, 3, 4, 5, 6];

/** Projects that differ in one parameter each, and the situations that are played in each, all in one year. */
const PROJECTS = {
  living: { parameters: {}, situations: LIVING },
  grace: { parameters: { graceDays: 5 }, situations: GRACE },
  halfYearly: { parameters: { verificationCycleMonths: 6 }, situations: HALF_YEARLY },
  unverified: { parameters: { verificationCycleMonths: null }, situations: UNVERIFIED },
  strictDeath: { parameters: { paysMonthOfDeath: false }, situations: STRICT_DEATH },
} satisfies Record<string, { parameters: Parameters<typeof founds>[1]; situations: Situation[] }>;

/**
 * What becomes of a person in a year's first half, one row per situation. The office pays on the 20th of each month;
 * what happens on a day is on record before that month's batch. For each month from January to June:
 *   p         paid in its own month
 *   p@5       paid back in the batch of May
 *   w:REASON  withheld at the end of June
 *   c:REASON  cancelled
 *   f:REASON  refused by the bank and waiting
 *   -         nothing owed
 */
describe.each`
  project
  ${'living'}
  ${'grace'}
  ${'halfYearly'}
  ${'unverified'}
  ${'strictDeath'}
`('In the project “$project”', ({ project: name }: { project: keyof typeof PROJECTS }) => {
  let office: Office;
  let project: PaidProject;
  const { parameters, situations } = PROJECTS[name];

  beforeAll(async () => {
    office = await openOffice('2025-01-02');
    project = await founds(office, parameters);
    await plays(office, project, situations);
  });
  afterAll(() => office.closes());

  it.each(situations)('%s', async (who, _facts, _then, months, paidFen) => {
    expect(await tells(office, who)).toEqual({ months, paidFen });
  });
});

async function plays(office: Office, project: PaidProject, situations: readonly Situation[]): Promise<void> {
  const persons = new Map<string, number>();
  for (const [who, facts] of situations) {
    persons.set(who, (await comesInto(office, project, who, facts)).personId);
  }
  for (const month of MONTHS) {
    const day = `2025-0${month}-20`;
    const earlier = `2025-0${month - 1}-20`;
    const refused = new Set<string>();
    for (const [who, , then] of situations) {
      for (const happening of then.filter(([on]) => on > earlier && on <= day)) {
        office.clock.set(happening[0]);
        if (happening[1] === 'BANK_REFUSES') refused.add(who);
        else await befalls(office, persons.get(who)!, who, happening);
      }
    }
    office.clock.set(day);
    const batchId = await pays(office, project, month - 1);
    await answers(office, batchId, ({ payeeName }) => [
      { reply: refused.has(payeeName) ? REFUSED.accountClosed : PAID },
    ]);
  }
}

async function tells(office: Office, who: string): Promise<{ months: string; paidFen: number }> {
  const rows = await office.asks<{ period: string; mark: string; fen: number }>(
    `select entitlement.period::text, entitlement.amount_fen as fen,
       case when entitlement.state = 'IN_PAYMENT' then
         'p' || case when payout.covers_from = entitlement.period then '' else '@' || extract(month from payout.covers_from) end
       else lower(left(entitlement.state, 1)) || ':' || entitlement.reason end as mark
     from person
     join enrollment on enrollment.person_id = person.id
     join entitlement on entitlement.enrollment_id = enrollment.id
     left join batch_version version on version.id = entitlement.version_id
     left join payment_batch batch on batch.id = version.batch_id
     left join payout on payout.id = batch.payout_id
     where person.name = $1`,
    [who],
  );
  const marks = MONTHS.map((month) => {
    const period = addMonths('2025-01-01', month - 1);
    return rows.find((row) => row.period === period)?.mark ?? '-';
  });
  const paid = rows.filter(({ mark }) => mark.startsWith('p'));
  return { months: marks.join(' '), paidFen: paid.reduce((sum, { fen }) => sum + fen, 0) };
}
