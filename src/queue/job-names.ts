/**
 * Every job of the system and what it carries: ids only, so that a job always works on what the tables say when it
 * runs, never on what they said when it was asked for.
 */
export interface JobPayloads {
  /** Reads an uploaded roster and lists its problems and its changes. */
  'roster.check': { importId: number };
  /** Writes a confirmed roster into the registry. */
  'roster.apply': { importId: number };
  /** Reads an uploaded file of verifications and lists its problems and its changes. */
  'verification.check': { importId: number };
  /** Records a confirmed file of verifications. */
  'verification.apply': { importId: number };
  /** Writes the reminders that are due into the outbox. */
  'reminder.plan': Record<string, never>;
  /** Hands the outbox to the SMS gateway. */
  'reminder.send': Record<string, never>;
  /** Reads an uploaded comparison file and finds who is in it. */
  'comparison.check': { importId: number };
  /** Lets the hits of a confirmed comparison file take effect. */
  'comparison.apply': { importId: number };
  /** Compares everybody enrolled in the month of a round. */
  'monthly-round.run': { roundId: number };
  /** Accrues, judges and pays into a draft batch. */
  'batch.compile': { batchId: number };
  /** Writes the bank file of an approved batch. */
  'bank-exchange.send': { batchId: number };
  /** Matches a bank's return with its batch and records the outcomes. */
  'bank-exchange.settle': { returnId: number };
  /** Finds what was paid and not due, of one person or of everybody. */
  'recovery.detect': { personId: number | null };
  /** Enters what a bank's return means for recovery. */
  'recovery.follow': { returnId: number };
  /** Asks the rules of internal control, of everybody or of one project. */
  'control.screen': { projectId: number | null };
}

/** `<module>.<verb>`. */
export type JobName = keyof JobPayloads;

/** The job's name as the office reads it (任务名称). */
export const JOB_LABELS: { readonly [Name in JobName]: string } = {
  'roster.check': '核对名册',
  'roster.apply': '名册入库',
  'verification.check': '核对资格认证文件',
  'verification.apply': '资格认证入库',
  'reminder.plan': '编制认证提醒',
  'reminder.send': '发送认证提醒',
  'comparison.check': '核对数据比对文件',
  'comparison.apply': '数据比对入库',
  'monthly-round.run': '按月核实',
  'batch.compile': '编制发放批次',
  'bank-exchange.send': '生成银行报盘文件',
  'bank-exchange.settle': '银行回盘入账',
  'recovery.detect': '查找多发',
  'recovery.follow': '回盘后追回入账',
  'control.screen': '内控筛查',
};

/** All names; a process that runs jobs must have exactly one handler for each. */
export const JOB_NAMES = Object.keys(JOB_LABELS) as readonly JobName[];
