import { populate } from '../../bench/population';
import { PAID, REFUSED, type BankRow } from '../../demo/bank-simulator';
import { BankFileService } from '../../src/bank-exchange/bank-file.service';
import { SettleService } from '../../src/bank-exchange/settle.service';
import { CompileService } from '../../src/batch/compile.service';
import { BatchService } from '../../src/batch/batch.service';
import type { JobContext } from '../../src/queue/job-handler';
import type { JobName, JobPayloads } from '../../src/queue/job-names';
import { JobRunner } from '../../src/queue/job-runner';
import { Vault } from '../../src/vault/vault';
import { countStatements } from '../support/count-statements';
import { openOffice, type Office } from '../support/office';
import { bankReply, handsIn } from '../support/office-bank';
import { approves, asOwner } from '../support/office-money';

/** The second answer has to be found among several thousand, so a refusal stands in each file. */
const answer = ({ serial }: { serial: string }): BankRow[] => [
  { reply: Number(serial) % 50 === 0 ? REFUSED.accountClosed : PAID },
];

describe('The statements of a month', () => {
  const offices: Office[] = [];
  afterAll(async () => {
    for (const office of offices) await office.closes();
  });

  const officeOf = async (persons: number) => {
    const office = await openOffice('2025-01-06');
    offices.push(office);
    // The jobs are run by the test alone.
    jest.spyOn(office.get(JobRunner), 'announce').mockImplementation(() => {});
    const { agencyId } = office;
    await asOwner(office, (owner) =>
      populate(
        { owner, vault: office.get(Vault), agencyId, verifiedOn: '2024-11-01', fiscalYear: 2025 },
        persons,
      ),
    );
    const [payout] = await office.asks<{ id: number }>('select id from payout');
    const [profile] = await office.asks<{ id: number }>('select id from bank_profile');
    await office
      .get(BatchService)
      .open(office.actor('CLERK'), { payoutId: payout!.id, kind: 'REGULAR', bankProfileId: profile!.id });
    return office;
  };
  const job = <Name extends JobName>(office: Office, tx: JobContext['tx'], payload: JobPayloads[Name]) =>
    ({
      tx,
      agencyId: office.agencyId,
      job: { payload },
      requestedBy: { agencyId: office.agencyId, userId: office.actor('FINANCE').userId },
      progress: () => undefined,
    }) as unknown as JobContext<Name>;

  const counts = async (persons: number) => {
    const office = await officeOf(persons);
    const clerk = { agencyId: office.agencyId, userId: office.actor('CLERK').userId };
    const compile = await countStatements(office, (tx) => office.get(CompileService).compile(tx, clerk, 1));
    await approves(office, 1);
    const send = await countStatements(office, (tx) =>
      office.get(BankFileService).send(job<'bank-exchange.send'>(office, tx, { batchId: 1 })),
    );
    const { returnId } = await handsIn(office, 1, await bankReply(office, 1, answer, { format: 'P2' }));
    const settle = await countStatements(office, (tx) =>
      office.get(SettleService).settle(job<'bank-exchange.settle'>(office, tx, { returnId })),
    );
    return { compile, send, settle };
  };

  it('are as many to compile, send and settle 5,000 persons as 200', async () => {
    expect(await counts(5_000)).toEqual(await counts(200));
  });

  it('compile a batch again with as many statements as the first time, and one more to let the old version go', async () => {
    const office = await officeOf(200);
    const clerk = { agencyId: office.agencyId, userId: office.actor('CLERK').userId };
    const first = await countStatements(office, (tx) => office.get(CompileService).compile(tx, clerk, 1));

    expect(await countStatements(office, (tx) => office.get(CompileService).compile(tx, clerk, 1))).toBe(
      first + 1,
    );
  });
});
