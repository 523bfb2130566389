import type { EntityManager } from 'typeorm';
import { PaymentBatch } from '../batch/batch.entity';
import type { HeldBatch } from '../batch/batch.service';
import { NotFound } from '../errors/request.errors';
import { findPayout } from '../project/project.service';
import type { Vault } from '../vault/vault';
import { sumFileParts } from './bank-exchange.sql';
import { definitionOf, findProfile } from './bank-profile.service';
import { batchNoOf } from './batch-number';
import type { BankFileOrder } from './write-bank-file';

/** PostgreSQL's largest int: all lines in one file. */
const UNLIMITED = 2_147_483_647;

/**
 * Everything the bytes of a batch's files depend on: the frozen version, the profile version the batch was opened with, the
 * payout's name as the note (附言), and the date. None of these is ever changed once the batch is submitted.
 */
export async function orderOf(
  tx: EntityManager,
  vault: Vault,
  { batch, version }: HeldBatch,
  producedOn: string,
): Promise<{ order: BankFileOrder; profileId: number }> {
  const { agencyId } = batch;
  const row = await findProfile(tx, agencyId, batch.bankProfileId);
  const profile = definitionOf(row);
  const payout = await findPayout(tx, agencyId, batch.payoutId);
  const sums = await sumFileParts(tx, {
    agencyId,
    versionId: version.id,
    linesPerFile: profile.out.maxLinesPerFile ?? UNLIMITED,
  });
  const same = {
    batchNo: batchNoOf(batch.id),
    versionNo: version.versionNo,
    producedOn,
    payerUnitNo: row.payerUnitNo,
    payerAccount: vault.decrypt(row.payerAccount),
    partCount: sums.length,
  };
  const parts = sums.map(({ partNo, firstSerial, lineCount, totalFen }) => ({
    firstSerial,
    totals: { ...same, partNo, lineCount, totalFen },
  }));
  return { order: { agencyId, versionId: version.id, profile, note: payout.name, parts }, profileId: row.id };
}

/** The batch as it is, without a lock: for what only reads. */
export async function findBatch(tx: EntityManager, agencyId: number, id: number): Promise<PaymentBatch> {
  const batch = await tx.findOneBy(PaymentBatch, { agencyId, id });
  if (!batch) throw new NotFound('发放批次', id);
  return batch;
}
