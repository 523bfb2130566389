import request from 'supertest';
import type { Actor } from '../../src/access/actor';
import { LifeEventService } from '../../src/person/life-event.service';
import { VerificationService, type VerificationInput } from '../../src/verification/verification.service';
import { upsertVerificationStatus } from '../../src/verification/verification.sql';
import { openOffice, type Office } from '../support/office';
import { actsOn, bearerOf, opensNeighbour, registersPerson } from '../support/office-registry';

describe('Recording a proof of life', () => {
  let office: Office;
  let verifications: VerificationService;
  let clerk: Actor;

  beforeAll(async () => {
    office = await openOffice('2025-06-02');
    verifications = office.get(VerificationService);
    clerk = office.actor('CLERK');
  });
  afterAll(() => office.closes());

  const records = (personId: number, facts: Partial<VerificationInput> = {}) =>
    verifications.record(clerk, {
      personId,
      channel: 'COUNTER',
      verifiedOn: '2025-06-02',
      evidence: '居民身份证原件',
      referenceNo: '2025-0001',
      ...facts,
    });
  const statusOf = async (personId: number) => {
    const sql = `select verified_on as "verifiedOn", valid_until as "validUntil", failed_on as "failedOn" from verification_status where person_id = $1`;
    return (
      await office.asks<Record<'verifiedOn' | 'validUntil' | 'failedOn', string | null>>(sql, [personId])
    )[0];
  };
  const dies = async (personId: number, happenedOn: string) => {
    const events = office.get(LifeEventService);
    const { id } = await events.propose(clerk, personId, { kind: 'DEATH', happenedOn, note: '死亡证明' });
    return () => events.confirm(office.actor('REVIEWER'), personId, id);
  };

  it.each`
    what                          | facts                           | refusal
    ${'today'}                    | ${{}}                           | ${undefined}
    ${'tomorrow'}                 | ${{ verifiedOn: '2025-06-03' }} | ${'verification_invalid'}
    ${'five years ago'}           | ${{ verifiedOn: '2020-06-02' }} | ${undefined}
    ${'more than five years ago'} | ${{ verifiedOn: '2020-06-01' }} | ${'verification_invalid'}
    ${'valid for the day'}        | ${{ validUntil: '2025-06-02' }} | ${undefined}
    ${'valid until yesterday'}    | ${{ validUntil: '2025-06-01' }} | ${'verification_invalid'}
    ${'valid for five years'}     | ${{ validUntil: '2030-06-02' }} | ${undefined}
    ${'valid for longer'}         | ${{ validUntil: '2030-06-03' }} | ${'verification_invalid'}
  `('of $what: $refusal', async ({ facts, refusal }) => {
    const personId = await registersPerson(office);

    const recorded = records(personId, facts);

    if (refusal) await expect(recorded).rejects.toMatchObject({ code: refusal });
    else await expect(recorded).resolves.toMatchObject({ personId, channelLabel: '经办窗口' });
  });

  it('refuses one before birth', async () => {
    const personId = await registersPerson(office, { bornOn: '2021-01-02' });

    await expect(records(personId, { verifiedOn: '2021-01-01' })).rejects.toMatchObject({
      facts: { problems: ['认证日期早于出生日期'] },
    });
    await expect(records(personId, { verifiedOn: '2021-01-02' })).resolves.toBeDefined();
  });

  it.each`
    verifiedOn      | refusal
    ${'2025-05-09'} | ${undefined}
    ${'2025-05-10'} | ${undefined}
    ${'2025-05-11'} | ${'verified_after_death'}
  `('of $verifiedOn of somebody who died on 2025-05-10: $refusal', async ({ verifiedOn, refusal }) => {
    const personId = await registersPerson(office);
    const confirm = await dies(personId, '2025-05-10');
    await expect(records(personId, { verifiedOn, channel: 'MOBILE' })).resolves.toBeDefined();
    await confirm();

    const recorded = records(personId, { verifiedOn });

    if (!refusal) return expect(recorded).resolves.toBeDefined();
    await expect(recorded).rejects.toMatchObject({ code: refusal, facts: { diedOn: '2025-05-10' } });
  });

  it('refuses the same day and channel twice, and takes another channel', async () => {
    const personId = await registersPerson(office);
    await records(personId);

    await expect(records(personId)).rejects.toMatchObject({ code: 'verification_recorded_already' });
    expect(await records(personId, { channel: 'MOBILE' })).toMatchObject({ channelLabel: '手机自助' });
  });

  it.each`
    proofs                                    | recorded                                                                                                     | status
    ${'one'}                                  | ${[{ verifiedOn: '2025-03-01' }]}                                                                            | ${{ verifiedOn: '2025-03-01', validUntil: null }}
    ${'a later one'}                          | ${[{ verifiedOn: '2025-03-01' }, { verifiedOn: '2025-03-02' }]}                                              | ${{ verifiedOn: '2025-03-02', validUntil: null }}
    ${'an older one, found afterwards'}       | ${[{ verifiedOn: '2025-03-02' }, { verifiedOn: '2025-03-01' }]}                                              | ${{ verifiedOn: '2025-03-02', validUntil: null }}
    ${'an older one that names its end'}      | ${[{ verifiedOn: '2025-03-02' }, { verifiedOn: '2025-03-01', validUntil: '2027-03-01' }]}                    | ${{ verifiedOn: '2025-03-02', validUntil: null }}
    ${'two of one day, the last with an end'} | ${[{ verifiedOn: '2025-03-01' }, { verifiedOn: '2025-03-01', channel: 'MOBILE', validUntil: '2025-09-01' }]} | ${{ verifiedOn: '2025-03-01', validUntil: '2025-09-01' }}
    ${'two of one day, the last without'}     | ${[{ verifiedOn: '2025-03-01', validUntil: '2025-09-01' }, { verifiedOn: '2025-03-01', channel: 'MOBILE' }]} | ${{ verifiedOn: '2025-03-01', validUntil: null }}
  `('keeps the latest of $proofs', async ({ recorded, status }) => {
    const personId = await registersPerson(office);
    for (const facts of recorded) await records(personId, facts);

    expect(await statusOf(personId)).toEqual({ ...status, failedOn: null });
  });

  it.each`
    attempts                                   | recorded                                                | verifiedOn      | failedOn
    ${'one that failed'}                       | ${[['2025-03-01', 'FAILED']]}                           | ${null}         | ${'2025-03-01'}
    ${'one that failed after a proof'}         | ${[['2025-03-01', 'PASSED'], ['2025-03-02', 'FAILED']]} | ${'2025-03-01'} | ${'2025-03-02'}
    ${'a proof after the failure'}             | ${[['2025-03-01', 'FAILED'], ['2025-03-02', 'PASSED']]} | ${'2025-03-02'} | ${null}
    ${'a proof later on the day of failure'}   | ${[['2025-03-01', 'FAILED'], ['2025-03-01', 'PASSED']]} | ${'2025-03-01'} | ${null}
    ${'a failure later on the day of proof'}   | ${[['2025-03-01', 'PASSED'], ['2025-03-01', 'FAILED']]} | ${'2025-03-01'} | ${'2025-03-01'}
    ${'an older failure, found afterwards'}    | ${[['2025-03-02', 'PASSED'], ['2025-03-01', 'FAILED']]} | ${'2025-03-02'} | ${null}
    ${'an older proof, found after a failure'} | ${[['2025-03-02', 'FAILED'], ['2025-03-01', 'PASSED']]} | ${'2025-03-01'} | ${'2025-03-02'}
  `('of $attempts keeps the failure that no proof followed', async ({ recorded, verifiedOn, failedOn }) => {
    const personId = await registersPerson(office);
    for (const [on, result] of recorded)
      await records(personId, { verifiedOn: on, result, evidence: '人证' });

    expect(await statusOf(personId)).toMatchObject({ verifiedOn, failedOn });
  });

  it('takes a failed attempt without a number or a file, but not without a reason or with a last day', async () => {
    const personId = await registersPerson(office);
    const failed = { personId, channel: 'MOBILE', verifiedOn: '2025-06-02', result: 'FAILED' } as const;

    await expect(verifications.record(clerk, { ...failed, evidence: ' ' })).rejects.toMatchObject({
      code: 'evidence_missing',
      facts: { missing: ['不通过的原因'] },
    });
    await expect(
      verifications.record(clerk, { ...failed, evidence: '人证不符', validUntil: '2025-07-01' }),
    ).rejects.toMatchObject({ facts: { problems: ['认证不通过的没有有效期'] } });
    expect(await verifications.record(clerk, { ...failed, evidence: '人证不符' })).toMatchObject({
      resultLabel: '认证不通过',
    });
  });

  it('brings everybody of an import up to date in one statement, and nobody twice', async () => {
    const [known, fresh, often] = [
      await registersPerson(office),
      await registersPerson(office),
      await registersPerson(office),
    ];
    await records(known, { verifiedOn: '2025-05-01' });
    const importId = await importsVerifications(office, [
      [known, '2025-04-01'],
      [fresh, '2025-04-01'],
      [often, '2025-04-02'],
      [often, '2025-04-01'],
    ]);
    const upsert = () =>
      office.db.database.transaction(office.agencyId, (tx) =>
        upsertVerificationStatus(tx, { agencyId: office.agencyId, importId, verificationId: null }),
      );

    expect(await upsert()).toEqual({ movedCount: 2 });
    expect(await upsert()).toEqual({ movedCount: 0 });
    expect(await Promise.all([known, fresh, often].map(statusOf))).toMatchObject([
      { verifiedOn: '2025-05-01' },
      { verifiedOn: '2025-04-01' },
      { verifiedOn: '2025-04-02' },
    ]);
  });

  it('does not let an older proof recorded at the same moment move the status back', async () => {
    const personId = await registersPerson(office);
    const { agencyId } = office;
    const olderIsRecorded = await office.db.database.transaction(agencyId, async (tx) => {
      const [row]: { id: number }[] = await tx.query(
        `insert into verification (agency_id, person_id, channel, verified_on, result, evidence, recorded_by, recorded_at)
         values ($1, $2, 'MOBILE', '2025-05-01', 'PASSED', '自助', $3, $4) returning id`,
        [agencyId, personId, clerk.userId, office.clock.now()],
      );
      await upsertVerificationStatus(tx, { agencyId, importId: null, verificationId: row!.id });
      const older = records(personId, { verifiedOn: '2025-04-01' });
      await someoneWaitsForALock(office);
      return [older];
    });

    await olderIsRecorded[0];
    expect(await statusOf(personId)).toMatchObject({ verifiedOn: '2025-05-01' });
  });

  it('lists a person’s proofs, the latest first, and leaves a trace of each', async () => {
    const personId = await registersPerson(office);
    const { id } = await records(personId, { verifiedOn: '2025-03-01' });
    await records(personId, { verifiedOn: '2025-04-01' });

    const listed = await verifications.list(clerk, personId);

    expect(listed.map(({ verifiedOn }) => verifiedOn)).toEqual(['2025-04-01', '2025-03-01']);
    expect(await actsOn(office, 'verification', id)).toEqual(['verification.record']);
  });

  it('goes its way over HTTP', async () => {
    const personId = await registersPerson(office);
    const http = await office.serves();
    const asClerk = await bearerOf(office, 'CLERK');

    const recorded = await request(http)
      .post('/api/v1/verifications')
      .set('Authorization', asClerk)
      .set('Idempotency-Key', 'verify-over-http')
      .send({
        personId,
        channel: 'TERMINAL',
        verifiedOn: '2025-06-01',
        evidence: '身份证',
        referenceNo: 'Z-7',
      });
    const listed = await request(http)
      .get('/api/v1/verifications')
      .query({ personId })
      .set('Authorization', asClerk);

    expect(recorded.status).toBe(201);
    expect(listed.body).toEqual([recorded.body]);
    expect(listed.body[0]).not.toHaveProperty('agencyId');
  });

  it('is out of another agency’s reach', async () => {
    const personId = await registersPerson(office);
    const stranger = await opensNeighbour(office);
    const proof = {
      personId,
      channel: 'COUNTER',
      verifiedOn: '2025-06-02',
      evidence: '居民身份证原件',
      referenceNo: '2025-0001',
    } as const;

    await expect(verifications.record(stranger, proof)).rejects.toMatchObject({ code: 'not_found' });
    await expect(verifications.list(stranger, personId)).rejects.toMatchObject({ code: 'not_found' });
  });
});

