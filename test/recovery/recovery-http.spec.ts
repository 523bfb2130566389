import type { Server } from 'node:http';
import request from 'supertest';
import { AgreementService } from '../../src/recovery/agreement.service';
import type { Office } from '../support/office';
import { enrols, founds } from '../support/office-money';
import { bearerOf } from '../support/office-registry';
import { caseOf, learns, openQuietOffice, orders, paysMonth } from './recovery-desk';

describe('Recovery over HTTP', () => {
  let office: Office;
  let http: Server;
  beforeAll(async () => {
    office = await openQuietOffice();
    http = await office.serves();
  });
  afterAll(() => office.closes());

  const asks = async (role: Parameters<typeof bearerOf>[1], path: string) =>
    request(http)
      .get(`/api/v1/${path}`)
      .set('Authorization', await bearerOf(office, role));

  it('shows a case masked, takes a repayment once for two clicks, keeps a consent, and prints a letter', async () => {
    const project = await founds(office);
    const { personId } = await enrols(office, project, '赵六');
    for (let payout = 0; payout < 3; payout += 1) await paysMonth(office, project, payout);
    await learns(office, personId, 'DEATH', '2025-01-15');
    const { id, version } = await orders(office, personId);

    const { body: listed } = await asks('SUPERVISOR', 'recovery-cases?state=ORDERED');
    expect(listed).toMatchObject([{ id, personName: '赵六', claimedFen: 240_00, stateLabel: '已责令退回' }]);
    expect(listed[0].citizenId).toMatch(/^659\*{11}\d{3}X$/);
    const repayment = {
      version,
      happenedOn: '2025-03-10',
      amountFen: 100_00,
      channel: 'CASH',
      documentNo: '收据1',
    };
    const pays = async () =>
      request(http)
        .post(`/api/v1/recovery-cases/${id}/repayments`)
        .set('Authorization', await bearerOf(office, 'FINANCE'))
        .set('Idempotency-Key', 'one-click')
        .send(repayment);
    const [first, second] = [await pays(), await pays()];
    expect([first.status, second.body]).toEqual([200, first.body]);
    expect((await caseOf(office, personId)).recoveredFen).toBe(100_00);

    const consent = await request(http)
      .post(`/api/v1/recovery-cases/${id}/consents`)
      .set('Authorization', await bearerOf(office, 'CLERK'))
      .set('Idempotency-Key', 'consent-upload')
      .field('personId', String(personId))
      .field('documentNo', '同意书')
      .field('signedOn', '2025-03-10')
      .attach('file', Buffer.from('扫描件'), '同意书.pdf');
    expect(consent.status).toBe(201);
    const { consentId } = consent.body as { consentId: number };
    expect((await asks('FINANCE', `recovery-consents/${consentId}/content`)).status).toBe(403);
    const scan = await office.get(AgreementService).openConsent(office.actor('CLERK'), consentId);
    expect(String(scan.content)).toBe('扫描件');

    const letter = await asks('AUDITOR', `recovery-cases/${id}/order-letter`);
    expect(letter.headers['content-type']).toContain('wordprocessingml');
    expect((await asks('AUDITOR', 'recovery-cases/overdue?asOf=2026-01-01')).body).toMatchObject([
      { overdueFen: 140_00 },
    ]);
    expect((await asks('AUDITOR', 'recovery-cases/summary?year=2025')).body).toMatchObject({
      recoveredFen: 100_00,
    });
    const { body: story } = await asks('CLERK', `persons/${personId}/timeline`);
    expect(story.money).toMatchObject({ toRecoverFen: 140_00, recoveredFen: 100_00 });
    expect(story.entries.map((entry: { kind: string }) => entry.kind)).toEqual(
      expect.arrayContaining(['OVERPAID', 'RECOVERED']),
    );
  });
});
