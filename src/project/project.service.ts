import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import type { Actor } from '../access/actor';
import { AuditService } from '../audit/audit.service';
import { Clock } from '../calendar/clock';
import { parseMonth } from '../calendar/month';
import { Database } from '../database/database';
import { NotFound } from '../errors/request.errors';
import { Benefit, BenefitRate } from './benefit.entity';
import { Payout, PayoutBenefit } from './payout.entity';
import {
  overlapProblems,
  payoutProblems,
  projectProblems,
  rateProblems,
  type BenefitInput,
  type PayoutInput,
  type ProjectInput,
  type RateInput,
} from './project-problems';
import { Project } from './project.entity';
import { ProjectInvalid } from './project.errors';
import { projectDetailView, projectView, type ProjectDetailView, type ProjectView } from './project.view';

/** The transfer projects (发放项目) with their benefits, rates and payouts: a new project is data, not code. */
@Injectable()
export class ProjectService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /**
   * Sets up a project with its benefits, rates and payouts at once; its first rates rest on the project's own policy
   * document. Throws `ProjectInvalid` naming everything that is wrong, `ProjectCodeTaken`.
   */
  async create(actor: Actor, { benefits, payouts, ...input }: ProjectInput): Promise<ProjectDetailView> {
    refuseIfAny(projectProblems({ ...input, benefits, payouts }));
    const { agencyId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      const inserted = await tx.insert(Project, { agencyId, ...input, createdAt: this.clock.now() });
      const { id } = inserted.identifiers[0] as { id: number };
      const benefitIds = await insertBenefits(tx, agencyId, id, benefits);
      await insertRates(
        tx,
        agencyId,
        benefits.flatMap(({ code, rates }) =>
          rates.map((rate) => ({
            ...rate,
            benefitId: benefitIds.get(code)!,
            documentNo: input.policyBasis,
          })),
        ),
      );
      for (const payout of payouts) await insertPayout(tx, { agencyId, id }, payout, benefitIds);
      await this.audit.record(tx, actor, {
        act: 'project.create',
        subjectType: 'project',
        subjectId: id,
        details: { code: input.code, benefitCodes: [...benefitIds.keys()], payoutCount: payouts.length },
      });
      return readProject(tx, agencyId, id);
    });
  }

  /** Adds a rate from a month on. Throws `RateAlreadySet` for a month that has one, `ProjectInvalid`. */
  async addRate(
    actor: Actor,
    projectId: number,
    { benefitCode, documentNo, ...rate }: RateInput & { benefitCode: string; documentNo: string },
  ): Promise<ProjectDetailView> {
    const { agencyId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      const { id } = await findProject(tx, agencyId, projectId);
      const benefit = await tx.findOne(Benefit, { where: { agencyId, projectId: id, code: benefitCode } });
      const unknown = benefit ? [] : [`没有代码为“${benefitCode}”的待遇项目`];
      refuseIfAny([...unknown, ...rateProblems(rate)]);
      await insertRates(tx, agencyId, [{ ...rate, benefitId: benefit!.id, documentNo }]);
      await this.audit.record(tx, actor, {
        act: 'project.add-rate',
        subjectType: 'project',
        subjectId: id,
        details: { benefitCode, documentNo, ...rate },
      });
      return readProject(tx, agencyId, id);
    });
  }

  /** Plans another payout. Throws `PayoutNumberTaken`, `ProjectInvalid`. */
  async addPayout(actor: Actor, projectId: number, input: PayoutInput): Promise<ProjectDetailView> {
    const { agencyId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      const { id } = await findProject(tx, agencyId, projectId);
      const benefits = await tx.find(Benefit, { where: { agencyId, projectId: id } });
      const { payouts } = await readProject(tx, agencyId, id);
      refuseIfAny([...payoutProblems(input, benefits), ...overlapProblems([...payouts, input], benefits)]);
      const ids = new Map(benefits.map((benefit) => [benefit.code, benefit.id]));
      const payoutId = await insertPayout(tx, { agencyId, id }, input, ids);
      await this.audit.record(tx, actor, {
        act: 'project.add-payout',
        subjectType: 'project',
        subjectId: id,
        details: { payoutId, fiscalYear: input.fiscalYear, sequence: input.sequence, dueOn: input.dueOn },
      });
      return readProject(tx, agencyId, id);
    });
  }

  /** Every project of the agency by code; an agency has a handful. */
  list(actor: Actor): Promise<ProjectView[]> {
    return this.database.transaction(actor.agencyId, async (tx) => {
      const projects = await tx.find(Project, {
        where: { agencyId: actor.agencyId },
        order: { code: 'ASC' },
      });
      return projects.map((project) => projectView(project));
    });
  }

  /** One project with everything that makes it pay. */
  find(actor: Actor, id: number): Promise<ProjectDetailView> {
    return this.database.transaction(actor.agencyId, (tx) => readProject(tx, actor.agencyId, id));
  }
}

