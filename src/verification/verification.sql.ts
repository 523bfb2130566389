import { join } from 'node:path';
import { sqlFile } from '../database/sql-file';

/** After the verifications of an import (or one by hand) are in; exactly one of the two ids is given. */
export const upsertVerificationStatus = sqlFile<
  { agencyId: number; importId: number | null; verificationId: number | null },
  { movedCount: number }
>(join(__dirname, 'sql/upsert-verification-status.sql'));

/** How the proofs of life of a project's persons stand; together the four make everybody enrolled. */
export interface VerificationCounts {
  readonly enrolledCount: number;
  /** 未认证 */
  readonly neverVerifiedCount: number;
  /** 已认证 */
  readonly verifiedCount: number;
  /** 即将到期 */
  readonly expiringCount: number;
  /** 已逾期 */
  readonly overdueCount: number;
}

export const countVerificationStates = sqlFile<
  { agencyId: number; projectId: number; today: string; expiringDays: number },
  VerificationCounts
>(join(__dirname, 'sql/count-verification-states.sql'));
