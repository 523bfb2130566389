import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../calendar/clock';
import { Database } from '../database/database';
import { AuditEntry } from './audit-entry.entity';
import { appendAuditEntry, findBrokenLink } from './audit.sql';

/** Whose act it is; `userId` is null for what the system did by itself. */
export interface AuditedBy {
  readonly agencyId: number;
  readonly userId: number | null;
}

/** One act to record: `act` is the permission-like name (`batch.approve`), `details` its facts without whole numbers of ID or account. */
export interface Act {
  readonly act: string;
  readonly subjectType: string;
  readonly subjectId: number | null;
  readonly details?: Record<string, unknown>;
}

/** The append-only, hash-chained log of every act. Invariant 8; 社会保险经办条例 arts. 36-38. */
@Injectable()
export class AuditService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Records an act in the transaction of the act itself. Call it last: it takes the chain's lock until commit. */
  async record(
    tx: EntityManager,
    by: AuditedBy,
    { act, subjectType, subjectId, details }: Act,
  ): Promise<void> {
    await appendAuditEntry(tx, {
      agencyId: by.agencyId,
      at: this.clock.now(),
      userId: by.userId,
      act,
      subjectType,
      subjectId,
      details: JSON.stringify(details ?? {}),
    });
  }

  /** Recomputes the chain of an agency; `brokenSeq` is the first broken link or null. */
  verify(agencyId: number): Promise<{ entryCount: number; brokenSeq: number | null }> {
    return this.database.transaction(agencyId, (tx) => findBrokenLink(tx, { agencyId }));
  }

  /** Entries newest first, of one subject if given, below the cursor `before`. */
  list(
    agencyId: number,
    {
      before,
      limit,
      subjectType,
      subjectId,
    }: { before?: number; limit: number; subjectType?: string; subjectId?: number },
  ): Promise<AuditEntry[]> {
    return this.database.transaction(agencyId, (tx) => {
      const query = tx.createQueryBuilder(AuditEntry, 'entry').orderBy('entry.seq', 'DESC').limit(limit);
      query.where('entry.agencyId = :agencyId', { agencyId });
      if (before !== undefined) query.andWhere('entry.seq < :before', { before });
      if (subjectType !== undefined) query.andWhere('entry.subjectType = :subjectType', { subjectType });
      if (subjectId !== undefined) query.andWhere('entry.subjectId = :subjectId', { subjectId });
      return query.getMany();
    });
  }
}
