import type { ControlSummary, FindingView } from '../src/control/finding.service';
import type { MonthSummary } from './month-summary';
import type { Office } from './office';

/** Findings looked into each quarter; an office works its list off by and by. */
const LOOKED_INTO = 6;

/** Fits a rule to the projects it does not suit as it stands: the age of retirement says nothing of who is no retiree. */
export async function fitRules(office: Office): Promise<void> {
  for (const { id, seed } of office.projects) {
    const setting = seed.retiresEarly
      ? {
          enabled: true,
          parameters: { maleAge: 45, femaleAge: 40 },
          reason: '当时按特殊工种、因病等政策提前退休',
        }
      : { enabled: false, parameters: {}, reason: '享受对象不以退休年龄为条件' };
    await office.as('auditor').put('/control-rules/age-under/setting', { projectId: id, ...setting });
  }
}

/** Screens everybody by every rule, and looks into the first of the findings: most have an ordinary reason. */
export async function screen(office: Office, month: MonthSummary): Promise<void> {
  const auditor = office.as('auditor');
  const { jobId } = await auditor.post<{ jobId: number }>('/control-runs', {});
  await auditor.job(jobId);
  const open = await auditor.get<FindingView[]>('/control-findings?state=OPEN&owner=AUDITOR&limit=500');
  month.happened('内控筛查后待核实疑点（稽核）', open.length);
  for (const [index, finding] of open.slice(0, LOOKED_INTO).entries()) {
    const act = index === 0 ? 'confirm' : 'dismiss';
    await auditor.post(`/control-findings/${finding.id}/${act}`, {
      version: finding.version,
      resolution: index === 0 ? '查实，已责成更正' : '经核对原始材料，情况正常',
      documentNo: `稽核底稿${office.clock.today()}-${index + 1}`,
    });
  }
}

/** The year's internal control as an office publishes it. */
export function reportControl(office: Office): Promise<ControlSummary> {
  const year = office.agency.projects[0]!.year;
  return office.as('auditor').get(`/control-findings/summary?from=${year}-01-01&until=${year}-12-31`);
}
