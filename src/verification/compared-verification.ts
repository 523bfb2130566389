import type { EntityManager } from 'typeorm';
import { insertComparedVerifications } from './compared-verification.sql';
import { upsertVerificationStatus } from './verification.sql';

/**
 * Records the proofs of life the caller has put into the temporary table `proof_of_life` (`createProofOfLife`) as
 * verifications by data comparison, and moves everybody's status to the latest; gives how many were new.
 */
export async function recordComparedVerifications(
  tx: EntityManager,
  by: { agencyId: number; importId: number; recordedBy: number; now: Date },
): Promise<number> {
  const { addedCount } = await insertComparedVerifications(tx, by);
  const { agencyId, importId } = by;
  await upsertVerificationStatus(tx, { agencyId, importId, verificationId: null });
  return addedCount;
}
