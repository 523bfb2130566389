import type { Server } from 'node:http';
import request from 'supertest';
import { BatchService } from '../../src/batch/batch.service';
import { FindingService } from '../../src/control/finding.service';
import { openOffice, type Office } from '../support/office';
import { compiles, enrols, founds, happens, opens, type PaidProject } from '../support/office-money';
import { bearerOf } from '../support/office-registry';
import { Scene } from './scene';

describe('Submitting a batch with a blocking finding', () => {
  let office: Office;
  let project: PaidProject;
  let batchId: number;
  beforeEach(async () => {
    office = await openOffice();
    project = await founds(office);
    const { personId } = await enrols(office, project, '李华');
    await enrols(office, project, '王芳');
    const { id } = await opens(office, project, 0);
    batchId = id;
    await compiles(office, batchId);
    // Since the compilation the office has heard of a death.
    await happens(office, personId, 'DEATH', '2024-12-20');
  });
  afterEach(() => office.closes());

  const version = async () =>
    (await office.asks<{ version: number }>('select version from payment_batch where id = $1', [batchId]))[0]!
      .version;
  const submits = async () =>
    office.get(BatchService).submit(office.actor('CLERK'), batchId, await version());
  const blocking = () =>
    office
      .get(FindingService)
      .list(office.actor('REVIEWER'), { batchId, severity: 'BLOCKING', state: 'OPEN', limit: 10 });
  const resolves = async (act: 'confirm' | 'dismiss') => {
    const [finding] = await blocking();
    const resolution = { version: finding!.version, resolution: '已核实', documentNo: '核字1号' };
    return office.get(FindingService).resolve(office.actor('REVIEWER'), finding!.id, act, resolution);
  };
  const stateNow = async () =>
    (await office.asks<{ state: string }>('select state from payment_batch where id = $1', [batchId]))[0]!
      .state;

  it('is refused with the rules and their counts, and what was found stays to be resolved', async () => {
    await expect(submits()).rejects.toMatchObject({
      code: 'submission_blocked',
      facts: { batchId, rules: [{ rule: 'listed-after-death', title: '批次含死亡后月份', findingCount: 1 }] },
      detail: expect.stringContaining(`control-findings?batchId=${batchId}`),
    });

    expect(await stateNow()).toBe('COMPILED');
    expect((await blocking()).map(({ personName, sentence }) => [personName, sentence])).toEqual([
      ['李华', '2024-12-20 死亡，批次仍含其后 1 个月'],
    ]);
  });

  it('is let through once the finding is dismissed', async () => {
    await expect(submits()).rejects.toMatchObject({ code: 'submission_blocked' });
    await resolves('dismiss');

    expect(await submits()).toMatchObject({ state: 'SUBMITTED' });
  });

  it('is refused for what was confirmed of its lines until it is compiled anew', async () => {
    await expect(submits()).rejects.toMatchObject({ code: 'submission_blocked' });
    await resolves('confirm');
    await expect(submits()).rejects.toMatchObject({ code: 'submission_blocked' });
    await compiles(office, batchId);

    expect(await submits()).toMatchObject({ state: 'SUBMITTED' });
  });

  it('is let through once a finding about a person is confirmed or dismissed', async () => {
    await compiles(office, batchId);
    await office.asks(`update person set born_on = '1900-01-01' where name = '王芳'`);
    await expect(submits()).rejects.toMatchObject({ code: 'submission_blocked' });
    const [finding] = await office
      .get(FindingService)
      .list(office.actor('REVIEWER'), { severity: 'BLOCKING', state: 'OPEN', limit: 10 });
    const resolution = { version: finding!.version, resolution: '上门见到本人', documentNo: '核字2号' };
    await office.get(FindingService).resolve(office.actor('REVIEWER'), finding!.id, 'confirm', resolution);

    expect(await submits()).toMatchObject({ state: 'SUBMITTED' });
  });

  it('is let through once the batch was compiled anew, and the finding is gone', async () => {
    await expect(submits()).rejects.toMatchObject({ code: 'submission_blocked' });
    await compiles(office, batchId);

    expect(await submits()).toMatchObject({ state: 'SUBMITTED' });
    expect(await blocking()).toEqual([]);
  });

  it('is let through where only a person of another batch is suspicious', async () => {
    const scene = new Scene(office);
    await compiles(office, batchId);
    const elsewhere = await scene.person({ born_on: '1900-01-01' });
    await scene.enrolls(await scene.project(), elsewhere);

    expect(await submits()).toMatchObject({ state: 'SUBMITTED' });
  });

  it('asks nothing of users’ acts and payment history, and says on record that it screened', async () => {
    await compiles(office, batchId);
    await submits();
    const runs = await office.asks<{ kind: string; figures: { rule: string }[] }>(
      'select * from control_run',
    );

    expect(runs).toEqual([
      expect.objectContaining({ kind: 'SUBMISSION', batch_id: batchId, person_count: 1 }),
    ]);
    expect(runs[0]!.figures.map(({ rule }) => rule)).not.toContain('verified-in-bulk');
    expect(runs[0]!.figures.map(({ rule }) => rule)).not.toContain('paid-after-death');
  });

  it('through HTTP answers a repetition of the refused request after resolution, with evidence in a file', async () => {
    const http: Server = await office.serves();
    const [clerk, reviewer] = [await bearerOf(office, 'CLERK'), await bearerOf(office, 'REVIEWER')];
    let asked = 0;
    const post = (bearer: string, path: string) => {
      asked += 1;
      return request(http)
        .post(`/api/v1${path}`)
        .set('Authorization', bearer)
        .set('Idempotency-Key', `request-${asked}`);
    };
    const get = (path: string) => request(http).get(`/api/v1${path}`).set('Authorization', reviewer);
    const seen = await version();
    const submit = (key: string) =>
      request(http)
        .post(`/api/v1/batches/${batchId}/submit`)
        .set('Authorization', clerk)
        .set('Idempotency-Key', key)
        .send({ version: seen });

    expect((await submit('submit-once')).body).toMatchObject({ code: 'submission_blocked' });
    const { body: listed } = await get(`/control-findings?batchId=${batchId}&severity=BLOCKING&state=OPEN`);
    const { id } = listed[0];
    const { body: attached } = await post(reviewer, `/control-findings/${id}/evidence`).attach(
      'file',
      Buffer.from('证明'),
      '证明.txt',
    );
    const answer = await post(reviewer, `/control-findings/${id}/dismiss`).send({
      version: attached.version,
      resolution: '死亡登记有误',
    });

    expect(answer.body).toMatchObject({ state: 'DISMISSED', fileId: attached.fileId });
    const late = await post(reviewer, `/control-findings/${id}/evidence`).attach(
      'file',
      Buffer.from('补'),
      '补.txt',
    );
    expect(late.body.detail).toBe('疑点处于“排除”，不能上传依据。');
    expect((await get(`/control-findings/${id}/evidence`).buffer()).body.toString()).toBe('证明');
    expect((await submit('submit-once')).body).toMatchObject({ state: 'SUBMITTED' });
    expect((await submit('submit-once')).body).toMatchObject({ state: 'SUBMITTED' });
  });
});
