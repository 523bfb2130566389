import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgreementService, type DeductionInput } from '../../src/recovery/agreement.service';
import type { Office } from '../support/office';
import { enrols, type Enrolled, type PaidProject } from '../support/office-money';
import { caseNow, learns, orders, paysMonth } from './recovery-desk';

/** A person overpaid by custody: in custody from January, released in February, and paid on from April. */
export async function overpaidInCustody(
  office: Office,
  project: PaidProject,
  name = '张三',
): Promise<Enrolled & { id: number }> {
  const enrolled = await enrols(office, project, name, { validUntil: '2027-12-31' });
  for (let payout = 0; payout < 3; payout += 1) await paysMonth(office, project, payout);
  await learns(office, enrolled.personId, 'CUSTODY', '2025-01-05');
  await learns(office, enrolled.personId, 'RELEASE', '2025-03-08');
  const { id } = await orders(office, enrolled.personId);
  return { ...enrolled, id };
}

/** Agrees a deduction of all that is open from an enrolment, 100 yuan a payment, unless said otherwise. */
export async function agreesDeduction(
  office: Office,
  id: number,
  terms: Partial<DeductionInput> & Pick<DeductionInput, 'enrollmentId'>,
  role: 'AUDITOR' | 'CLERK' = 'AUDITOR',
) {
  const { version, openFen } = await caseNow(office, id);
  return office.get(AgreementService).agreeDeduction(office.actor(role), id, {
    version,
    documentNo: '抵扣协议',
    signedOn: office.clock.today(),
    perPaymentFen: 100_00,
    totalFen: openFen,
    keepsFen: 10_00,
    fromMonth: '2025-01',
    ...terms,
  });
}

/** Keeps a person's consent with its scan; the clerk records it. */
export async function recordsConsent(office: Office, id: number, personId: number, documentNo = '同意书1号') {
  const path = join(mkdtempSync(join(tmpdir(), 'zufa-consent-')), 'content');
  writeFileSync(path, '同意书扫描件');
  const file = { name: '同意书.pdf', path, sha256: Buffer.alloc(32, 1), sizeBytes: 18 };
  const consent = { personId, documentNo, signedOn: office.clock.today() };
  return office.get(AgreementService).recordConsent(office.actor('CLERK'), id, consent, file);
}
