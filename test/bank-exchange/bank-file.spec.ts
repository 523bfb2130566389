import { createHash } from 'node:crypto';
import { readPaymentFile } from '../../demo/bank-simulator';
import { BankFileService } from '../../src/bank-exchange/bank-file.service';
import { BankProfileService } from '../../src/bank-exchange/bank-profile.service';
import { BUILT_IN_PROFILES } from '../../src/bank-exchange/profile/profiles';
import { actsOn } from '../support/office-registry';
import { balancesOf, batchNow, downloads, pays, sends } from '../support/office-bank';
import {
  approves,
  asOwner,
  changesAccount,
  compiles,
  enrols,
  founds,
  opens,
  type PaidProject,
} from '../support/office-money';
import { openOffice, type Office } from '../support/office';

let office: Office;
let project: PaidProject;

beforeAll(async () => {
  office = await openOffice('2025-01-10');
});
afterAll(() => office.closes());

beforeEach(async () => {
  office.clock.set('2025-01-10');
  project = await founds(office);
});

const files = () => office.get(BankFileService);
const finance = () => office.actor('FINANCE');

/** A profile of P1's shape with at most two lines to a file. */
async function twoToAFile(): Promise<PaidProject> {
  const { P1 } = BUILT_IN_PROFILES;
  const definition = { ...P1, out: { ...P1.out, maxLinesPerFile: 2 } };
  const { id } = await office.get(BankProfileService).configure(finance(), {
    code: 'P1-2',
    name: '每卷两笔',
    definition,
    payerUnitNo: 'U001',
    payerAccount: '6599000000000000001',
  });
  return { ...project, bankProfileId: id };
}

async function approved(of: PaidProject): Promise<number> {
  const { id } = await opens(office, of, 0);
  await compiles(office, id);
  await approves(office, id);
  return id;
}

