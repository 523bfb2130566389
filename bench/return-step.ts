import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import iconv from 'iconv-lite';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { BankReturnService } from '../src/bank-exchange/bank-return.service';
import { SettleService } from '../src/bank-exchange/settle.service';
import type { JobContext } from '../src/queue/job-handler';
import { Vault } from '../src/vault/vault';
import { compile, openDraft } from './compile-step';
import type { Laboratory } from './laboratory';
import type { Contest } from './measure';
import { accountOf } from './population';

const BATCH_ID = 1;
/** The lines as the product stages them, without its checks. */
const STAGED = `create temporary table staged (line_no int, serial bigint, amount_fen bigint, account_index bytea, account_tail text,
  payee_name text, outcome text, code text, posted_on date, bank_code text, bank_message text, bank_serial text) on commit drop`;
/** Every fiftieth account was closed. */
const REFUSED_EVERY = 50;

/** Settling a return, against a bare COPY of its lines, one mismatch query and one INSERT of the outcomes. */
export function returnContest(laboratory: Laboratory): Contest {
  const { app, actor, foundation, owner, folder } = laboratory;
  const { agencyId } = actor;
  const returnFile = join(folder, 'return.txt');
  const stagedFile = join(folder, 'staged.copy');
  return {
    name: 'return',
    bound: 1.5,
    warmUp: async () => {
      await openDraft(laboratory);
      await compile(laboratory);
      await writeReturn(laboratory, returnFile, stagedFile);
    },
    prepare: () => awaitReturn(laboratory, returnFile),
    product: () =>
      foundation.database.transaction(agencyId, async (tx) => {
        const [received]: { id: number }[] = await tx.query('select id from bank_return');
        const job = { payload: { returnId: received!.id } } as JobContext<'bank-exchange.settle'>['job'];
        const requestedBy = { agencyId, userId: actor.userId };
        await app.get(SettleService).settle({ tx, agencyId, job, requestedBy, progress: () => undefined });
      }),
    floor: async () => {
      await owner.query('begin');
      await owner.query(STAGED);
      await pipeline(createReadStream(stagedFile), owner.query(copyFrom('copy staged from stdin')));
      await owner.query(`select count(*) from staged full join payment on payment.serial = staged.serial
        where payment.amount_fen is distinct from staged.amount_fen
          or payment.account_index is distinct from staged.account_index
          or payment.payee_name_key is distinct from staged.payee_name`);
      await owner.query(`insert into payment_outcome (agency_id, version_id, return_id, serial, line_no, seq, posted_on, outcome,
          code, bank_code, bank_message, bank_serial)
        select 1, (select max(id) from batch_version), 1, serial, line_no, 1, posted_on, outcome, code, bank_code, bank_message, bank_serial
        from staged`);
      await owner.query('commit');
    },
  };
}

/** Writes the bank's return as a file in GB18030, and the same lines as the floor takes them. */
async function writeReturn(
  { owner, app }: Laboratory,
  returnFile: string,
  stagedFile: string,
): Promise<void> {
  const vault = app.get(Vault);
  const staged = createWriteStream(stagedFile);
  const decoder = new StringDecoder('utf8');
  let carried = '';
  const answer = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const lines = (carried + decoder.write(chunk)).split('\n');
      carried = lines.pop()!;
      let text = '';
      let bare = '';
      for (const line of lines) {
        const [serial, person, name] = line.split('\t') as [string, string, string];
        const refused = Number(serial) % REFUSED_EVERY === 0;
        const account = accountOf(Number(person));
        const reply = refused ? '2|0003|账户已销户' : '1|0000|交易成功';
        text += `${serial}|${account}|${name}|120.00|2025-01|${reply}|20250110|${serial}\r\n`;
        const outcome = refused
          ? 'FAILED\t03\t2025-01-10\t0003\t账户已销户'
          : 'SUCCEEDED\t00\t2025-01-10\t0000\t交易成功';
        const index = vault.index('account', account).toString('hex');
        bare += `${serial}\t${serial}\t12000\t\\\\x${index}\t${account.slice(-4)}\t${name}\t${outcome}\t${serial}\n`;
      }
      // Only once it is written: what waits for the disk would count as memory of the product.
      staged.write(bare, (error) => done(error, iconv.encode(text, 'GB18030')));
    },
  });
  const rows = owner.query(
    copyTo('copy (select serial, person_id, payee_name from payment order by serial) to stdout'),
  );
  await pipeline(rows, answer, createWriteStream(returnFile));
  await new Promise<void>((resolve) => staged.end(resolve));
}

/** Takes back what the last round settled, and hands the return in. */
async function awaitReturn({ owner, app, actor }: Laboratory, path: string): Promise<void> {
  await owner.query('set session_replication_role = replica');
  // Deleted and not truncated: whatever refers to a stored file, and all that refers to that, would be emptied too.
  await owner.query('delete from stored_file_chunk');
  await owner.query('delete from stored_file');
  await owner.query(
    'truncate payment_outcome, return_discrepancy, job, ledger_entry, bank_return restart identity cascade',
  );
  await owner.query(`update entitlement set state = 'IN_PAYMENT', reason = null, version_id = failed_version_id, serial = failed_serial, failed_attempts = 0
    where state = 'FAILED'`);
  await owner.query(
    `update payment_batch set state = 'FILE_SENT', sent_on = '2025-01-08', submitted_by = 1, reviewed_by = 2, approved_by = 3`,
  );
  await owner.query(
    `update funding_balance set balance_fen = case account when 'IN_TRANSIT' then 1e13 when 'PAID' then 0 else balance_fen end`,
  );
  await owner.query(`insert into bank_file (agency_id, batch_id, version_id, profile_id, part_no, file_name, sha256, size_bytes, first_serial, line_count, total_fen, produced_on, created_by, created_at)
    select 1, ${BATCH_ID}, version.id, 1, 1, 'f', '', 1, 1, payment_count, total_fen, '2025-01-08', 1, now() from batch_version version
    where not exists (select from bank_file)`);
  await owner.query('set session_replication_role = origin');
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  const file = { name: 'return.txt', path, sha256: hash.digest(), sizeBytes: statSync(path).size };
  await app.get(BankReturnService).receive(actor, BATCH_ID, file);
  await owner.query('truncate job cascade');
  await owner.query('checkpoint');
}
