import { join } from 'node:path';
import { sqlCommand, sqlFile, sqlInto, sqlRows } from '../database/sql-file';
import type { SubjectType } from './control-rule';
import type { FindingState } from './finding.states';
import type { RunKind } from './control-run.entity';
import { RULE_CODES, type RuleCode } from './rules/rules';

const path = (name: string) => join(__dirname, 'sql', name);

type OfAgency = { agencyId: number };

/** The statement of each rule: puts its findings into the temporary table `found`. `asked` holds one row per setting. */
export const FIND = Object.fromEntries(
  RULE_CODES.map((code) => [
    code,
    sqlInto<OfAgency & { asked: string }>(join(__dirname, 'rules', 'sql', `${code}.sql`), 'found', code),
  ]),
) as Readonly<Record<RuleCode, ReturnType<typeof sqlInto<OfAgency & { asked: string }>>>>;

export const createFound = sqlCommand<Record<string, never>>(path('create-found.sql'));

type Screened = OfAgency & { projectId: number | null; versionId: number | null };

export const createScreened = sqlCommand<Screened>(path('create-screened.sql'));

export const createScreenedBatch = sqlCommand<Screened>(path('create-screened-batch.sql'));

export const countScreened = sqlFile<OfAgency & { everyone: boolean }, { personCount: number }>(
  path('count-screened.sql'),
);

export const lockFindings = sqlFile<OfAgency, { locked: boolean }>(path('lock-findings.sql'));

/** What a screening recorded. */
export type ScreeningCounts = {
  readonly runId: number;
  readonly foundCount: number;
  readonly newCount: number;
  readonly reopenedCount: number;
  readonly goneCount: number;
};

export const recordScreening = sqlFile<
  OfAgency & {
    kind: RunKind;
    everyone: boolean;
    projectId: number | null;
    batchId: number | null;
    personCount: number;
    requestedBy: number | null;
    at: Date;
    rules: string;
    moves: string;
  },
  ScreeningCounts
>(path('record-screening.sql'));

export const countBlocking = sqlRows<
  OfAgency & {
    ruleCodes: readonly string[];
    lineRuleCodes: readonly string[];
    projectId: number;
    batchId: number;
  },
  { ruleCode: RuleCode; findingCount: number }
>(path('count-blocking.sql'));

export const setRule = sqlFile<
  OfAgency & {
    ruleCode: string;
    projectId: number | null;
    enabled: boolean;
    parameters: string;
    reason: string;
    setBy: number;
    setAt: Date;
  },
  { id: number }
>(path('set-rule.sql'));

/** A finding as lists show it: names, and of IDs and accounts the last four characters at most. */
export interface FindingRow {
  readonly id: number;
  readonly ruleCode: RuleCode;
  readonly subjectType: SubjectType;
  readonly subjectId: number;
  readonly facts: Record<string, unknown>;
  readonly personId: number | null;
  readonly personName: string | null;
  readonly citizenIdTail: string | null;
  readonly projectId: number | null;
  readonly batchId: number | null;
  readonly userIds: readonly number[];
  readonly state: FindingState;
  /** Whether the data still showed it when it was last looked at. */
  readonly present: boolean;
  readonly firstRunId: number;
  readonly lastRunId: number;
  readonly foundAt: Date;
  readonly goneAt: Date | null;
  readonly assignedTo: number | null;
  readonly resolution: string | null;
  readonly documentNo: string | null;
  readonly fileId: number | null;
  readonly resolvedBy: number | null;
  readonly resolvedAt: Date | null;
  readonly version: number;
}

export const listFindings = sqlRows<
  OfAgency & {
    findingId: number | null;
    after: number;
    ruleCodes: readonly string[];
    state: FindingState | null;
    projectId: number | null;
    personId: number | null;
    assignedTo: number | null;
    batchId: number | null;
    limit: number;
  },
  FindingRow
>(path('list-findings.sql'));

/** The findings of one rule in a span of days. */
export interface FindingSums {
  readonly ruleCode: RuleCode;
  readonly findingCount: number;
  readonly checkedCount: number;
  readonly confirmedCount: number;
  readonly dismissedCount: number;
  readonly openCount: number;
  readonly goneCount: number;
}

type Span = OfAgency & { from: string; until: string };

export const sumFindings = sqlRows<Span, FindingSums>(path('sum-findings.sql'));

export const sumRuns = sqlFile<Span, { runCount: number; personTimes: number; checkCount: number }>(
  path('sum-runs.sql'),
);

export const sumRecovered = sqlFile<Span, { recoveredFen: number }>(path('sum-recovered.sql'));
