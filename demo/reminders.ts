import type { MonthSummary } from './month-summary';
import type { Office } from './office';

/** Plans today's reminders and hands them to the SMS gateway as a file; nobody is reminded twice for one deadline. */
export async function remind(office: Office, month: MonthSummary): Promise<void> {
  const clerk = office.as('clerk');
  const planned = await clerk.post<{ jobId: number }>('/reminder-plans', {});
  const plan = await clerk.job(planned.jobId);
  const again = await clerk.post<{ jobId: number }>('/reminder-plans', {});
  const repeated = await clerk.job(again.jobId);
  if (Number(repeated?.['plannedCount']) !== 0) throw new Error('somebody would be reminded twice');
  const count = Number(plan?.['plannedCount']);
  if (count === 0) return;
  await clerk.job((await clerk.post<{ jobId: number }>('/reminder-dispatches', {})).jobId);
  month.happened('认证到期提醒', count);
}

/** Who is over 80 and due: the community calls at their homes. */
export async function planVisits(office: Office, month: MonthSummary): Promise<void> {
  const places = await office.as('clerk').get<{ personCount: number }[]>('/home-visits/communities');
  const visitCount = places.reduce((sum, { personCount }) => sum + personCount, 0);
  if (visitCount > 0) month.happened('上门名单', visitCount);
}
