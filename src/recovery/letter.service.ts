import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../access/actor';
import { Agency } from '../agency/agency.entity';
import { AuditService } from '../audit/audit.service';
import { Clock } from '../calendar/clock';
import { Database } from '../database/database';
import { Project } from '../project/project.entity';
import { In } from 'typeorm';
import { consentForm, instalmentAgreement, orderOfRepayment, type LetterFacts } from './letter-texts';
import { RecoveryListService, type CaseDetail } from './recovery-list.service';
import { RecoveryNotOrdered, NoInstalmentsAgreed } from './recovery.errors';
import { writeLetter, type LetterText } from './write-letter';

/** A letter as a Word document. */
export interface Letter {
  readonly name: string;
  readonly content: Buffer;
}

/** The papers of a recovery (文书), from the records as they are now; each print stands in the audit log. */
@Injectable()
export class LetterService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly lists: RecoveryListService,
  ) {}

  /** 责令退回通知书; throws `RecoveryNotOrdered` before the order is confirmed. */
  order(actor: Actor, caseId: number): Promise<Letter> {
    return this.print(actor, caseId, '责令退回通知书', (facts) => orderOfRepayment(facts));
  }

  /** 分期还款协议; throws `NoInstalmentsAgreed` when no instalments are running. */
  instalments(actor: Actor, caseId: number): Promise<Letter> {
    return this.print(actor, caseId, '分期还款协议', (facts) => {
      const agreement = facts.found.agreements.find(
        ({ kind, state }) => kind === 'INSTALMENTS' && state === 'ACTIVE',
      );
      if (!agreement) throw new NoInstalmentsAgreed();
      return instalmentAgreement(facts, agreement);
    });
  }

  /** 抵扣同意书, a form for another person to sign. */
  consent(actor: Actor, caseId: number): Promise<Letter> {
    return this.print(actor, caseId, '抵扣同意书', (facts) => consentForm(facts));
  }

  private print(
    actor: Actor,
    caseId: number,
    title: string,
    text: (facts: LetterFacts) => LetterText,
  ): Promise<Letter> {
    return this.database.transaction(actor.agencyId, async (tx) => {
      const found = await this.lists.detail(tx, actor.agencyId, caseId);
      if (found.orderedOn === null) throw new RecoveryNotOrdered();
      const content = await writeLetter(text(await this.facts(tx, actor.agencyId, found)));
      await this.audit.record(tx, actor, {
        act: 'recovery.print-letter',
        subjectType: 'overpayment-case',
        subjectId: caseId,
        details: { title },
      });
      return { name: `${title}${caseId}.docx`, content };
    });
  }

  private async facts(tx: EntityManager, agencyId: number, found: CaseDetail): Promise<LetterFacts> {
    const agency = await tx.findOneByOrFail(Agency, { id: agencyId });
    const projectIds = [...new Set(found.months.map(({ projectId }) => projectId))];
    const projects = await tx.find(Project, {
      where: { agencyId, id: In(projectIds) },
      order: { id: 'ASC' },
    });
    return { agencyName: agency.name, projects, found, today: this.clock.today() };
  }
}
