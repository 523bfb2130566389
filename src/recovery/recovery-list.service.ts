import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import type { Actor } from '../access/actor';
import { Clock } from '../calendar/clock';
import { Database } from '../database/database';
import { DeductionService } from '../entitlement/deduction.service';
import type { DeductionProgress } from '../entitlement/entitlement.sql';
import { REASONS } from '../entitlement/reasons';
import { NotFound } from '../errors/request.errors';
import { Person } from '../person/person.entity';
import { personView } from '../person/person.view';
import { Vault } from '../vault/vault';
import {
  CHANNELS,
  DeductionConsent,
  MONTH_STANDINGS,
  OverpaymentCase,
  Repayment,
  REPAYMENT_KINDS,
  WITHDRAWALS,
} from './recovery.entity';
import {
  listAgreements,
  listMonths,
  listOverdue,
  sumCases,
  summarizeYear,
  type AgreementRow,
  type MonthRow,
  type OverdueRow,
  type YearSummary,
} from './recovery.sql';
import { CASE_STATES, movesFrom, type CaseState } from './recovery.states';

/** A case as lists show it; the citizen ID masked, sums in fen. */
export interface CaseView extends Omit<OverpaymentCase, 'agencyId'> {
  readonly stateLabel: string;
  readonly personName: string;
  readonly citizenId: string;
  readonly openFen: number;
  readonly acts: ReturnType<typeof movesFrom>;
}

/** A case with everything in it. */
export interface CaseDetail extends CaseView {
  /** Deducted in payments that are alive, and not entered yet; of that, what a bank confirmed and a line could not pay. */
  readonly pendingFen: number;
  readonly unenteredFen: number;
  readonly months: (MonthRow & {
    reasonLabel: string;
    standingLabel: string;
    withdrawnLabel: string | null;
  })[];
  readonly agreements: AgreementRow[];
  readonly deductions: DeductionProgress[];
  readonly consents: Omit<DeductionConsent, 'agencyId' | 'caseId' | 'fileId'>[];
  readonly repayments: (Omit<Repayment, 'agencyId' | 'caseId'> & {
    kindLabel: string;
    channelLabel: string;
  })[];
}

/** Looking at recovery (追回情况): cases, what is overdue, and the year's figures. */
@Injectable()
export class RecoveryListService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly vault: Vault,
    private readonly deductions: DeductionService,
  ) {}

  /** Cases by state or person, above the cursor `after`. */
  list(
    { agencyId }: Actor,
    { state, personId, after, limit }: { state?: CaseState; personId?: number; after: number; limit: number },
  ): Promise<CaseView[]> {
    return this.database.transaction(agencyId, async (tx) => {
      const query = tx
        .createQueryBuilder(OverpaymentCase, 'found')
        .where('found.agencyId = :agencyId and found.id > :after', { agencyId, after });
      if (state !== undefined) query.andWhere('found.state = :state', { state });
      if (personId !== undefined) query.andWhere('found.personId = :personId', { personId });
      const found = await query.orderBy('found.id').limit(limit).getMany();
      return this.views(tx, agencyId, found);
    });
  }

  /** One case with its months, agreements, deductions and movements of money. */
  find({ agencyId }: Actor, id: number): Promise<CaseDetail> {
    return this.database.transaction(agencyId, (tx) => this.detail(tx, agencyId, id));
  }

  /** The same in the caller's transaction. */
  async detail(tx: EntityManager, agencyId: number, id: number): Promise<CaseDetail> {
    const found = await tx.findBy(OverpaymentCase, { agencyId, id });
    const [view] = await this.views(tx, agencyId, found);
    if (!view) throw new NotFound('追回案件', id);
    const [sums] = await sumCases(tx, { agencyId, caseIds: [id] });
    const months = await listMonths(tx, { agencyId, caseId: id });
    const consents = await tx.find(DeductionConsent, {
      where: { agencyId, caseId: id },
      order: { id: 'ASC' },
    });
    const repayments = await tx.find(Repayment, { where: { agencyId, caseId: id }, order: { id: 'ASC' } });
    return {
      ...view,
      pendingFen: sums?.pendingFen ?? 0,
      unenteredFen: sums?.unenteredFen ?? 0,
      months: months.map((month) => ({
        ...month,
        reasonLabel: REASONS[month.reason].label,
        standingLabel: MONTH_STANDINGS[month.standing],
        withdrawnLabel: month.withdrawnAs && WITHDRAWALS[month.withdrawnAs],
      })),
      agreements: await listAgreements(tx, { agencyId, caseId: id }),
      deductions: await this.deductions.ofCase(tx, agencyId, id),
      consents: consents.map(({ agencyId: _agency, caseId: _case, fileId: _file, ...consent }) => consent),
      repayments: repayments.map(({ agencyId: _agency, caseId: _case, ...repayment }) => ({
        ...repayment,
        kindLabel: REPAYMENT_KINDS[repayment.kind],
        channelLabel: CHANNELS[repayment.channel],
      })),
    };
  }

  /** What should have come back by a day, today unless said otherwise, and has not; above the cursor `after`. */
  overdue(
    { agencyId }: Actor,
    { asOf, after, limit }: { asOf?: string; after: number; limit: number },
  ): Promise<(OverdueRow & { stateLabel: string })[]> {
    return this.database.transaction(agencyId, async (tx) => {
      const rows = await listOverdue(tx, {
        agencyId,
        asOf: asOf ?? this.clock.today(),
        afterId: after,
        limit,
      });
      return rows.map((row) => ({ ...row, stateLabel: CASE_STATES[row.state] }));
    });
  }

  /** The figures of a year as accounts publish them, with what is overdue today. */
  summary({ agencyId }: Actor, year: number): Promise<YearSummary> {
    return this.database.transaction(agencyId, (tx) =>
      summarizeYear(tx, { agencyId, year, today: this.clock.today() }),
    );
  }

  private async views(
    tx: EntityManager,
    agencyId: number,
    cases: readonly OverpaymentCase[],
  ): Promise<CaseView[]> {
    const persons = await tx.findBy(Person, { agencyId, id: In(cases.map(({ personId }) => personId)) });
    const views = new Map(persons.map((person) => [person.id, personView(person, this.vault)]));
    return cases.map(({ agencyId: _agencyId, ...found }) => ({
      ...found,
      stateLabel: CASE_STATES[found.state],
      personName: views.get(found.personId)!.name,
      citizenId: views.get(found.personId)!.citizenId,
      openFen: found.claimedFen - found.recoveredFen,
      acts: movesFrom(found.state),
    }));
  }
}
