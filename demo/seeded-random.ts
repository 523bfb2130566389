/**
 * Pseudo-random numbers that are the same on every machine and at every time (mulberry32 over an FNV-1a
 * hash of the seed text), so that the demonstration's rosters never change.
 */
export class SeededRandom {
  private state: number;

  constructor(seed: string) {
    this.state = [...seed].reduce(
      (hash, character) => Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193),
      0x811c9dc5,
    );
  }

  /** A whole number from 0 to `limit - 1`. */
  below(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  /** A whole number from `from` to `until`, both included. */
  between(from: number, until: number): number {
    return from + this.below(until - from + 1);
  }

  /** True in `percent` of a hundred draws. */
  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  pick<T>(choices: readonly T[]): T {
    const choice = choices[this.below(choices.length)];
    if (choice === undefined) throw new Error('nothing to choose from');
    return choice;
  }

  /** That many decimal digits, leading zeros included. */
  digits(count: number): string {
    return Array.from({ length: count }, () => this.below(10)).join('');
  }
}
