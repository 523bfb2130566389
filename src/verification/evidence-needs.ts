import type { VerificationChannel, VerificationResult } from './verification.entity';

/** What a channel's proof rests on, each thing in the words of the office; null where nothing of the kind exists. */
export interface EvidenceNeeds {
  /** What the text of the evidence (凭证说明) has to say. */
  readonly evidence: string;
  readonly referenceNo: string | null;
  /** Who saw the person: two, so that neither answers alone. */
  readonly visitors: string | null;
  readonly file: string | null;
}

/**
 * The evidence each channel needs. A machine leaves a number that can be looked up again; where only people saw the
 * person, something is kept that a third one can look at. Source: issue, verification; design, field facts, "Evidence
 * for manual check" and "Abroad".
 */
export const EVIDENCE_NEEDS: Readonly<Record<VerificationChannel, EvidenceNeeds>> = {
  DATA_COMPARISON: { evidence: '数据来源', referenceNo: '比对记录编号', visitors: null, file: null },
  MOBILE: { evidence: '认证平台', referenceNo: '人脸核验编号', visitors: null, file: null },
  COUNTER: { evidence: '出示的证件', referenceNo: '窗口业务编号', visitors: null, file: null },
  TERMINAL: { evidence: '出示的证件', referenceNo: '自助终端业务编号', visitors: null, file: null },
  COMMUNITY: {
    evidence: '出具证明的社区或单位',
    referenceNo: null,
    visitors: null,
    file: '社区或单位的证明',
  },
  HOME_VISIT: { evidence: '上门情况', referenceNo: null, visitors: '两名上门人员', file: '上门照片' },
  OVERSEAS: {
    evidence: '出具证明的使领馆或公证机构',
    referenceNo: '证明编号',
    visitors: null,
    file: '使领馆或公证机构的健在证明',
  },
};

/** A failed attempt proves nothing: all it needs is what happened. */
const FAILURE_NEEDS: EvidenceNeeds = {
  evidence: '不通过的原因',
  referenceNo: null,
  visitors: null,
  file: null,
};

/** The evidence as it was handed in. */
export interface GivenEvidence {
  readonly evidence: string;
  readonly referenceNo: string | null;
  readonly visitors: readonly string[];
  readonly hasFile: boolean;
}

/** What is missing of the evidence, in the words of the office; the fields are those a file or form can point at. */
export function missingEvidence(
  channel: VerificationChannel,
  result: VerificationResult,
  { evidence, referenceNo, visitors, hasFile }: GivenEvidence,
): { field: keyof EvidenceNeeds; need: string }[] {
  const needs = result === 'FAILED' ? FAILURE_NEEDS : EVIDENCE_NEEDS[channel];
  const given: Record<keyof EvidenceNeeds, boolean> = {
    evidence: evidence.trim() !== '',
    referenceNo: (referenceNo ?? '').trim() !== '',
    visitors: new Set(visitors.map((name) => name.trim()).filter(Boolean)).size >= 2,
    file: hasFile,
  };
  return (Object.keys(given) as (keyof EvidenceNeeds)[]).flatMap((field) => {
    const need = needs[field];
    return need === null || given[field] ? [] : [{ field, need }];
  });
}
