import { bayingolProjects } from './bayingol-projects';
import { changjiProjects } from './changji-projects';
import type { DemoAgency, DemoProject } from './project-seed';
import bayingolBudget from './published/budget-2023-bayingol.json';
import changjiBudget from './published/budget-2025-changji.json';

export type {
  BenefitSeed,
  DemoAgency,
  DemoProject,
  FundingSeed,
  PayoutSeed,
  ProjectSeed,
} from './project-seed';

function agency(
  budget: { organisation: string; organisationCode: string },
  projects: DemoProject[],
): DemoAgency {
  return {
    code: budget.organisationCode,
    name: budget.organisation,
    headcounts: Object.fromEntries(projects.map((entry) => [entry.project.code, entry.headcount])),
    projects,
  };
}

/** The two agencies of the demonstration with their six projects, drawn from demo/published. */
export const AGENCIES: readonly DemoAgency[] = [
  agency(changjiBudget, changjiProjects()),
  agency(bayingolBudget, bayingolProjects()),
];
