/** Characters that take two columns on a terminal: Han, kana, hangul, fullwidth forms, and the planes of rare Han. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;

/** How many columns of a terminal a text takes. */
export function displayWidth(text: string): number {
  return [...text].reduce((width, character) => width + (WIDE.test(character) ? 2 : 1), 0);
}

/** The text filled with spaces up to a display width; numbers stand `right`. */
export function pad(text: string, width: number, side: 'left' | 'right' = 'left'): string {
  const blanks = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return side === 'left' ? text + blanks : blanks + text;
}

/** The text in lines of at most `width` columns, cut between any two characters as Chinese is. */
export function wrap(text: string, width: number): string[] {
  const lines = [''];
  for (const character of text) {
    const line = lines.at(-1)!;
    if (displayWidth(line + character) > width) lines.push(character);
    else lines[lines.length - 1] = line + character;
  }
  return lines;
}

/**
 * Lines of an aligned table: titles wrapped to `titleWidth` columns, the first column to the left, the others, which
 * hold numbers, to the right. Every row has as many cells as there are titles; an empty row is a rule.
 */
export function table(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  titleWidth = 18,
): string[] {
  const wrapped = titles.map((title) => wrap(title, titleWidth));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  const head = Array.from({ length: height }, (_, line) =>
    wrapped.map((lines) => lines[line - height + lines.length] ?? ''),
  );
  const widths = titles.map((_, column) =>
    Math.max(...[...head, ...rows].map((row) => displayWidth(row[column] ?? ''))),
  );
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  const print = (row: readonly string[]) =>
    row.length === 0
      ? rule
      : row
          .map((cell, column) => pad(cell, widths[column]!, column === 0 ? 'left' : 'right'))
          .join('  ')
          .trimEnd();
  return [...head.map(print), rule, ...rows.map(print)];
}

/** `1,262,880.00`: yuan of an amount in fen, thousands apart. */
export function yuanText(amountFen: number): string {
  const [whole, decimals] = (Math.abs(amountFen) / 100).toFixed(2).split('.') as [string, string];
  return `${amountFen < 0 ? '-' : ''}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${decimals}`;
}

/** `87.31%` of basis points; a dash where there is no budget. */
export function percentText(basisPoints: number | null): string {
  return basisPoints === null ? '—' : `${(basisPoints / 100).toFixed(2)}%`;
}