/** Verifications (person, day) of one import, written as the file import writes them. */
async function importsVerifications(office: Office, proofs: [number, string][]): Promise<number> {
  const { agencyId } = office;
  const by = [agencyId, office.actor('CLERK').userId, office.clock.now()];
  const [file] = await office.asks<{ id: number }>(
    `insert into stored_file (agency_id, name, sha256, size_bytes, created_by, created_at)
     values ($1, 'proofs.csv', '', 0, $2, $3) returning id`,
    by,
  );
  const [made] = await office.asks<{ id: number }>(
    `insert into file_import (agency_id, kind, mode, file_id, sha256, state, summary, proposed_by, created_at, version)
     values ($1, 'VERIFICATION', 'PARTIAL', $4, '', 'APPLIED', '{}', $2, $3, 1) returning id`,
    [...by, file!.id],
  );
  await office.asks(
    `insert into verification (agency_id, person_id, channel, verified_on, result, evidence, import_id, recorded_by, recorded_at)
     select $1, proof.person_id, 'DATA_COMPARISON', proof.verified_on, 'PASSED', '比对', $4, $2, $3
     from unnest($5::bigint[], $6::date[]) proof (person_id, verified_on)`,
    [...by, made!.id, proofs.map(([personId]) => personId), proofs.map(([, verifiedOn]) => verifiedOn)],
  );
  return made!.id;
}

/** Returns once another transaction of this database waits for a lock. */
async function someoneWaitsForALock(office: Office): Promise<void> {
  const sql = `select count(*)::int as count from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`;
  for (;;) {
    const [row] = await office.asks<{ count: number }>(sql);
    if (row!.count > 0) return;
  }
}
