import { BatchMoveNotAllowed } from './batch.errors';
import type { Permission } from '../access/permissions';

/** The states of a batch (发放批次), with the words a user reads. */
export const BATCH_STATES = {
  DRAFT: '草稿',
  COMPILED: '已核算',
  SUBMITTED: '待复核',
  REVIEWED: '待审批',
  ENDORSED: '待再审批',
  APPROVED: '已审批',
  FILE_SENT: '已报盘',
  PARTLY_RETURNED: '部分回盘',
  RETURNED: '已回盘',
  RECONCILED: '已对账',
  ARCHIVED: '已归档',
  VOIDED: '已作废',
} as const;

export type BatchState = keyof typeof BATCH_STATES;

/**
 * Every legal move of a batch: from, act, to, and the permission of the act (`system` for what follows from a bank's
 * return). A move that is not a row here cannot happen. Who must be another person than whom is said by FOUR_EYES.
 */
export const BATCH_MOVES = [
  ['DRAFT', 'compile', 'COMPILED', 'batch.prepare'],
  ['COMPILED', 'compile', 'COMPILED', 'batch.prepare'],
  ['COMPILED', 'submit', 'SUBMITTED', 'batch.prepare'],
  ['SUBMITTED', 'review', 'REVIEWED', 'batch.review'],
  ['SUBMITTED', 'send-back', 'DRAFT', 'batch.review'],
  ['REVIEWED', 'approve', 'APPROVED', 'batch.approve'],
  ['REVIEWED', 'reject', 'DRAFT', 'batch.approve'],
  // Back-pay of many months is approved twice, by two persons.
  ['REVIEWED', 'endorse', 'ENDORSED', 'batch.approve'],
  ['ENDORSED', 'approve-back-pay', 'APPROVED', 'batch.approve-back-pay'],
  ['ENDORSED', 'reject', 'DRAFT', 'batch.approve'],
  ['APPROVED', 'send', 'FILE_SENT', 'batch.send'],
  ['FILE_SENT', 'settle-part', 'PARTLY_RETURNED', 'system'],
  ['FILE_SENT', 'settle-all', 'RETURNED', 'system'],
  ['PARTLY_RETURNED', 'settle-part', 'PARTLY_RETURNED', 'system'],
  ['PARTLY_RETURNED', 'settle-all', 'RETURNED', 'system'],
  ['RETURNED', 'settle-all', 'RETURNED', 'system'],
  ['RETURNED', 'reconcile', 'RECONCILED', 'batch.reconcile'],
  // A late return (退汇) changes what was reconciled: it must be reconciled again.
  ['RECONCILED', 'settle-all', 'RETURNED', 'system'],
  ['ARCHIVED', 'settle-all', 'RETURNED', 'system'],
  ['RECONCILED', 'archive', 'ARCHIVED', 'batch.reconcile'],
  ['DRAFT', 'void', 'VOIDED', 'batch.prepare'],
  ['COMPILED', 'void', 'VOIDED', 'batch.prepare'],
  ['SUBMITTED', 'void', 'VOIDED', 'batch.prepare'],
  ['REVIEWED', 'void', 'VOIDED', 'batch.prepare'],
  ['ENDORSED', 'void', 'VOIDED', 'batch.prepare'],
  ['APPROVED', 'void-approved', 'VOIDED', 'batch.approve'],
] as const satisfies readonly (readonly [BatchState, string, BatchState, Permission | 'system'])[];

export type BatchAct = (typeof BATCH_MOVES)[number][1];

/** The acts in the words of a refusal and of the console's buttons. */
export const BATCH_ACTS: { readonly [Act in BatchAct]: string } = {
  compile: '核算',
  submit: '提交',
  review: '复核',
  'send-back': '复核退回',
  approve: '审批',
  endorse: '审批（尚须再审批）',
  'approve-back-pay': '长期补发再审批',
  reject: '审批退回',
  send: '报盘',
  'settle-part': '部分回盘',
  'settle-all': '回盘',
  reconcile: '对账',
  archive: '归档',
  void: '作废',
  'void-approved': '作废已审批批次',
};

/** Who has taken which step of a batch. */
export interface BatchHands {
  readonly preparedBy: number;
  readonly submittedBy: number | null;
  readonly reviewedBy: number | null;
  readonly endorsedBy: number | null;
}

/** The steps that must be another person's than the steps named. Invariant 3; the database checks the same. */
export const FOUR_EYES: Partial<Record<BatchAct, { step: string; notBy: readonly (keyof BatchHands)[] }>> = {
  review: { step: '复核', notBy: ['preparedBy', 'submittedBy'] },
  approve: { step: '审批', notBy: ['preparedBy', 'submittedBy', 'reviewedBy'] },
  endorse: { step: '审批', notBy: ['preparedBy', 'submittedBy', 'reviewedBy'] },
  'approve-back-pay': { step: '再审批', notBy: ['preparedBy', 'submittedBy', 'reviewedBy', 'endorsedBy'] },
};

/** The state an act leads to. Throws `BatchMoveNotAllowed` when the table has no such move. */
export function stateAfter(from: BatchState, act: BatchAct): BatchState {
  const move = BATCH_MOVES.find((row) => row[0] === from && row[1] === act);
  if (!move)
    throw new BatchMoveNotAllowed(
      { state: from, label: BATCH_STATES[from] },
      { act, label: BATCH_ACTS[act] },
    );
  return move[2];
}

/** The acts open from a state; the console's buttons. */
export function movesFrom(from: BatchState): { act: BatchAct; permission: Permission | 'system' }[] {
  return BATCH_MOVES.filter((row) => row[0] === from).map(([, act, , permission]) => ({ act, permission }));
}
