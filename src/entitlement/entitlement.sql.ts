import { join } from 'node:path';
import { sqlCommand, sqlFile } from '../database/sql-file';

export const judgeEntitlements = sqlCommand<{
  agencyId: number;
  payoutId: number;
  judgedOn: string;
  /** Whether the payout's own months are accrued; a supplementary or reissue batch pays only what is open. */
  accrues: boolean;
  /** Whether only what a bank refused before is payable. */
  onlyFailed: boolean;
}>(join(__dirname, 'sql/judge-entitlements.sql'));

export const accrueEntitlements = sqlFile<
  { agencyId: number; projectId: number; versionId: number; judgedOn: string },
  { accruedCount: number }
>(join(__dirname, 'sql/accrue-entitlements.sql'));

export const rejudgeEntitlements = sqlFile<{ agencyId: number; versionId: number; judgedOn: string }, { rejudgedCount: number }>(
  join(__dirname, 'sql/rejudge-entitlements.sql'),
);

export const releaseEntitlements = sqlFile<{ agencyId: number; versionId: number }, { releasedCount: number }>(
  join(__dirname, 'sql/release-entitlements.sql'),
);

export const reopenEntitlements = sqlFile<{ agencyId: number; versionId: number; serials: number[] }, { reopenedCount: number }>(
  join(__dirname, 'sql/reopen-entitlements.sql'),
);
