import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { EntityManager } from 'typeorm';
import { orderOf } from '../src/bank-exchange/bank-file-order';
import { writeBankFile } from '../src/bank-exchange/write-bank-file';
import { BatchService } from '../src/batch/batch.service';
import { Vault } from '../src/vault/vault';
import { compile, openDraft } from './compile-step';
import type { Laboratory } from './laboratory';
import type { Contest } from './measure';

const SAMPLE = 10_000;
const BATCH_ID = 1;

/** The payment file in GB18030 with SHA-256, against draining the same COPY and decrypting the same values. */
export function exportContest(laboratory: Laboratory): Contest {
  const { app, actor, foundation } = laboratory;
  const { agencyId } = actor;
  const vault = app.get(Vault);
  const inTransaction = (work: (tx: EntityManager) => Promise<void>) =>
    foundation.database.transaction(agencyId, work);
  return {
    name: 'export',
    bound: 1.5,
    warmUp: async () => {
      await openDraft(laboratory);
      await compile(laboratory);
    },
    prepare: async () => undefined,
    product: () =>
      inTransaction(async (tx) => {
        const batches = app.get(BatchService);
        const held = await batches.withVersion(tx, await batches.lock(tx, agencyId, BATCH_ID, null));
        const { order } = await orderOf(tx, vault, held, foundation.clock.today());
        const [part] = await writeBankFile(tx, vault, order, () => undefined);
        if (!part || part.sizeBytes === 0) throw new Error('nothing was written');
      }),
    floor: () =>
      inTransaction(async (tx) => {
        const lineCount = await drain(tx);
        const sample: { account: Buffer }[] = await tx.query('select account from payment limit $1', [
          SAMPLE,
        ]);
        // P2 prints the account and no citizen ID: one value per line.
        for (let line = 0; line < lineCount; line += 1) vault.decrypt(sample[line % sample.length]!.account);
      }),
  };
}

/** Reads the columns of the file to the end, hashing nothing but the bytes, and counts the lines. */
async function drain(tx: EntityManager): Promise<number> {
  const client = (await tx.queryRunner!.connect()) as PoolClient;
  const statement = `copy (select serial, amount_fen, payee_name, account, null::bytea, null::text, null::text from payment
    where agency_id = 1 and version_id = (select max(id) from batch_version) order by serial) to stdout (format binary)`;
  const copy = client.query(copyTo(statement));
  const hash = createHash('sha256');
  for await (const chunk of copy) hash.update(chunk as Buffer);
  return copy.rowCount ?? 0;
}
