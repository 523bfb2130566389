import { join } from 'node:path';
import { sqlFile } from '../database/sql-file';

export const appendAuditEntry = sqlFile<
  {
    agencyId: number;
    at: Date;
    userId: number | null;
    act: string;
    subjectType: string;
    subjectId: number | null;
    details: string;
  },
  { seq: number }
>(join(__dirname, 'sql/append-audit-entry.sql'));

export const findBrokenLink = sqlFile<{ agencyId: number }, { entryCount: number; brokenSeq: number | null }>(
  join(__dirname, 'sql/find-broken-link.sql'),
);
