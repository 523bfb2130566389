import { Injectable } from '@nestjs/common';
import { LessThan, type EntityManager } from 'typeorm';
import type { Actor } from '../access/actor';
import { AuditService } from '../audit/audit.service';
import { Clock } from '../calendar/clock';
import { Database } from '../database/database';
import { planForSets } from '../database/plan-for-sets';
import { NotFound } from '../errors/request.errors';
import { findProject } from '../project/project.service';
import type { JobContext, RequestedBy } from '../queue/job-handler';
import { Queue } from '../queue/queue';
import { RUN_KINDS, ControlRun, type RunKind } from './control-run.entity';
import type { Scope } from './control-rule';
import {
  countScreened,
  createFound,
  createScreened,
  createScreenedBatch,
  FIND,
  lockFindings,
  recordScreening,
  type ScreeningCounts,
} from './control.sql';
import { FINDING_MOVES } from './finding.states';
import { RULE_CODES, RULES, type RuleCode } from './rules/rules';
import { RuleSettingService } from './rule-setting.service';

/** Whom a screening looks at: everybody, who is enrolled in a project, or who is in a batch version. */
export interface Screened {
  readonly kind: RunKind;
  readonly projectId: number | null;
  readonly batch: { readonly id: number; readonly versionId: number } | null;
}

/** What a screening did. */
export interface Screening extends ScreeningCounts {
  readonly personCount: number;
  readonly ruleCount: number;
}

/** A run as lists show it. */
export type RunView = Omit<ControlRun, 'agencyId'> & { readonly kindLabel: string };

/** What is asked before every submission: what the registry says of the persons, and the lines of the batch. */
const BEFORE_SUBMISSION: readonly Scope[] = ['REGISTRY', 'BATCH'];

const MOVES_OF_SCREENING = JSON.stringify(
  FINDING_MOVES.filter(([, , , who]) => who === 'system').map(([from, act, to]) => ({
    from_state: from,
    act,
    to_state: to,
  })),
);

/**
 * Asks the rules of internal control (内控筛查), one statement each over the whole set, and records what is new, what is
 * back and what is gone. Source: 社会保险经办条例 arts. 36-38.
 */
@Injectable()
export class ScreeningService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly queue: Queue,
    private readonly settings: RuleSettingService,
  ) {}

  /** Asks for a screening of everybody, or of one project; the answer names the job to follow. */
  request(actor: Actor, projectId: number | null): Promise<{ jobId: number }> {
    const { agencyId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      if (projectId !== null) await findProject(tx, agencyId, projectId);
      const job = await this.queue.enqueue(tx, actor, 'control.screen', projectId ?? 0, { projectId });
      return { jobId: job.id };
    });
  }

  /** Screens as its job asks for. */
  async screen({ tx, job, requestedBy, progress }: JobContext<'control.screen'>): Promise<Screening> {
    const { projectId } = job.payload;
    return this.run(tx, requestedBy, { kind: 'ON_DEMAND', projectId, batch: null }, progress);
  }

  /**
   * Screens in the caller's transaction, which ends with it: its temporary tables live as long. As many statements for a
   * million persons as for one.
   */
  async run(
    tx: EntityManager,
    by: RequestedBy,
    { kind, projectId, batch }: Screened,
    progress: (percent: number) => void = () => undefined,
  ): Promise<Screening> {
    const { agencyId } = by;
    const scope = { agencyId, projectId, versionId: batch?.versionId ?? null };
    const everyone = projectId === null && batch === null;
    await planForSets(tx);
    await createFound(tx, {});
    await createScreened(tx, scope);
    await createScreenedBatch(tx, scope);
    const codes = codesFor({ projectId, batch });
    const asked = await this.settings.asked(tx, agencyId, codes, projectId);
    for (const [done, code] of codes.entries()) {
      await FIND[code](tx, { agencyId, asked: asked.get(code)! });
      progress(Math.floor((done * 95) / codes.length));
    }
    const { personCount } = await countScreened(tx, { agencyId, everyone });
    await lockFindings(tx, { agencyId });
    const counts = await recordScreening(tx, {
      agencyId,
      kind,
      everyone,
      projectId,
      batchId: batch?.id ?? null,
      personCount,
      requestedBy: by.userId,
      at: this.clock.now(),
      rules: JSON.stringify(codes.map((code) => ({ code, subject: RULES[code].subject }))),
      moves: MOVES_OF_SCREENING,
    });
    const screening = { ...counts, personCount, ruleCount: codes.length };
    await this.audit.record(tx, by, {
      act: 'control.screen',
      subjectType: 'control-run',
      subjectId: counts.runId,
      details: { kind, projectId, batchId: batch?.id ?? null, ...screening },
    });
    return screening;
  }

  /** Screenings newest first, below the cursor `before`. */
  list(
    { agencyId }: Actor,
    { before, projectId, limit }: { before?: number; projectId?: number; limit: number },
  ): Promise<RunView[]> {
    return this.database.transaction(agencyId, async (tx) => {
      const runs = await tx.find(ControlRun, {
        where: {
          agencyId,
          ...(before === undefined ? {} : { id: LessThan(before) }),
          ...(projectId === undefined ? {} : { projectId }),
        },
        order: { id: 'DESC' },
        take: limit,
      });
      return runs.map(viewOf);
    });
  }

  /** One screening with what each rule saw. Throws `NotFound`. */
  find({ agencyId }: Actor, id: number): Promise<RunView> {
    return this.database.transaction(agencyId, async (tx) => {
      const run = await tx.findOneBy(ControlRun, { agencyId, id });
      if (!run) throw new NotFound('筛查', id);
      return viewOf(run);
    });
  }
}

/** The rules a screening asks; what users do is looked at for the whole agency only. */
function codesFor({ projectId, batch }: Pick<Screened, 'projectId' | 'batch'>): readonly RuleCode[] {
  return RULE_CODES.filter((code) => {
    const { scope } = RULES[code];
    if (batch !== null) return BEFORE_SUBMISSION.includes(scope);
    return projectId === null || scope !== 'WORK';
  });
}

function viewOf({ agencyId: _agencyId, ...run }: ControlRun): RunView {
  return { ...run, kindLabel: RUN_KINDS[run.kind] };
}
