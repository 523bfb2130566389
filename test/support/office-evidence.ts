import { EVIDENCE_TYPES, type EvidenceType } from '../../src/verification/evidence-file.entity';
import { EvidenceService } from '../../src/verification/evidence.service';
import type { Office } from './office';
import { receivedFile } from './office-roster';

let taken = 0;

/** The bytes of a photo or certificate nobody else has taken, or of the given rest. */
export function evidenceBytes(type: EvidenceType = 'JPEG', rest?: string): Buffer {
  taken += 1;
  return Buffer.concat([EVIDENCE_TYPES[type].begins, Buffer.from(rest ?? `photo ${taken}`)]);
}

/** The clerk uploads a file of evidence; gives its id. */
export async function keepsEvidence(office: Office, content = evidenceBytes()): Promise<number> {
  const file = receivedFile(content, '照片.jpg');
  try {
    return (await office.get(EvidenceService).upload(office.actor('CLERK'), file)).id;
  } finally {
    file.discard();
  }
}
