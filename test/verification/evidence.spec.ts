import request from 'supertest';
import { EVIDENCE_NEEDS } from '../../src/verification/evidence-needs';
import { EvidenceService, MAX_EVIDENCE_BYTES } from '../../src/verification/evidence.service';
import { VerificationService, type VerificationInput } from '../../src/verification/verification.service';
import { openOffice, type Office } from '../support/office';
import { evidenceBytes, keepsEvidence } from '../support/office-evidence';
import { actsOn, bearerOf, opensNeighbour, registersPerson } from '../support/office-registry';
import { receivedFile } from '../support/office-roster';

describe('The evidence of a proof of life', () => {
  let office: Office;
  let verifications: VerificationService;
  let fileId: number;

  beforeAll(async () => {
    office = await openOffice('2025-06-02');
    verifications = office.get(VerificationService);
    fileId = await keepsEvidence(office);
  });
  afterAll(() => office.closes());

  const TWO = ['李四', '王五'];
  const records = async (facts: Partial<VerificationInput>) =>
    verifications.record(office.actor('CLERK'), {
      personId: await registersPerson(office),
      channel: 'HOME_VISIT',
      verifiedOn: '2025-06-02',
      evidence: '本人健在',
      ...facts,
    });

  it.each`
    channel              | given                                  | missing
    ${'DATA_COMPARISON'} | ${{}}                                  | ${['比对记录编号']}
    ${'DATA_COMPARISON'} | ${{ referenceNo: '1' }}                | ${null}
    ${'DATA_COMPARISON'} | ${{ referenceNo: ' ' }}                | ${['比对记录编号']}
    ${'MOBILE'}          | ${{}}                                  | ${['人脸核验编号']}
    ${'MOBILE'}          | ${{ referenceNo: '1' }}                | ${null}
    ${'COUNTER'}         | ${{}}                                  | ${['窗口业务编号']}
    ${'COUNTER'}         | ${{ referenceNo: '1' }}                | ${null}
    ${'TERMINAL'}        | ${{}}                                  | ${['自助终端业务编号']}
    ${'TERMINAL'}        | ${{ referenceNo: '1' }}                | ${null}
    ${'COMMUNITY'}       | ${{}}                                  | ${['社区或单位的证明']}
    ${'COMMUNITY'}       | ${{ file: true }}                      | ${null}
    ${'HOME_VISIT'}      | ${{ evidence: ' ' }}                   | ${['上门情况', '两名上门人员', '上门照片']}
    ${'HOME_VISIT'}      | ${{ visitors: TWO }}                   | ${['上门照片']}
    ${'HOME_VISIT'}      | ${{ visitors: ['李四'], file: 1 }}     | ${['两名上门人员']}
    ${'HOME_VISIT'}      | ${{ visitors: ['李', '李'], file: 1 }} | ${['两名上门人员']}
    ${'HOME_VISIT'}      | ${{ visitors: TWO, file: 1 }}          | ${null}
    ${'OVERSEAS'}        | ${{}}                                  | ${['证明编号', '使领馆或公证机构的健在证明']}
    ${'OVERSEAS'}        | ${{ referenceNo: '1', file: true }}    | ${null}
  `('by $channel with $given lacks $missing', async ({ channel, given: { file, ...given }, missing }) => {
    const recorded = records({ channel, ...given, ...(file && { evidenceFileId: fileId }) });

    if (missing)
      await expect(recorded).rejects.toMatchObject({ code: 'evidence_missing', facts: { missing } });
    else await expect(recorded).resolves.toMatchObject({ channel });
  });

  it.each`
    content                       | refusal
    ${evidenceBytes('JPEG')}      | ${null}
    ${evidenceBytes('PNG')}       | ${null}
    ${evidenceBytes('PDF')}       | ${null}
    ${Buffer.from('<html>')}      | ${'evidence_file_unreadable'}
    ${Buffer.from(' %PDF-')}      | ${'evidence_file_unreadable'}
    ${Buffer.from('ffd8', 'hex')} | ${'evidence_file_unreadable'}
    ${Buffer.alloc(0)}            | ${'evidence_file_unreadable'}
  `('may be a file that begins with $content: $refusal', async ({ content, refusal }) => {
    const kept = keepsEvidence(office, content);

    if (refusal) await expect(kept).rejects.toMatchObject({ code: refusal });
    else await expect(kept).resolves.toEqual(expect.any(Number));
  });

  it.each([
    [MAX_EVIDENCE_BYTES, undefined],
    [MAX_EVIDENCE_BYTES + 1, 'evidence_file_too_large'],
  ])('may have %d bytes: %s', async (sizeBytes, refusal) => {
    const file = { ...receivedFile(evidenceBytes()), sizeBytes };
    const kept = office.get(EvidenceService).upload(office.actor('CLERK'), file);

    if (refusal) await expect(kept).rejects.toMatchObject({ code: refusal });
    else await expect(kept).resolves.toBeDefined();
    file.discard();
  });

  it('is kept once, encrypted, however often it is uploaded', async () => {
    const bytes = evidenceBytes('PNG', '一张照片');
    const ids = await Promise.all([keepsEvidence(office, bytes), keepsEvidence(office, bytes)]);

    expect(ids[0]).toBe(ids[1]);
    const [stored] = await office.asks<{ content: Buffer }>(
      `select content from stored_file_chunk chunk
       join evidence_file on evidence_file.file_id = chunk.file_id where evidence_file.id = $1`,
      [ids[0]],
    );
    expect(stored!.content.includes('一张照片')).toBe(false);
  });

  it('is no file that was kept for something else', async () => {
    const [roster] = await office.asks<{ id: number }>(
      `insert into stored_file (agency_id, name, sha256, size_bytes, created_by, created_at)
       values ($1, '花名册.xlsx', '', 0, $2, $3) returning id + 1000 as id`,
      [office.agencyId, office.actor('CLERK').userId, office.clock.now()],
    );

    await expect(records({ visitors: TWO, evidenceFileId: roster!.id })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('is looked at over HTTP under its permission, and every look is on record', async () => {
    const http = await office.serves();
    const uploaded = await request(http)
      .post('/api/v1/evidence-files')
      .set('Authorization', await bearerOf(office, 'CLERK'))
      .set('Idempotency-Key', 'upload-a-photo')
      .attach('file', evidenceBytes('PDF', '证明'), '证明.jpg');
    expect(uploaded.body).toMatchObject({ type: 'PDF' });
    const { id } = await records({ visitors: TWO, evidenceFileId: uploaded.body.id });
    const looks = async (role: 'REVIEWER' | 'FINANCE' | 'APPROVER') =>
      request(http)
        .get(`/api/v1/verifications/${id}/evidence`)
        .set('Authorization', await bearerOf(office, role))
        .buffer(true)
        .parse((response, done) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => done(null, Buffer.concat(chunks)));
        });

    const seen = await looks('REVIEWER');
    await looks('REVIEWER');

    expect(seen.status).toBe(200);
    expect(seen.headers['content-type']).toBe('application/pdf');
    expect(seen.headers['cache-control']).toBe('no-store');
    expect((seen.body as Buffer).toString()).toBe('%PDF-证明');
    expect([(await looks('FINANCE')).status, (await looks('APPROVER')).status]).toEqual([403, 403]);
    expect(await actsOn(office, 'verification', id)).toEqual([
      'verification.record',
      'verification.view-evidence',
      'verification.view-evidence',
    ]);
  });

  it('is not there for a proof without a file, nor for another agency', async () => {
    const evidence = office.get(EvidenceService);
    const stranger = await opensNeighbour(office);
    const without = await records({ channel: 'COUNTER', referenceNo: '1' });
    const { id } = await records({ visitors: TWO, evidenceFileId: fileId });

    await expect(evidence.view(office.actor('REVIEWER'), without.id)).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(evidence.view(stranger, id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await actsOn(office, 'verification', id)).toEqual(['verification.record']);
  });

  it('is told for every channel, so that a form can ask for it', async () => {
    const { body } = await request(await office.serves())
      .get('/api/v1/verification-channels')
      .set('Authorization', await bearerOf(office, 'CLERK'));

    expect(body).toHaveLength(Object.keys(EVIDENCE_NEEDS).length);
    expect(body).toContainEqual({ channel: 'MOBILE', label: '手机自助', needs: EVIDENCE_NEEDS.MOBILE });
  });
});
