import { parseWanYuan, parseYuan } from '../src/calendar/money';
import transfers from './published/person-transfers.json';

/** The fields of a published project (published/*.json) that the demonstration reads. */
export interface PublishedProject {
  name: string;
  functionCode: string | null;
  policyBasis: string;
  budgetAmount: string;
  fundAllocation: { items: { item: string; amount: string | null }[] };
  executionWindow: { from: string; to: string };
  fundSource: string | null;
  headcount: string | null;
  standard: { amount: string | null; months?: string } | null;
  scope: string | null;
}

interface Indicator {
  level3: string;
  targetValue: string | null;
  deadline?: string;
}

interface PublishedBudget {
  projects: { name: string }[];
  performanceTargets: { projectName: string; indicators: Indicator[] }[];
}

/** The project of that very name; throws when the document has none. */
export function publishedProject<T extends { name: string }>(budget: { projects: T[] }, name: string): T {
  return present(
    budget.projects.find((project) => project.name === name),
    `a project ${name}`,
  );
}

/** The performance indicator of a project by its third-level name (三级指标). */
export function publishedTarget(budget: PublishedBudget, projectName: string, level3: string) {
  const table = budget.performanceTargets.find((candidate) => candidate.projectName === projectName);
  const indicator = table?.indicators.find((candidate) => candidate.level3 === level3);
  return present<Indicator>(indicator, `an indicator ${level3} of ${projectName}`);
}

/** Beneficiaries and source of a project where the budget itself leaves the cell blank. */
export function publishedTransfer(key: string, year: number): { beneficiaries: string; source: string } {
  const project = transfers.projects.find((candidate) => candidate.key === key);
  const row = project?.rows.find((candidate) => candidate.year === year);
  return {
    beneficiaries: present(project, `a transfer ${key}`).beneficiaries,
    source: present(row?.fund, `a source of ${key} in ${year}`),
  };
}

/** A published amount of 万元 in fen. */
export function wanYuan(text: string | null | undefined): number {
  return present(parseWanYuan(text ?? ''), 'an amount in 万元');
}

/** A published amount of yuan in fen. */
export function yuan(text: string | null | undefined): number {
  return present(parseYuan(text ?? ''), 'an amount in yuan');
}

/** Money that came with no document of its own is appropriated by the budget itself. */
export function budgetDocument(budget: { fiscalYear: number; documentKind: string; publishedOn: string }) {
  return `${budget.fiscalYear}年${budget.documentKind}（${budget.publishedOn}公开）`;
}

/** A cell the demonstration cannot do without; a blank one would silently become another figure. */
export function present<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`the published documents lack ${what}`);
  return value;
}
