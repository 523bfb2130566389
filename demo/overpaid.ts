import type { BatchRow, PaymentRow } from '../src/batch/batch.sql';
import { addMonths, monthOf, monthsBetween, printMonth } from '../src/calendar/month';
import type { PayoutView } from '../src/project/project.view';
import type { Office } from './office';
import type { StoryEvent } from './story';

/** What was paid for the time after a death (多发), because the office heard of it late or had paid in advance. */
export interface Overpaid {
  name: string;
  projectName: string;
  diedOn: string;
  reportedOn: string;
  /** The months that were not owed, `2025-04`; the payouts of a yearly benefit by their names. */
  unowed: string[];
  amountFen: number;
}

/** The most a list gives at once. */
const PAGE = 500;

/** The overpayments of an office's year, found in what the bank confirmed. */
export async function findOverpaid(office: Office): Promise<Overpaid[]> {
  const found: Overpaid[] = [];
  for (const death of office.story.lifeEvents.filter(({ kind }) => kind === 'DEATH')) {
    const overpaid = await overpaidAfter(office, death);
    if (overpaid.amountFen > 0) found.push(overpaid);
  }
  return found;
}

async function overpaidAfter(office: Office, { who, happenedOn, reportedOn }: StoryEvent): Promise<Overpaid> {
  const { id, seed, payouts } = office.project(who[0]);
  const personId = await office.personId(office.book.person(who));
  const path = `/batches?projectId=${id}&limit=${PAGE}`;
  const batches = (await office.as('auditor').get<BatchRow[]>(path)).toReversed();
  const { name: projectName } = seed.project;
  const overpaid: Overpaid = {
    name: '',
    projectName,
    diedOn: happenedOn,
    reportedOn,
    unowed: [],
    amountFen: 0,
  };
  for (const { id: batchId, payoutId } of batches.filter(({ sentOn }) => sentOn !== null)) {
    const { share, unowed } = unowedPart(
      payouts.find((payout) => payout.id === payoutId)!,
      happenedOn,
    );
    if (share === 0) continue;
    const payment = await paymentOf(office, batchId, personId);
    if (payment?.status !== 'SUCCEEDED') continue;
    overpaid.name = payment.name;
    overpaid.amountFen += payment.amountFen * share;
    overpaid.unowed.push(...unowed);
  }
  return overpaid;
}

/**
 * What of a payout is not owed after a death, and which share of it: every month after the month of death; a yearly
 * benefit only when its qualifying day was not lived to see.
 */
export function unowedPart(
  {
    name,
    coversFrom,
    coversUntil,
    qualifyingOn,
  }: Pick<PayoutView, 'name' | 'coversFrom' | 'coversUntil' | 'qualifyingOn'>,
  diedOn: string,
): { share: number; unowed: string[] } {
  if (qualifyingOn !== null)
    return diedOn < qualifyingOn ? { share: 1, unowed: [name] } : { share: 0, unowed: [] };
  const covered = monthsBetween(`${coversFrom}-01`, `${coversUntil}-01`);
  const unowed = covered.filter((month) => month >= addMonths(monthOf(diedOn), 1));
  return { share: unowed.length / covered.length, unowed: unowed.map(printMonth) };
}

async function paymentOf(office: Office, batchId: number, personId: number): Promise<PaymentRow | undefined> {
  for (let after = 0; ; after += PAGE) {
    const path = `/batches/${batchId}/payments?limit=${PAGE}&after=${after}`;
    const page = await office.as('auditor').get<PaymentRow[]>(path);
    const found = page.find((payment) => payment.personId === personId);
    if (found || page.length < PAGE) return found;
  }
}
