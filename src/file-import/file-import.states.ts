import { ImportMoveNotAllowed } from './file-import.errors';

/** The states of an import (导入状态) and how the office reads them. */
export const FILE_IMPORT_STATES = {
  UPLOADED: '核对中',
  REFUSED: '未通过',
  CHECKED: '待确认',
  CONFIRMED: '已确认，入库中',
  APPLIED: '已入库',
  WITHDRAWN: '已撤回',
} as const;

export type FileImportState = keyof typeof FILE_IMPORT_STATES;

/** Every legal move of an import. A move that is not a row here cannot happen. */
export const FILE_IMPORT_MOVES = [
  // from        action      to            who
  ['UPLOADED', 'pass', 'CHECKED', 'SYSTEM'],
  ['UPLOADED', 'refuse', 'REFUSED', 'SYSTEM'],
  ['UPLOADED', 'withdraw', 'WITHDRAWN', 'PROPOSER'],
  ['CHECKED', 'confirm', 'CONFIRMED', 'ANOTHER'],
  ['CHECKED', 'withdraw', 'WITHDRAWN', 'PROPOSER'],
  ['CONFIRMED', 'apply', 'APPLIED', 'SYSTEM'],
  // The registry changed since the check, so what was confirmed is not what would happen.
  ['CONFIRMED', 'refuse', 'REFUSED', 'SYSTEM'],
] as const satisfies readonly (readonly [
  FileImportState,
  string,
  FileImportState,
  'SYSTEM' | 'PROPOSER' | 'ANOTHER',
])[];

export type FileImportAction = (typeof FILE_IMPORT_MOVES)[number][1];

/** How the office calls what users do. */
const ACTION_LABELS: { readonly [Action in FileImportAction]: string } = {
  pass: '通过核对',
  refuse: '退回',
  withdraw: '撤回',
  confirm: '确认',
  apply: '入库',
};

/** The state an import gets by an action. Throws `ImportMoveNotAllowed` for a move that is not in the table. */
export function stateAfter(from: FileImportState, action: FileImportAction): FileImportState {
  const move = FILE_IMPORT_MOVES.find((row) => row[0] === from && row[1] === action);
  if (!move) throw new ImportMoveNotAllowed(FILE_IMPORT_STATES[from], ACTION_LABELS[action]);
  return move[2];
}