/** The agency's project; throws `NotFound` for another agency's as for none. */
export async function findProject(tx: EntityManager, agencyId: number, id: number): Promise<Project> {
  const project = await tx.findOne(Project, { where: { agencyId, id } });
  if (!project) throw new NotFound('发放项目', id);
  return project;
}

/** The agency's payout; throws `NotFound` for another agency's as for none. */
export async function findPayout(tx: EntityManager, agencyId: number, id: number): Promise<Payout> {
  const payout = await tx.findOne(Payout, { where: { agencyId, id } });
  if (!payout) throw new NotFound('发放期', id);
  return payout;
}

/** The benefits of a project by code. */
export function findBenefits(tx: EntityManager, agencyId: number, projectId: number): Promise<Benefit[]> {
  return tx.find(Benefit, { where: { agencyId, projectId }, order: { code: 'ASC' } });
}

async function readProject(tx: EntityManager, agencyId: number, id: number): Promise<ProjectDetailView> {
  const project = await findProject(tx, agencyId, id);
  const benefits = await findBenefits(tx, agencyId, id);
  const payouts = await tx.find(Payout, {
    where: { agencyId, projectId: id },
    order: { fiscalYear: 'ASC', sequence: 'ASC' },
  });
  const rates = await tx.find(BenefitRate, {
    where: { agencyId, benefitId: In(benefits.map((benefit) => benefit.id)) },
    order: { effectiveFrom: 'ASC' },
  });
  const paid = await tx.find(PayoutBenefit, {
    where: { agencyId, payoutId: In(payouts.map((payout) => payout.id)) },
  });
  return projectDetailView(project, { benefits, rates, payouts, paid });
}

async function insertBenefits(
  tx: EntityManager,
  agencyId: number,
  projectId: number,
  benefits: readonly BenefitInput[],
): Promise<Map<string, number>> {
  const rows = benefits.map(({ code, name, frequency, basis }) => ({
    agencyId,
    projectId,
    code,
    name,
    frequency,
    basis,
  }));
  const inserted = await tx.insert(Benefit, rows);
  return new Map(rows.map(({ code }, index) => [code, (inserted.identifiers[index] as { id: number }).id]));
}

/** The rates have been checked: their months parse. */
async function insertRates(
  tx: EntityManager,
  agencyId: number,
  rates: readonly (RateInput & { benefitId: number; documentNo: string })[],
): Promise<void> {
  const rows = rates.map(({ benefitId, amountFen, documentNo, effectiveFrom }) => ({
    agencyId,
    benefitId,
    amountFen,
    documentNo,
    effectiveFrom: parseMonth(effectiveFrom)!,
  }));
  await tx.insert(BenefitRate, rows);
}

/** The payout has been checked: its months parse and its benefits exist. */
async function insertPayout(
  tx: EntityManager,
  project: { agencyId: number; id: number },
  { benefitCodes, coversFrom, coversUntil, ...input }: PayoutInput,
  benefitIds: ReadonlyMap<string, number>,
): Promise<number> {
  const { agencyId, id: projectId } = project;
  const inserted = await tx.insert(Payout, {
    ...input,
    agencyId,
    projectId,
    coversFrom: parseMonth(coversFrom)!,
    coversUntil: parseMonth(coversUntil)!,
  });
  const { id: payoutId } = inserted.identifiers[0] as { id: number };
  await tx.insert(
    PayoutBenefit,
    benefitCodes.map((code) => ({ agencyId, payoutId, benefitId: benefitIds.get(code)! })),
  );
  return payoutId;
}

function refuseIfAny(problems: string[]): void {
  if (problems.length > 0) throw new ProjectInvalid(problems);
}
