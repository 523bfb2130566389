import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor';
import { AuditService } from '../audit/audit.service';
import { Clock } from '../calendar/clock';
import { Database } from '../database/database';
import { planForSets } from '../database/plan-for-sets';
import { listFundingLines, type FundingLineView } from '../funding/funding.sql';
import { INVARIANTS, reportExecution, type ProjectStanding } from './report.sql';

/** A project's standing with its funding lines: budget, execution rate and elapsed time. */
export interface ProjectExecution extends ProjectStanding {
  readonly initialBudgetFen: number;
  readonly fullYearBudgetFen: number;
  readonly executedFen: number;
  /** Basis points of the full-year budget; null where there is no budget. */
  readonly executionRateBp: number | null;
  readonly fundingLines: readonly FundingLineView[];
}

/** One invariant as computed from the agency's data. */
export interface InvariantResult {
  readonly number: number;
  readonly name: string;
  readonly holds: boolean;
  /** How many records were checked. */
  readonly checked: number;
  readonly violations: number;
}

/** What a supervisor and an auditor look at (执行情况, 不变量自检). Everything is computed from the tables when asked. */
@Injectable()
export class ReportService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /** How each project of a fiscal year stands against its budget and the elapsed time. */
  execution({ agencyId }: Actor, fiscalYear: number): Promise<ProjectExecution[]> {
    return this.database.transaction(agencyId, async (tx) => {
      await planForSets(tx);
      const standings = await reportExecution(tx, { agencyId, fiscalYear, projectId: null });
      const lines = await listFundingLines(tx, {
        agencyId,
        projectId: null,
        fiscalYear,
        today: this.clock.today(),
      });
      return standings.map((standing) => {
        const fundingLines = lines.filter(({ projectId }) => projectId === standing.projectId);
        const sum = (of: (line: FundingLineView) => number) =>
          fundingLines.reduce((total, line) => total + of(line), 0);
        const fullYearBudgetFen = sum((line) => line.fullYearBudgetFen);
        const executedFen = sum((line) => line.paidFen);
        return {
          ...standing,
          initialBudgetFen: sum((line) => line.initialBudgetFen),
          fullYearBudgetFen,
          executedFen,
          executionRateBp:
            fullYearBudgetFen === 0 ? null : Math.round((executedFen * 10_000) / fullYearBudgetFen),
          fundingLines,
        };
      });
    });
  }

  /** The ten invariants, each computed from the data of this agency. */
  async invariants({ agencyId }: Actor): Promise<InvariantResult[]> {
    const { brokenSeq, entryCount } = await this.audit.verify(agencyId);
    return this.database.transaction(agencyId, async (tx) => {
      await planForSets(tx);
      const results: InvariantResult[] = [];
      for (const { number, name, check } of INVARIANTS) {
        const { checkedCount, violationCount } = await check(tx, { agencyId });
        // The eighth is the chain itself as well as its completeness.
        const violations = violationCount + (number === 8 && brokenSeq !== null ? 1 : 0);
        const checked = checkedCount + (number === 8 ? entryCount : 0);
        results.push({ number, name, holds: violations === 0, checked, violations });
      }
      return results;
    });
  }
}
