import request from 'supertest';
import { answerPaymentFile, PAID } from '../../demo/bank-simulator';
import { BankFileService } from '../../src/bank-exchange/bank-file.service';
import type { Role } from '../../src/access/permissions';
import { bearerOf } from '../support/office-registry';
import { batchNow, pays } from '../support/office-bank';
import { enrols, founds } from '../support/office-money';
import { openOffice, type Office } from '../support/office';

let office: Office;
let asked = 0;

beforeAll(async () => {
  office = await openOffice('2025-01-10');
});
afterAll(() => office.closes());

const http = async () => request(await office.serves());
const key = () => `bank-exchange-${(asked += 1)}`;

async function sentBatch(): Promise<number> {
  const project = await founds(office);
  await enrols(office, project, '李华');
  return pays(office, project, 0);
}

/** Asks until the batch is in the state: the job runs in the background. */
async function becomes(batchId: number, state: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await batchNow(office, batchId)).state === state) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`batch ${batchId} is not ${state}`);
}

describe('The bank’s files over HTTP', () => {
  it('go out as a download and come back as an upload, which counts once', async () => {
    const batch = await sentBatch();
    const bearer = await bearerOf(office, 'FINANCE');
    const { body: files } = await (
      await http()
    )
      .get(`/api/v1/batches/${batch}/bank-files`)
      .set('Authorization', bearer);
    const [file] = files as { id: number; fileName: string; sizeBytes: number }[];

    const download = await (
      await http()
    )
      .get(`/api/v1/bank-files/${file!.id}/content`)
      .set('Authorization', bearer)
      .buffer(true)
      .responseType('blob');

    expect(download.status).toBe(200);
    expect(download.headers).toMatchObject({
      'content-disposition': `attachment; filename="${file!.fileName}"; filename*=UTF-8''${file!.fileName}`,
      'content-length': String(file!.sizeBytes),
      'cache-control': 'no-store',
    });
    const reply = answerPaymentFile(download.body as Buffer, {
      format: 'P1',
      postedOn: '2025-01-10',
      decide: () => [{ reply: PAID }],
    });
    const upload = async () =>
      (await http())
        .post(`/api/v1/batches/${batch}/returns`)
        .set('Authorization', bearer)
        .set('Idempotency-Key', key())
        .attach('file', reply, '回盘.txt');
    const first = await upload();
    expect([first.status, first.body]).toEqual([
      202,
      { returnId: expect.any(Number) as number, jobId: expect.any(Number) as number, repeated: false },
    ]);
    await becomes(batch, 'RETURNED');

    const { returnId } = first.body as { returnId: number };
    expect((await upload()).body).toEqual({ returnId, jobId: null, repeated: true });
    const { body } = await (await http()).get(`/api/v1/returns/${returnId}`).set('Authorization', bearer);
    expect(body).toMatchObject({ state: 'APPLIED', stateLabel: '已入账', lineCount: 1, appliedCount: 1 });
  });

  it.each`
    role            | act                        | method    | path
    ${'CLERK'}      | ${'download a file'}       | ${'get'}  | ${'bank-files/1/content'}
    ${'SUPERVISOR'} | ${'download a file'}       | ${'get'}  | ${'bank-files/1/content'}
    ${'CLERK'}      | ${'send a batch'}          | ${'post'} | ${'batches/1/send'}
    ${'APPROVER'}   | ${'hand in a return'}      | ${'post'} | ${'batches/1/returns'}
    ${'CLERK'}      | ${'resolve a discrepancy'} | ${'post'} | ${'returns/1/discrepancies/1/resolve'}
    ${'REVIEWER'}   | ${'reconcile a batch'}     | ${'post'} | ${'batches/1/reconcile'}
    ${'CLERK'}      | ${'change a bank profile'} | ${'post'} | ${'bank-profiles'}
  `('a $role may not $act', async ({ role, method, path }) => {
    const bearer = await bearerOf(office, role as Role);
    const agent = await http();
    const asking =
      method === 'get' ? agent.get(`/api/v1/${path as string}`) : agent.post(`/api/v1/${path as string}`);

    const { status, body } = await asking.set('Authorization', bearer).set('Idempotency-Key', key());

    expect([status, (body as { code: string }).code]).toEqual([403, 'permission_denied']);
  });

  it('leave nothing of another agency to see', async () => {
    const batch = await sentBatch();
    const [file] = await office.get(BankFileService).list(office.actor('FINANCE'), batch);
    const stranger = { ...office.actor('FINANCE'), agencyId: office.agencyId + 1 };

    expect(await office.get(BankFileService).list(stranger, batch)).toEqual([]);
    await expect(office.get(BankFileService).open(stranger, file!.id)).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
