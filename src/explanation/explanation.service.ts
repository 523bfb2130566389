import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import type { Actor } from '../access/actor';
import { Clock } from '../calendar/clock';
import { Database } from '../database/database';
import { Enrollment } from '../enrollment/enrollment.entity';
import { EntitlementService } from '../entitlement/entitlement.service';
import { BankAccount } from '../person/bank-account.entity';
import { LifeEvent } from '../person/life-event.entity';
import { findPerson } from '../person/person.service';
import type { Payout } from '../project/payout.entity';
import { findPayout, findProject } from '../project/project.service';
import { Verification } from '../verification/verification.entity';
import { explainMonth, type ExplainedMonth } from './explain-month';
import type { PersonFacts } from './explain-steps';
import {
  listExplainedMonths,
  listOpenSuspicions,
  listTimeline,
  sumPersonMoney,
  type PersonMoney,
  type TimelineEntry,
} from './explanation.sql';

/** Why a person was, or was not, paid for a payout. */
export interface Explanation {
  readonly personId: number;
  readonly name: string;
  readonly projectName: string;
  readonly payoutName: string;
  /** The day as of which the rules were asked. */
  readonly asOf: string;
  /** One sentence for the whole payout. */
  readonly answer: string;
  readonly months: readonly ExplainedMonth[];
}

/** A person's story and where all the money of that person stands. */
export interface Timeline {
  readonly personId: number;
  readonly name: string;
  readonly money: PersonMoney;
  readonly entries: readonly TimelineEntry[];
}

/**
 * Answers, in Chinese, why a person was (not) paid and that amount. The verdict is that of the statement which judges
 * everybody (`judge-entitlements.sql`); nothing here decides anything. Source: design, domain, "Explain".
 */
@Injectable()
export class ExplanationService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly entitlements: EntitlementService,
  ) {}

  /** Explains a payout for a person, month by month. Throws `NotFound`. */
  explain({ agencyId }: Actor, personId: number, payoutId: number): Promise<Explanation> {
    return this.database.transaction(agencyId, async (tx) => {
      const person = await findPerson(tx, agencyId, personId);
      const payout = await findPayout(tx, agencyId, payoutId);
      const project = await findProject(tx, agencyId, payout.projectId);
      const asOf = this.clock.today();
      const told = { personId, name: person.name, projectName: project.name, payoutName: payout.name, asOf };
      const enrollment = await tx.findOne(Enrollment, {
        where: { agencyId, projectId: project.id, personId },
      });
      if (!enrollment)
        return { ...told, answer: `${person.name}不在“${project.name}”的名册中。`, months: [] };
      const of = { agencyId, projectId: project.id, personId, judgedOn: asOf, payoutId };
      await this.entitlements.review(tx, of);
      const rows = await listExplainedMonths(tx, { agencyId, payoutId });
      const facts = { project, enrollment, ...(await factsOf(tx, agencyId, { personId, payout })) };
      const months = rows.map((row) => explainMonth(row, facts));
      const answer = months.map((month) => month.answer).join('') || notCovered(person.name, payout);
      return { ...told, answer, months };
    });
  }

  /** What happened to a person, the newest first, before the day `before`; and where the money stands. */
  timeline(
    { agencyId }: Actor,
    personId: number,
    { before, limit }: { before?: string; limit: number },
  ): Promise<Timeline> {
    return this.database.transaction(agencyId, async (tx) => {
      const { name } = await findPerson(tx, agencyId, personId);
      const entries = await listTimeline(tx, { agencyId, personId, before: before ?? 'infinity', limit });
      const [money] = await sumPersonMoney(tx, { agencyId, personId });
      return { personId, name, money: money!, entries };
    });
  }
}

function notCovered(name: string, payout: Payout): string {
  return `${name}的享受资格或核定金额不含“${payout.name}”的月份，本期没有应发。`;
}

async function factsOf(
  tx: EntityManager,
  agencyId: number,
  { personId, payout }: { personId: number; payout: Payout },
): Promise<Omit<PersonFacts, 'project' | 'enrollment'>> {
  const events = await tx.find(LifeEvent, {
    where: { agencyId, personId, state: In(['CONFIRMED', 'RETRACTED']) },
    order: { happenedOn: 'ASC', id: 'ASC' },
  });
  const latest = (result: Verification['result']) =>
    tx.findOne(Verification, {
      where: { agencyId, personId, result },
      order: { verifiedOn: 'DESC', id: 'DESC' },
    });
  const accounts = await tx.find(BankAccount, { where: { agencyId, personId, state: 'CONFIRMED' } });
  return {
    events: events.filter(({ projectId }) => projectId === null || projectId === payout.projectId),
    suspicions: await listOpenSuspicions(tx, { agencyId, personId }),
    passed: await latest('PASSED'),
    failed: await latest('FAILED'),
    account: accounts.find(({ effectiveUntil }) => effectiveUntil === null) ?? null,
  };
}
