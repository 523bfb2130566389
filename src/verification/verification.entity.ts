import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How a person proved to be alive, and how the office says it. Source: design, field facts, "State names". */
export const VERIFICATION_CHANNELS = {
  DATA_COMPARISON: '数据比对',
  MOBILE: '手机自助',
  COUNTER: '经办窗口',
  TERMINAL: '自助终端',
  COMMUNITY: '社区或单位协助',
  HOME_VISIT: '上门',
  OVERSEAS: '境外健在证明',
} as const;

/** What a verification came to. */
export const VERIFICATION_RESULTS = { PASSED: '认证通过', FAILED: '认证不通过' } as const;

export type VerificationResult = keyof typeof VERIFICATION_RESULTS;

export type VerificationChannel = keyof typeof VERIFICATION_CHANNELS;

/** A proof of life (领取资格认证); never changed once recorded. */
@Entity('verification')
export class Verification {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint', { generated: 'identity' }) id: number;
  @Column('bigint') personId: number;
  @Column('text') channel: VerificationChannel;
  @Column('date') verifiedOn: string;
  /** A failed attempt (认证不通过) withholds payment until a later one is passed. */
  @Column('text') result: VerificationResult;
  /** Its last day, where the proof itself names one; otherwise the project's cycle decides. */
  @Column('date', { nullable: true }) validUntil: string | null;
  /** What it rests on, or, of a failed attempt, why it failed. */
  @Column('text') evidence: string;
  /** Number under which the evidence is found again; `evidence-needs.ts` says which channels have one. */
  @Column('text', { nullable: true }) referenceNo: string | null;
  /** Who visited the person. */
  @Column('text', { array: true, nullable: true }) visitors: string[] | null;
  @Column('bigint', { nullable: true }) evidenceFileId: number | null;
  @Column('bigint', { nullable: true }) importId: number | null;
  @Column('bigint') recordedBy: number;
  @Column('timestamptz') recordedAt: Date;
}

/** The latest proof of life of a person; written only by `upsert-verification-status.sql`. */
@Entity('verification_status')
export class VerificationStatus {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint') personId: number;
  /** Null for who never passed one. */
  @Column('date', { nullable: true }) verifiedOn: string | null;
  @Column('date', { nullable: true }) validUntil: string | null;
  /** The latest failed attempt that no passed one followed; null while there is none. */
  @Column('date', { nullable: true }) failedOn: string | null;
}
