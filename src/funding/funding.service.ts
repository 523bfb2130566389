import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../access/actor';
import { AuditService } from '../audit/audit.service';
import { Clock } from '../calendar/clock';
import type { Fen } from '../calendar/money';
import { parseMonth } from '../calendar/month';
import { Database } from '../database/database';
import { NotFound, RequestInvalid } from '../errors/request.errors';
import { FundingDocument, FundingLine } from './funding.entity';
import { FundsInsufficient } from './funding.errors';
import { listFundingLines, postLedgerEntry, type FundingLineView } from './funding.sql';
import { ACCOUNTS, LEDGER_EVENTS, type LedgerEvent } from './ledger-events';

/** A budget document: amount in fen, number and date as issued. */
export interface FundingDocumentInput {
  readonly amountFen: Fen;
  readonly documentNo: string;
  readonly issuedOn: string;
}

/** A new line with its initial appropriation; months as `2025-01`. */
export interface FundingLineInput {
  readonly projectId: number;
  readonly fiscalYear: number;
  readonly code: string;
  readonly name: string;
  readonly source: string;
  readonly functionCode: string;
  readonly windowFrom: string;
  readonly windowUntil: string;
  readonly mayFinanceFrom: string;
  readonly mayFinanceUntil: string;
  readonly initial: FundingDocumentInput;
}

/** One movement of a line's money. `cause` says what it follows from; the same event of the same cause is booked once. */
export interface Movement {
  readonly fundingLineId: number;
  readonly event: LedgerEvent;
  readonly amountFen: Fen;
  readonly cause: string;
  readonly batchId: number | null;
}

/** Funding lines and their double-entry ledger (预算指标与资金台账). Invariant 5. */
@Injectable()
export class FundingService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /** Records a line with its initial appropriation. */
  async createLine(actor: Actor, input: FundingLineInput): Promise<FundingLineView> {
    const { initial, ...line } = input;
    const { agencyId } = actor;
    const [mayFinanceFrom, mayFinanceUntil] = [
      parseMonth(line.mayFinanceFrom),
      parseMonth(line.mayFinanceUntil),
    ];
    if (!mayFinanceFrom || !mayFinanceUntil) throw new RequestInvalid(['可列支月份应为 2025-01 的形式']);
    return this.database.transaction(agencyId, async (tx) => {
      const inserted = await tx.insert(FundingLine, {
        ...line,
        agencyId,
        mayFinanceFrom,
        mayFinanceUntil,
        createdAt: this.clock.now(),
      });
      const fundingLineId = (inserted.identifiers[0] as { id: number }).id;
      for (const account of Object.keys(ACCOUNTS)) {
        await tx.query('insert into funding_balance values ($1, $2, $3, 0)', [
          agencyId,
          fundingLineId,
          account,
        ]);
      }
      await this.recordDocument(tx, actor, fundingLineId, 'INITIAL', initial);
      return this.view(tx, agencyId, fundingLineId);
    });
  }

  /** Adds to or cuts a line by document. A cut below what is still available is refused. */
  async addDocument(
    actor: Actor,
    fundingLineId: number,
    kind: 'ADDED' | 'CUT',
    input: FundingDocumentInput,
  ): Promise<FundingLineView> {
    return this.database.transaction(actor.agencyId, async (tx) => {
      await this.recordDocument(tx, actor, fundingLineId, kind, input);
      return this.view(tx, actor.agencyId, fundingLineId);
    });
  }

  /** Lines of the agency with budgets, balances and rates; of one project or year if given. */
  list(
    actor: Actor,
    { projectId, fiscalYear }: { projectId?: number; fiscalYear?: number },
  ): Promise<FundingLineView[]> {
    return this.database.transaction(actor.agencyId, (tx) =>
      listFundingLines(tx, {
        agencyId: actor.agencyId,
        projectId: projectId ?? null,
        fiscalYear: fiscalYear ?? null,
        today: this.clock.today(),
      }),
    );
  }

  /**
   * Books one movement in the caller's transaction, under the line's lock. Nothing is booked for zero fen.
   * Throws `FundsInsufficient` when the line has less available than is taken from it.
   */
  async post(tx: EntityManager, agencyId: number, movement: Movement): Promise<void> {
    const { fundingLineId, event, amountFen, cause, batchId } = movement;
    if (amountFen === 0) return;
    const line = await this.lock(tx, agencyId, fundingLineId);
    const [fromAccount, toAccount] = LEDGER_EVENTS[event];
    if (fromAccount === 'AVAILABLE') {
      const availableFen = await this.balance(tx, agencyId, fundingLineId, fromAccount);
      if (availableFen < amountFen) throw new FundsInsufficient(line, availableFen, amountFen);
    }
    const bookedOn = this.clock.today();
    const bookedAt = this.clock.now();
    await postLedgerEntry(tx, {
      agencyId,
      fundingLineId,
      event,
      fromAccount,
      toAccount,
      amountFen,
      cause,
      batchId,
      bookedOn,
      bookedAt,
    });
  }

  /** The line, locked until the transaction ends: whoever approves against it waits here. */
  async lock(tx: EntityManager, agencyId: number, id: number): Promise<FundingLine> {
    const line = await tx.findOne(FundingLine, {
      where: { agencyId, id },
      lock: { mode: 'pessimistic_write' },
    });
    if (!line) throw new NotFound('预算指标', id);
    return line;
  }

  private async balance(
    tx: EntityManager,
    agencyId: number,
    fundingLineId: number,
    account: string,
  ): Promise<Fen> {
    const rows: { fen: Fen }[] = await tx.query(
      'select balance_fen as fen from funding_balance where agency_id = $1 and funding_line_id = $2 and account = $3',
      [agencyId, fundingLineId, account],
    );
    return rows[0]?.fen ?? 0;
  }

  private async recordDocument(
    tx: EntityManager,
    actor: Actor,
    fundingLineId: number,
    kind: FundingDocument['kind'],
    { amountFen, documentNo, issuedOn }: FundingDocumentInput,
  ): Promise<void> {
    const { agencyId, userId } = actor;
    await this.lock(tx, agencyId, fundingLineId);
    const document = {
      agencyId,
      fundingLineId,
      kind,
      amountFen,
      documentNo,
      issuedOn,
      recordedBy: userId,
      recordedAt: this.clock.now(),
    };
    const inserted = await tx.insert(FundingDocument, document);
    const documentId = (inserted.identifiers[0] as { id: number }).id;
    const event = ({ INITIAL: 'BUDGET_APPROVED', ADDED: 'BUDGET_ADDED', CUT: 'BUDGET_CUT' } as const)[kind];
    await this.post(tx, agencyId, {
      fundingLineId,
      event,
      amountFen,
      cause: `document:${documentId}`,
      batchId: null,
    });
    await this.audit.record(tx, actor, {
      act: 'funding.record',
      subjectType: 'funding-line',
      subjectId: fundingLineId,
      details: { kind, amountFen, documentNo, issuedOn },
    });
  }

  private async view(tx: EntityManager, agencyId: number, id: number): Promise<FundingLineView> {
    const lines = await listFundingLines(tx, {
      agencyId,
      projectId: null,
      fiscalYear: null,
      today: this.clock.today(),
    });
    const line = lines.find((candidate) => candidate.id === id);
    if (!line) throw new NotFound('预算指标', id);
    return line;
  }
}
