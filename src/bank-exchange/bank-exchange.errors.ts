import { printYuan } from '../calendar/money';
import { refuseConstraint } from '../errors/constraint.errors';
import { DomainError, Listed } from '../errors/domain-error';
import type { LineProblem } from './profile/payment-lines';

/** A bank profile with mistakes; all of them are named at once. */
@Listed()
export class BankProfileInvalid extends DomainError {
  static readonly code = 'bank_profile_invalid';
  static readonly status = 422;
  static readonly title = '银行文件方案有误';
  constructor(problems: string[]) {
    super(`银行文件方案有误：${problems.join('；')}`, { problems });
  }
}

/** Two users changed one profile at the same moment. */
@Listed()
export class BankProfileChangedMeanwhile extends DomainError {
  static readonly code = 'bank_profile_changed_meanwhile';
  static readonly status = 409;
  static readonly title = '银行文件方案刚被他人改动';
  constructor() {
    super('银行文件方案刚被他人改动，请刷新后再操作。');
  }
}
refuseConstraint('bank_profile_version_unique', () => new BankProfileChangedMeanwhile());

/** Lines that the profile's charset or columns cannot carry; the whole file is refused, nothing is sent. */
@Listed()
export class BankFileUnwritable extends DomainError {
  static readonly code = 'bank_file_unwritable';
  static readonly status = 422;
  static readonly title = '报盘文件无法生成';
  constructor(problems: readonly LineProblem[], problemCount: number) {
    super(`报盘文件无法生成，共 ${problemCount} 处问题：${problems[0]?.message ?? ''}。`, {
      problemCount,
      problems,
    });
  }
}

/** Generated again, the file is not what was sent. Invariant 4. */
@Listed()
export class BankFileAltered extends DomainError {
  static readonly code = 'bank_file_altered';
  static readonly status = 409;
  static readonly title = '重新生成的报盘文件与报盘时不一致';
  constructor(fileId: number) {
    super('重新生成的报盘文件与报盘时的校验值不一致，数据可能被篡改，已停止下载，请通知稽核。', { fileId });
  }
}

/** No file of the batch is with the bank, so nothing can come back. */
@Listed()
export class ReturnNotExpected extends DomainError {
  static readonly code = 'return_not_expected';
  static readonly status = 409;
  static readonly title = '批次尚未报盘，不能接收回盘文件';
  constructor(state: string) {
    super(`批次处于“${state}”，尚未报盘，不能接收回盘文件。`, { state });
  }
}

/** Refusals of a whole return file: nothing of it is applied, and the reason stays with the return. */
export abstract class ReturnRefused extends DomainError {}

/** The file is not a return file of the agreed profile: charset, header, or no readable line at all. */
@Listed()
export class ReturnUnreadable extends ReturnRefused {
  static readonly code = 'return_unreadable';
  static readonly status = 422;
  static readonly title = '回盘文件无法读取';
  constructor(problems: readonly { lineNo: number; message: string }[]) {
    const [first] = problems;
    const detail = first ? `第 ${first.lineNo} 行：${first.message}` : '没有一行明细';
    super(`回盘文件无法读取，整份文件没有入账。${detail}。`, { problems });
  }
}

/** The header names another batch, version or payer. */
@Listed()
export class ReturnForAnotherBatch extends ReturnRefused {
  static readonly code = 'return_for_another_batch';
  static readonly status = 422;
  static readonly title = '回盘文件不是本批次的';
  constructor(fields: readonly string[]) {
    super(`回盘文件首行的${fields.join('、')}与本批次不符，整份文件没有入账。`, { fields });
  }
}

/** A line was posted before the batch went to the bank: it answers an earlier batch of the same people. */
@Listed()
export class ReturnPostedBeforeSending extends ReturnRefused {
  static readonly code = 'return_posted_before_sending';
  static readonly status = 422;
  static readonly title = '回盘入账日期早于报盘日期';
  constructor(postedOn: string, sentOn: string) {
    super(
      `回盘文件中有 ${postedOn} 入账的明细，早于本批次的报盘日期 ${sentOn}，整份文件没有入账；请核对是否为其他批次的回盘。`,
      {
        postedOn,
        sentOn,
      },
    );
  }
}

/** Count or total stated by the file are not those of its lines: something was lost on the way. Amounts in fen. */
@Listed()
export class ReturnTotalsDiffer extends ReturnRefused {
  static readonly code = 'return_totals_differ';
  static readonly status = 422;
  static readonly title = '回盘文件的汇总与明细不符';
  constructor(facts: {
    statedCount: number | null;
    lineCount: number;
    statedFen: number | null;
    totalFen: number;
  }) {
    const { statedCount, lineCount, statedFen, totalFen } = facts;
    const stated = `${statedCount ?? '—'} 笔、${statedFen === null ? '—' : printYuan(statedFen)} 元`;
    super(
      `回盘文件的汇总为 ${stated}，明细为 ${lineCount} 笔、${printYuan(totalFen)} 元，整份文件没有入账，请向银行重新索取。`,
      facts,
    );
  }
}

/** Somebody has already written down what became of it. */
@Listed()
export class DiscrepancyAlreadyResolved extends DomainError {
  static readonly code = 'discrepancy_already_resolved';
  static readonly status = 409;
  static readonly title = '该差异已经处理';
  constructor(lineNo: number) {
    super(`第 ${lineNo} 行的差异已经处理。`, { lineNo });
  }
}

/** Two uploads of one return file at the same moment; the first is kept, the second may ask again and finds it. */
@Listed()
export class ReturnBeingReceived extends DomainError {
  static readonly code = 'return_being_received';
  static readonly status = 409;
  static readonly title = '这份回盘文件正在接收';
  constructor() {
    super('这份回盘文件正在由另一次上传接收，请稍后查看。');
  }
}
refuseConstraint('bank_return_once', () => new ReturnBeingReceived());

/** The file was handed in for another batch before. Without a batch number in it, it would fit any month of the same people. */
@Listed()
export class ReturnOfAnotherBatch extends DomainError {
  static readonly code = 'return_of_another_batch';
  static readonly status = 409;
  static readonly title = '这份回盘文件属于另一个批次';
  constructor(batchId: number) {
    super(`这份回盘文件已作为批次 ${batchId} 的回盘上传，不能再用于本批次。`, { batchId });
  }
}
