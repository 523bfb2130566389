/** The kinds of files that are imported: how the office calls them, and the names of their acts and jobs. */
export const FILE_IMPORT_KINDS = {
  ROSTER: { label: '名册导入', act: 'roster', check: 'roster.check', apply: 'roster.apply' },
  VERIFICATION: {
    label: '资格认证导入',
    act: 'verification-import',
    check: 'verification.check',
    apply: 'verification.apply',
  },
  COMPARISON: {
    label: '数据比对导入',
    act: 'comparison-import',
    check: 'comparison.check',
    apply: 'comparison.apply',
  },
} as const;

export type FileImportKind = keyof typeof FILE_IMPORT_KINDS;
