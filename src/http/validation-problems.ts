import type { ValidationError } from '@nestjs/common';

/** What a constraint of class-validator asks for, in Chinese; its own English sentence holds the limits. */
const PHRASES: Readonly<Record<string, (english: string) => string>> = {
  isString: () => '应为文字',
  isInt: () => '应为整数',
  isNumber: () => '应为数字',
  isBoolean: () => '应为 true 或 false',
  isArray: () => '应为列表',
  isObject: () => '应为一组内容',
  isIso8601: () => '应为 2025-03-10 这样的日期',
  isBusinessDate: () => '应为 2025-03-10 这样的日期',
  isLength: lengthPhrase,
  matches: () => '格式不对',
  isIn: (english) => `只能是 ${/values: (.*)$/.exec(english)?.[1] ?? '规定的值'}`,
  min: (english) => `不能小于 ${limitsIn(english).join()}`,
  max: (english) => `不能大于 ${limitsIn(english).join()}`,
  arrayNotEmpty: () => '至少要有一项',
  arrayMaxSize: (english) => `最多 ${limitsIn(english).join()} 项`,
  nestedValidation: () => '应为一组内容',
  whitelistValidation: () => '不认识的字段',
};
const FALLBACK = '不符合要求';

/** Everything wrong with a body or a query as Chinese phrases, each after the path of its field (`roles.0：应为文字`). */
export function problemsOf(error: ValidationError, path = ''): string[] {
  const { property, value, constraints, children } = error;
  const at = path === '' ? property : `${path}.${property}`;
  // One thing is wrong with what is not there, however much it would have to satisfy.
  if (value === undefined && !children?.length) return [`${at}：必须填写`];
  const own = Object.entries(constraints ?? {}).map(([name, english]) => {
    // The sentence quotes the property, which is the client's own word and may hold anything.
    const sentence = english.replace(property, '');
    return `${at}：${PHRASES[name]?.(sentence) ?? FALLBACK}`;
  });
  return [...own, ...(children ?? []).flatMap((child) => problemsOf(child, at))];
}

/** The sentence names only the limit that was crossed, or both for what has no length. */
function lengthPhrase(english: string): string {
  const limits = limitsIn(english).join(' 到 ');
  if (!english.includes('shorter')) return `至少 ${limits} 个字符`;
  return english.includes('longer') ? `长度应为 ${limits} 个字符` : `至多 ${limits} 个字符`;
}

/** The limits in a sentence such as "must be longer than or equal to 2 and shorter than or equal to 50 characters". */
function limitsIn(english: string): string[] {
  return english.match(/-?\d+(\.\d+)?/g) ?? [];
}
