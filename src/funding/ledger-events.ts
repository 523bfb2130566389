/** The accounts of a funding line (资金台账科目). */
export const ACCOUNTS = {
  APPROPRIATION: '预算来源',
  AVAILABLE: '可用',
  COMMITTED: '冻结',
  IN_TRANSIT: '在途',
  PAID: '已支付',
  RETURNED_TO_TREASURY: '上缴',
} as const;

export type LedgerAccount = keyof typeof ACCOUNTS;

/** Every movement of money there is: what happened, from which account, to which. Source: design, domain, "Ledger". */
export const LEDGER_EVENTS = {
  BUDGET_APPROVED: ['APPROPRIATION', 'AVAILABLE'],
  BUDGET_ADDED: ['APPROPRIATION', 'AVAILABLE'],
  BUDGET_CUT: ['AVAILABLE', 'APPROPRIATION'],
  BATCH_APPROVED: ['AVAILABLE', 'COMMITTED'],
  BATCH_VOIDED: ['COMMITTED', 'AVAILABLE'],
  FILE_SENT: ['COMMITTED', 'IN_TRANSIT'],
  PAYMENT_SUCCEEDED: ['IN_TRANSIT', 'PAID'],
  PAYMENT_FAILED: ['IN_TRANSIT', 'AVAILABLE'],
  PAYMENT_REVERSED: ['PAID', 'AVAILABLE'],
  PAYMENT_REVERSED_LATE: ['PAID', 'RETURNED_TO_TREASURY'],
  OVERPAYMENT_REPAID: ['PAID', 'AVAILABLE'],
  OVERPAYMENT_REPAID_LATE: ['PAID', 'RETURNED_TO_TREASURY'],
  // Repaid for a month that is due after all, or deducted in a payment that came back: the same way back.
  REPAYMENT_UNDONE: ['AVAILABLE', 'PAID'],
  REPAYMENT_UNDONE_LATE: ['RETURNED_TO_TREASURY', 'PAID'],
  // A deduction is booked gross: the benefit was received in full, and what was kept back of it repaid an old debt.
  DEDUCTION_PAID: ['AVAILABLE', 'PAID'],
  DEDUCTION_UNDONE: ['PAID', 'AVAILABLE'],
} as const satisfies Record<string, readonly [LedgerAccount, LedgerAccount]>;

export type LedgerEvent = keyof typeof LEDGER_EVENTS;
