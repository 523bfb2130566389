import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { CompileService } from '../src/batch/compile.service';
import type { Laboratory } from './laboratory';
import type { Contest } from './measure';

const TABLES = ['entitlement', 'payment'];
const BATCH_ID = 1;

/** Empties the mass tables and opens one draft batch; triggers are silenced, for this is not what they guard. */
export async function openDraft({ owner, actor }: Laboratory): Promise<void> {
  await owner.query('set session_replication_role = replica');
  await owner.query(
    'truncate entitlement, payment, payment_outcome, bank_file, bank_return, return_discrepancy, ledger_entry, batch_version, payment_batch restart identity cascade',
  );
  await owner.query('set session_replication_role = origin');
  await owner.query(
    `insert into payment_batch (agency_id, project_id, payout_id, kind, sequence, state, version, funding_line_id, bank_profile_id, prepared_by, created_at)
     select $1, project.id, payout.id, 'REGULAR', 1, 'DRAFT', 1, funding_line.id, bank_profile.id, 1, now()
     from project, payout, funding_line, bank_profile`,
    [actor.agencyId],
  );
  await owner.query('checkpoint');
}

/** Compiles the draft as its job does: accrue, judge, exclusions, payments, totals, digest. */
export async function compile({ app, actor, foundation }: Laboratory): Promise<void> {
  await foundation.database.transaction(actor.agencyId, (tx) =>
    app.get(CompileService).compile(tx, actor, BATCH_ID),
  );
}

/** Compile against COPY of the very rows it makes into the same indexed tables. */
export function compileContest(laboratory: Laboratory): Contest {
  const { owner } = laboratory;
  const file = (table: string) => join(laboratory.folder, `${table}.copy`);
  return {
    name: 'compile',
    bound: 2.5,
    warmUp: async () => {
      await openDraft(laboratory);
      await compile(laboratory);
      for (const table of TABLES) {
        await pipeline(owner.query(copyTo(`copy ${table} to stdout`)), createWriteStream(file(table)));
      }
    },
    prepare: () => openDraft(laboratory),
    product: () => compile(laboratory),
    floor: async () => {
      await owner.query('begin');
      for (const table of TABLES) {
        await pipeline(createReadStream(file(table)), owner.query(copyFrom(`copy ${table} from stdin`)));
      }
      await owner.query('commit');
    },
  };
}
