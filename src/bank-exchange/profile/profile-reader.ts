/** Reads untrusted JSON piece by piece and collects every problem, each a Chinese sentence with its place. */
export class ProfileReader {
  readonly problems: string[] = [];

  /** Notes a problem; undefined, so that a reader can answer with it. */
  add(place: string, problem: string): undefined {
    this.problems.push(`${place}：${problem}`);
    return undefined;
  }

  /** An object with no other keys than these; an unknown key is a typing error that must not pass silently. */
  record(value: unknown, place: string, keys: readonly string[]): Record<string, unknown> | undefined {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return this.add(place, '应为一组设置');
    }
    for (const key of Object.keys(value)) {
      if (!keys.includes(key)) this.add(place, `不认识的设置项“${key}”`);
    }
    return value as Record<string, unknown>;
  }

  /** A list of one to `longest` items. */
  list(value: unknown, place: string, longest: number): unknown[] | undefined {
    if (!Array.isArray(value) || value.length === 0) return this.add(place, '至少要有一项');
    if (value.length > longest) return this.add(place, `最多 ${longest} 项`);
    return value;
  }

  /** A text of one to `longest` characters. */
  text(value: unknown, place: string, longest: number): string | undefined {
    if (typeof value !== 'string' || value === '') return this.add(place, '不能为空');
    if (value.length > longest) return this.add(place, `最多 ${longest} 个字符`);
    return value;
  }

  /** One of the choices, spelled exactly. */
  oneOf<Choice extends string>(
    value: unknown,
    place: string,
    choices: readonly Choice[],
  ): Choice | undefined {
    const choice = choices.find((known) => known === value);
    return choice ?? this.add(place, `只能是 ${choices.map((known) => `“${known}”`).join('、')} 之一`);
  }

  /** A whole number between the two, both included. */
  wholeNumber(value: unknown, place: string, smallest: number, largest: number): number | undefined {
    const whole =
      typeof value === 'number' && Number.isInteger(value) && value >= smallest && value <= largest;
    return whole ? value : this.add(place, `应为 ${smallest} 到 ${largest} 的整数`);
  }
}
