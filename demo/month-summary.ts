import { pad, yuanText } from './tables';

/** What a month came to, for its line of progress. */
export class MonthSummary {
  paidCount = 0;
  paidFen = 0;
  withheldCount = 0;
  failedCount = 0;
  unknownCount = 0;
  private readonly happenings = new Map<string, number>();
  private readonly sentences: string[] = [];

  constructor(
    /** `2025-03`. */
    readonly month: string,
  ) {}

  /** Counts something that happened. */
  happened(what: string, count: number): void {
    this.happenings.set(what, (this.happenings.get(what) ?? 0) + count);
  }

  /** Notes what deserves a line of its own. */
  stands(sentence: string): void {
    this.sentences.push(sentence);
  }

  /** The line of progress, and one below it for each sentence noted. */
  lines(): string[] {
    const told = [...this.happenings].map(([what, count]) => `${what} ${count}`);
    const progress = [
      this.month,
      `实发 ${pad(String(this.paidCount), 5, 'right')} 笔 ${pad(yuanText(this.paidFen), 12, 'right')} 元`,
      `暂停 ${pad(String(this.withheldCount), 3, 'right')} 人`,
      `失败 ${pad(String(this.failedCount), 2, 'right')} 笔`,
      `不明 ${this.unknownCount} 笔`,
      told.join('，'),
    ];
    return [progress.join('  ').trimEnd(), ...this.sentences.map((sentence) => `         ▲ ${sentence}`)];
  }
}
