import { join } from 'node:path';
import { sqlFile } from '../database/sql-file';

/** After the verifications of an import (or one by hand) are in; exactly one of the two ids is given. */
export const upsertVerificationStatus = sqlFile<
  { agencyId: number; importId: number | null; verificationId: number | null },
  { movedCount: number }
>(join(__dirname, 'sql/upsert-verification-status.sql'));
