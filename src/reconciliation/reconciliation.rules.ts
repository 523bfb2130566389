import type { BatchFigures, Difference } from './reconciliation.entity';

type Rule = readonly [
  check: string,
  label: string,
  expected: (figures: BatchFigures) => number,
  actual: (figures: BatchFigures) => number,
];

/**
 * What must agree before a batch is closed. Invariant 5: batch total = sum of its lines = control total of the file =
 * paid + failed + unknown, and the ledger has moved exactly that. Of what came back the bank said first that it was paid.
 */
export const RECONCILIATION_RULES: readonly Rule[] = [
  ['lines', '批次合计与明细合计（分）', (f) => f.versionFen, (f) => f.lineFen],
  ['line-count', '批次笔数与明细笔数', (f) => f.versionCount, (f) => f.lineCount],
  ['files', '批次合计与报盘文件合计（分）', (f) => f.versionFen, (f) => f.fileFen],
  ['file-count', '批次笔数与报盘文件笔数', (f) => f.versionCount, (f) => f.fileCount],
  [
    'outcomes',
    '批次合计与回盘结果合计（分）',
    (f) => f.versionFen,
    (f) => f.paidFen + f.failedFen + f.unknownFen + f.reversedFen,
  ],
  ['unknown', '结果不明的笔数', () => 0, (f) => f.unknownCount],
  ['approved', '批次合计与台账冻结额（分）', (f) => f.versionFen, (f) => f.approvedFen],
  ['sent', '批次合计与台账在途额（分）', (f) => f.versionFen, (f) => f.sentFen],
  ['succeeded', '成功合计与台账已支付额（分）', (f) => f.paidFen + f.reversedFen, (f) => f.succeededFen],
  ['refused', '失败合计与台账退回额（分）', (f) => f.failedFen, (f) => f.refusedFen],
  ['taken-back', '退汇合计与台账退汇额（分）', (f) => f.reversedFen, (f) => f.takenBackFen],
  ['discrepancies', '未处理的回盘差异（行）', () => 0, (f) => f.openDiscrepancyCount],
  ['pending-returns', '尚未入账的回盘文件（份）', () => 0, (f) => f.pendingReturnCount],
  ['digest', '明细与核算时摘要不符', () => 0, (f) => (f.unalteredDigest ? 0 : 1)],
];

/** Everything that does not agree; empty when the batch may be closed. */
export function differencesOf(figures: BatchFigures): Difference[] {
  return RECONCILIATION_RULES.map(([check, label, expected, actual]) => ({
    check,
    label,
    expected: expected(figures),
    actual: actual(figures),
  })).filter((compared) => compared.expected !== compared.actual);
}
