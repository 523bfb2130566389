import { open } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../access/actor';
import { AuditService } from '../audit/audit.service';
import { Database } from '../database/database';
import { NotFound } from '../errors/request.errors';
import { FileStore, type ReceivedFile } from '../file-store/file-store.service';
import { EVIDENCE_TYPES, EvidenceFile, type EvidenceType } from './evidence-file.entity';
import { EvidenceFileTooLarge, EvidenceFileUnreadable } from './verification.errors';
import { Verification } from './verification.entity';

/** A phone's photo has three to eight megabytes, a certificate scanned in colour less; more is no single proof. */
export const MAX_EVIDENCE_BYTES = 10 * 1024 * 1024;
const LONGEST_SIGNATURE = 8;

/** A kept file of evidence as users see it. */
export interface EvidenceFileView {
  readonly id: number;
  readonly sha256: string;
  readonly type: EvidenceType;
}

/** The content of a file of evidence, ready to be looked at. */
export interface OpenEvidence {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Buffer;
}

/** Photos and certificates behind proofs of life (认证凭证): kept by content, encrypted, looked at on the record. */
@Injectable()
export class EvidenceService {
  constructor(
    private readonly database: Database,
    private readonly files: FileStore,
    private readonly audit: AuditService,
  ) {}

  /**
   * Keeps a photo or certificate; the same content again is the same file. Throws `EvidenceFileTooLarge`,
   * `EvidenceFileUnreadable`.
   */
  async upload(actor: Actor, file: ReceivedFile): Promise<EvidenceFileView> {
    if (file.sizeBytes > MAX_EVIDENCE_BYTES) throw new EvidenceFileTooLarge(MAX_EVIDENCE_BYTES);
    const type = await typeOf(file.path);
    const { agencyId } = actor;
    const sha256 = file.sha256.toString('hex');
    return this.database.transaction(agencyId, async (tx) => {
      // The same photo sent twice at the same moment: the second waits and finds the first.
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
        `evidence ${agencyId} ${sha256}`,
      ]);
      const known = await tx.findOneBy(EvidenceFile, { agencyId, sha256: file.sha256 });
      if (known) return { id: known.id, sha256, type: known.type };
      const fileId = await this.files.keep(tx, actor, file);
      const inserted = await tx.insert(EvidenceFile, { agencyId, fileId, sha256: file.sha256, type });
      const { id } = inserted.identifiers[0] as { id: number };
      await this.audit.record(tx, actor, {
        act: 'verification.upload-evidence',
        subjectType: 'evidence-file',
        subjectId: id,
        details: { sha256, type, sizeBytes: file.sizeBytes },
      });
      return { id, sha256, type };
    });
  }

  /** The photo or certificate of one verification. It shows a person, so every look is on record. */
  async view(actor: Actor, verificationId: number): Promise<OpenEvidence> {
    const { agencyId } = actor;
    return this.database.transaction(agencyId, async (tx) => {
      const verification = await tx.findOneBy(Verification, { agencyId, id: verificationId });
      if (!verification || verification.evidenceFileId === null)
        throw new NotFound('认证凭证', verificationId);
      const kept = await findEvidenceFile(tx, agencyId, verification.evidenceFileId);
      const { content } = await this.files.open(tx, agencyId, kept.fileId);
      const opened = await buffer(content);
      await this.audit.record(tx, actor, {
        act: 'verification.view-evidence',
        subjectType: 'verification',
        subjectId: verificationId,
        details: { personId: verification.personId, evidenceFileId: kept.id },
      });
      const { mediaType } = EVIDENCE_TYPES[kept.type];
      return {
        name: `认证凭证${verificationId}.${kept.type.toLowerCase()}`,
        mediaType,
        content: opened,
      };
    });
  }
}

/** The agency's file of evidence; throws `NotFound` for another agency's, and for a file kept for something else. */
export async function findEvidenceFile(
  tx: EntityManager,
  agencyId: number,
  id: number,
): Promise<EvidenceFile> {
  const found = await tx.findOneBy(EvidenceFile, { agencyId, id });
  if (!found) throw new NotFound('认证凭证文件', id);
  return found;
}

async function typeOf(path: string): Promise<EvidenceType> {
  const file = await open(path);
  try {
    const { buffer: start } = await file.read({ buffer: Buffer.alloc(LONGEST_SIGNATURE) });
    const types = Object.entries(EVIDENCE_TYPES) as [EvidenceType, (typeof EVIDENCE_TYPES)[EvidenceType]][];
    const found = types.find(([, { begins }]) => start.subarray(0, begins.length).equals(begins));
    if (!found) throw new EvidenceFileUnreadable();
    return found[0];
  } finally {
    await file.close();
  }
}
