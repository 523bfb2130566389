import { printMonth, addMonths, monthOf, monthsBetween } from '../src/calendar/month';
import type { BatchRow, PaymentRow } from '../src/batch/batch.sql';
import type { Office, OfficeProject } from './office';
import type { StoryEvent } from './story';

/** What was paid for months after a death (多发), because the office heard of it late or had paid in advance. */
export interface Overpaid {
  name: string;
  projectName: string;
  diedOn: string;
  reportedOn: string;
  /** `2025-04`, first and last month. */
  from: string;
  until: string;
  amountFen: number;
}

const PAGE = 500;

/** The overpayments of an office's year, found in what the bank confirmed. */
export async function findOverpaid(office: Office): Promise<Overpaid[]> {
  const found: Overpaid[] = [];
  for (const death of office.story.lifeEvents.filter(({ kind }) => kind === 'DEATH')) {
    const overpaid = await overpaidAfter(office, death);
    if (overpaid) found.push(overpaid);
  }
  return found;
}

async function overpaidAfter(
  office: Office,
  { who, happenedOn, reportedOn }: StoryEvent,
): Promise<Overpaid | undefined> {
  const project = office.project(who[0]);
  const personId = await office.personId(office.book.person(who));
  const batches = await office
    .as('auditor')
    .get<BatchRow[]>(`/batches?projectId=${project.id}&limit=${PAGE}`);
  const firstUnowed = addMonths(monthOf(happenedOn), 1);
  const months: string[] = [];
  let amountFen = 0;
  let name = '';
  for (const batch of batches.filter((candidate) => candidate.sentOn !== null)) {
    const unowed = unowedMonths(project, batch, { firstUnowed, happenedOn });
    if (unowed.length === 0) continue;
    const payment = await paymentOf(office, batch.id, personId);
    if (payment?.status !== 'SUCCEEDED') continue;
    const covered = monthsBetween(
      `${printMonth(batch.coversFrom)}-01`,
      `${printMonth(batch.coversUntil)}-01`,
    );
    amountFen += (payment.amountFen / covered.length) * unowed.length;
    months.push(...unowed);
    name = payment.name;
  }
  if (amountFen === 0) return undefined;
  months.sort();
  const [from, until] = [printMonth(months[0]!), printMonth(months.at(-1)!)];
  return {
    name,
    projectName: project.seed.project.name,
    diedOn: happenedOn,
    reportedOn,
    from,
    until,
    amountFen,
  };
}

/** The months of a batch that are not owed after a death; a yearly benefit is owed to who lived on its qualifying day. */
function unowedMonths(
  { payouts }: OfficeProject,
  batch: BatchRow,
  { firstUnowed, happenedOn }: { firstUnowed: string; happenedOn: string },
): string[] {
  const covered = monthsBetween(`${printMonth(batch.coversFrom)}-01`, `${printMonth(batch.coversUntil)}-01`);
  const qualifyingOn = payouts.find(({ id }) => id === batch.payoutId)?.qualifyingOn ?? null;
  if (qualifyingOn === null) return covered.filter((month) => month >= firstUnowed);
  return happenedOn < qualifyingOn ? covered : [];
}

async function paymentOf(office: Office, batchId: number, personId: number): Promise<PaymentRow | undefined> {
  for (let after = 0; ; after += PAGE) {
    const page = await office
      .as('auditor')
      .get<PaymentRow[]>(`/batches/${batchId}/payments?limit=${PAGE}&after=${after}`);
    const found = page.find((payment) => payment.personId === personId);
    if (found || page.length < PAGE) return found;
  }
}
