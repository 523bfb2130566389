/** The number a bank knows a batch by (批次号), in files and their names: at least six digits. */
export function batchNoOf(batchId: number): string {
  return String(batchId).padStart(6, '0');
}
