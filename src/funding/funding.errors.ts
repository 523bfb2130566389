import { printYuan } from '../calendar/money';
import { refuseConstraint } from '../errors/constraint.errors';
import { DomainError, Listed } from '../errors/domain-error';

/** The line has less available than the act needs; names the line, what is available and what is missing (yuan). */
@Listed()
export class FundsInsufficient extends DomainError {
  static readonly code = 'funds_insufficient';
  static readonly status = 409;
  static readonly title = '预算指标可用额度不足';
  constructor(line: { id: number; name: string }, availableFen: number, neededFen: number) {
    const missingFen = neededFen - availableFen;
    super(
      `预算指标“${line.name}”可用 ${printYuan(availableFen)} 元，需要 ${printYuan(neededFen)} 元，缺 ${printYuan(missingFen)} 元。`,
      { fundingLineId: line.id, fundingLine: line.name, availableFen, neededFen, missingFen },
    );
  }
}

/** Two lines of a year with one code. */
@Listed()
export class FundingLineCodeTaken extends DomainError {
  static readonly code = 'funding_line_code_taken';
  static readonly status = 409;
  static readonly title = '同一年度已有此编码的预算指标';
  constructor() {
    super('同一年度已有此编码的预算指标。');
  }
}
refuseConstraint('funding_line_code_unique', () => new FundingLineCodeTaken());

/** A budget document recorded twice on one line. */
@Listed()
export class FundingDocumentRepeated extends DomainError {
  static readonly code = 'funding_document_repeated';
  static readonly status = 409;
  static readonly title = '同一指标文件不能登记两次';
  constructor() {
    super('这份指标文件已经登记过。');
  }
}
refuseConstraint('funding_document_once', () => new FundingDocumentRepeated());

/** The same movement booked twice; the ledger keeps the first. */
@Listed()
export class LedgerEntryRepeated extends DomainError {
  static readonly code = 'ledger_entry_repeated';
  static readonly status = 409;
  static readonly title = '同一笔资金变动不能记账两次';
  constructor() {
    super('这笔资金变动已经记过账。');
  }
}
refuseConstraint('ledger_entry_once', () => new LedgerEntryRepeated());

/** A line whose window or months are the wrong way round. */
@Listed()
export class FundingWindowInvalid extends DomainError {
  static readonly code = 'funding_window_invalid';
  static readonly status = 422;
  static readonly title = '预算指标的期间起止颠倒';
  constructor() {
    super('执行期间或可列支月份的起止颠倒。');
  }
}
refuseConstraint('funding_line_window', () => new FundingWindowInvalid());
