import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../access/actor';
import type { HeldBatch } from './batch.service';

/** What must hold before a batch is submitted; it throws a refusal, or rejects nothing. */
export type SubmissionCheck = (tx: EntityManager, actor: Actor, held: HeldBatch) => Promise<void>;

/**
 * What modules above this one have to say before a batch is submitted (内控筛查): they add their check when they start,
 * so that the batch need not know them.
 */
@Injectable()
export class SubmissionChecks {
  private readonly checks: SubmissionCheck[] = [];

  /** Adds a check; it runs at every submission, in the submission's transaction. */
  add(check: SubmissionCheck): void {
    this.checks.push(check);
  }

  /** Runs all checks in the order in which they were added. Throws the first refusal. */
  async run(tx: EntityManager, actor: Actor, held: HeldBatch): Promise<void> {
    for (const check of this.checks) await check(tx, actor, held);
  }
}
