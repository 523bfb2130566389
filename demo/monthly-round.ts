import type { MemberView, RoundDetailView } from '../src/monthly-round/monthly-round-list.service';
import type { MovedRound, RoundReceipt } from '../src/monthly-round/monthly-round.service';
import type { MonthSummary } from './month-summary';
import type { Office, OfficeProject } from './office';

/** The longest work list the demonstration notes at once; the route takes as many. */
const NOTED_AT_ONCE = 200;

/**
 * Verifies a project's month (按月核实): everybody enrolled is compared, who is not verified is noted, the clerk closes and
 * the reviewer confirms.
 */
export async function verifyMonth(
  office: Office,
  project: OfficeProject,
  month: MonthSummary,
): Promise<void> {
  const clerk = office.as('clerk');
  const opened = await clerk.post<MovedRound>('/monthly-rounds', {
    projectId: project.id,
    month: month.month,
  });
  const path = `/monthly-rounds/${opened.id}`;
  const { jobId } = await clerk.post<RoundReceipt>(`${path}/run`, { version: opened.version });
  await clerk.job(jobId);
  const round = await clerk.get<RoundDetailView>(path);
  let { version } = round;
  const listed = await clerk.get<MemberView[]>(`${path}/members?limit=${NOTED_AT_ONCE}`);
  if (listed.length > 0) {
    const enrollmentIds = listed.map(({ enrollmentId }) => enrollmentId);
    const note = { version, enrollmentIds, reason: '本月未能核实，待本人认证或疑点查明' };
    ({ version } = await clerk.post<MovedRound>(`${path}/hold-back`, note));
  }
  ({ version } = await clerk.post<MovedRound>(`${path}/close`, { version }));
  await office.as('reviewer').post(`${path}/confirm`, { version });
  month.happened('按月核实无感认证', round.silentCount);
  if (listed.length > 0) month.happened('本月未核实', listed.length);
}