describe('Sending an approved batch', () => {
  it('writes a file the bank accepts, and puts exactly its total in transit', async () => {
    await enrols(office, project, '李华');
    await enrols(office, project, '艾尼瓦尔·买买提');
    const batch = await pays(office, project, 0);

    const { lines, totalFen } = readPaymentFile(await downloads(office, batch), 'P1');

    expect(lines.map(({ serial, payeeName }) => `${serial} ${payeeName}`)).toEqual([
      '1 李华',
      '2 艾尼瓦尔·买买提',
    ]);
    expect(totalFen).toBe(240_00);
    expect(await balancesOf(office, project)).toMatchObject({ IN_TRANSIT: 240_00 });
    expect(await batchNow(office, batch)).toMatchObject({ state: 'FILE_SENT' });
  });

  it('names and measures what it wrote', async () => {
    await enrols(office, project, '李华');
    const batch = await pays(office, project, 0);

    const [file] = await files().list(finance(), batch);
    const content = await downloads(office, batch);

    expect(file).toMatchObject({
      partNo: 1,
      firstSerial: 1,
      lineCount: 1,
      totalFen: 120_00,
      producedOn: '2025-01-10',
    });
    expect(file!.fileName).toBe(`DF_U001_20250110_${String(batch).padStart(6, '0')}_01.txt`);
    expect(file!.sha256).toBe(createHash('sha256').update(content).digest('hex'));
    expect(file!.sizeBytes).toBe(content.length);
  });

  it('splits what a bank does not take at once, each part with its own totals', async () => {
    for (const name of ['甲', '乙', '丙', '丁', '戊']) await enrols(office, project, name);
    const batch = await pays(office, await twoToAFile(), 0);

    const parts = await Promise.all([1, 2, 3].map((part) => downloads(office, batch, part)));

    expect(
      parts.map((part) =>
        readPaymentFile(part, 'P1')
          .lines.map((line) => line.payeeName)
          .join(''),
      ),
    ).toEqual(['甲乙', '丙丁', '戊']);
    expect(
      (await files().list(finance(), batch)).map(({ firstSerial, totalFen }) => [firstSerial, totalFen]),
    ).toEqual([
      [1, 240_00],
      [3, 240_00],
      [5, 120_00],
    ]);
  });

  it('refuses the whole file for one name the charset cannot carry, and says which', async () => {
    await enrols(office, project, '李华');
    await enrols(office, project, '王𠅤');
    const { id } = await opens(office, project, 0);
    await compiles(office, id);

    const { problemCount, problems } = await files().problems(office.actor('CLERK'), id);
    expect([problemCount, problems]).toEqual([
      1,
      [{ serial: 2, field: 'payeeName', message: '第 2 笔：户名中的“𠅤”不能用 GBK 表示' }],
    ]);

    await approves(office, id);
    await expect(sends(office, id)).rejects.toMatchObject({
      code: 'bank_file_unwritable',
      facts: { problemCount: 1, problems },
    });
    expect(await batchNow(office, id)).toMatchObject({ state: 'APPROVED' });
    expect(await files().list(finance(), id)).toEqual([]);
  });

  it.each`
    altered                        | change
    ${'an account was exchanged'}  | ${`account = (select account from payment other where other.serial = 2 and other.version_id = payment.version_id)`}
    ${'an amount was raised by 1'} | ${`amount_fen = amount_fen + 1`}
    ${'a name was changed'}        | ${`payee_name = '张三'`}
  `('refuses a batch in which $altered behind its back', async ({ change }) => {
    await enrols(office, project, '李华');
    await enrols(office, project, '王芳');
    const id = await approved(project);
    await asOwner(office, async (client) => {
      await client.query('alter table payment disable trigger payment_append_only');
      await client.query(
        `update payment set ${String(change)} where serial = 1 and version_id = (select current_version_id from payment_batch where id = $1)`,
        [id],
      );
      await client.query('alter table payment enable trigger payment_append_only');
    });

    await expect(sends(office, id)).rejects.toMatchObject({ code: 'batch_altered' });
  });

  it('is refused before approval, and a second time', async () => {
    await enrols(office, project, '李华');
    const { id } = await opens(office, project, 0);
    await compiles(office, id);
    await expect(sends(office, id)).rejects.toMatchObject({ code: 'batch_move_not_allowed' });
    const { version } = await batchNow(office, id);
    await expect(files().requestSend(finance(), id, version)).rejects.toMatchObject({
      code: 'batch_move_not_allowed',
    });

    await approves(office, id);
    await sends(office, id);
    await expect(sends(office, id)).rejects.toMatchObject({ code: 'batch_move_not_allowed' });
  });
});

describe('Downloading a sent file again', () => {
  it('gives the same bytes a year later, whatever has changed in the registry', async () => {
    const { personId } = await enrols(office, project, '李华');
    const batch = await pays(office, project, 0);
    const sent = await downloads(office, batch);

    office.clock.set('2026-01-10');
    await changesAccount(office, personId, '李华', '6200000000000077777');
    await asOwner(office, (client) =>
      client.query(`update person set name = '李桦' where id = $1`, [personId]),
    );

    expect((await downloads(office, batch)).equals(sent)).toBe(true);
  });

  it('leaves a trace of each download', async () => {
    await enrols(office, project, '李华');
    const batch = await pays(office, project, 0);
    await downloads(office, batch);
    await downloads(office, batch);

    const [file] = await files().list(finance(), batch);
    expect(await actsOn(office, 'bank-file', file!.id)).toEqual(['bank-file.download', 'bank-file.download']);
  });

  it.each`
    altered          | change
    ${'an amount'}   | ${`amount_fen = amount_fen + 1`}
    ${'the account'} | ${`account = '\\x01'`}
    ${'a name'}      | ${`payee_name = '张|三'`}
  `('is refused after $altered of a line was changed behind its back', async ({ change }) => {
    await enrols(office, project, '李华');
    const batch = await pays(office, project, 0);
    await asOwner(office, async (client) => {
      await client.query('alter table payment disable trigger payment_append_only');
      await client.query(
        `update payment set ${String(change)} where version_id = (select current_version_id from payment_batch where id = $1)`,
        [batch],
      );
      await client.query('alter table payment enable trigger payment_append_only');
    });

    await expect(downloads(office, batch)).rejects.toMatchObject({ code: 'bank_file_altered' });
  });
});
