import { pad, yuanText } from './tables';

/** What a month came to, for its line of progress. */
export class MonthSummary {
  paidCount = 0;
  paidFen = 0;
  withheldCount = 0;
  failedCount = 0;
  unknownCount = 0;
  private readonly happenings = new Map<string, number>();

  constructor(
    /** `2025-03`. */
    readonly month: string,
  ) {}

  /** Adds to what happened: counted where it happens often, else the sentence itself. */
  happened(what: string, count = 0): void {
    this.happenings.set(what, (this.happenings.get(what) ?? 0) + count);
  }

  /** The progress line. */
  toString(): string {
    const told = [...this.happenings].map(([what, count]) => (count === 0 ? what : `${what} ${count}`));
    return [
      this.month,
      `实发 ${pad(String(this.paidCount), 5, 'right')} 笔 ${pad(yuanText(this.paidFen), 12, 'right')} 元`,
      `暂停 ${pad(String(this.withheldCount), 3, 'right')} 人`,
      `失败 ${pad(String(this.failedCount), 2, 'right')} 笔`,
      `不明 ${this.unknownCount} 笔`,
      told.join('，'),
    ].join('  ');
  }
}
