import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '../access/actor';
import type { HeldBatch } from '../batch/batch.service';
import { SubmissionChecks } from '../batch/submission-checks';
import { Database } from '../database/database';
import { requestContext } from '../http/request-context';
import { SubmissionBlocked } from './control.errors';
import { countBlocking } from './control.sql';
import { RULE_CODES, RULES } from './rules/rules';
import { ScreeningService } from './screening.service';

const BLOCKING_CODES = RULE_CODES.filter((code) => RULES[code].severity === 'BLOCKING');
/** What is wrong with the lines of the batch itself, and gone as soon as it is compiled anew. */
const LINE_CODES = BLOCKING_CODES.filter((code) => RULES[code].scope === 'BATCH');

/** Screens a batch before it is submitted, and refuses it while blocking findings are open. */
@Injectable()
export class SubmissionScreening implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly checks: SubmissionChecks,
    private readonly screenings: ScreeningService,
  ) {}

  onModuleInit(): void {
    this.checks.add((_tx, actor, held) => this.refuseSuspicious(actor, held));
  }

  /**
   * The screening is a transaction of its own: a refusal takes the submission back, and what was found must stay to be
   * resolved. It therefore reads what is committed, and points at no row the submission has locked.
   */
  private async refuseSuspicious(actor: Actor, { batch, version }: HeldBatch): Promise<void> {
    const { agencyId, id: batchId, projectId } = batch;
    const screen = () =>
      this.database.transaction(agencyId, async (tx) => {
        const scope = { id: batchId, versionId: version.id };
        const { runId } = await this.screenings.run(tx, actor, {
          kind: 'SUBMISSION',
          projectId,
          batch: scope,
        });
        const ruleCodes = { ruleCodes: BLOCKING_CODES, lineRuleCodes: LINE_CODES };
        const rules = await countBlocking(tx, { agencyId, projectId, batchId, ...ruleCodes });
        return { runId, rules };
      });
    const store = requestContext.getStore();
    // The request's answer belongs to the submission: this transaction has none to keep.
    const { runId, rules } = store
      ? await requestContext.run({ requestId: store.requestId }, screen)
      : await screen();
    if (rules.length === 0) return;
    throw new SubmissionBlocked(
      batchId,
      runId,
      rules.map(({ ruleCode, findingCount }) => ({
        rule: ruleCode,
        title: RULES[ruleCode].title,
        findingCount,
      })),
    );
  }
}
