import { ROLES } from '../access/permissions';
import { DISCREPANCY_KINDS } from '../bank-exchange/discrepancy-kinds';
import { printYuan } from '../calendar/money';
import { printMonth } from '../calendar/month';
import { SUSPICION_KINDS } from '../comparison/suspicion.states';
import { REASONS } from '../entitlement/reasons';
import { RULES, type RuleCode } from './rules/rules';

/** What the facts hold as codes, in the words a user reads. */
const WORDS: Readonly<Record<string, string>> = {
  MALE: '男',
  FEMALE: '女',
  ...ROLES,
  ...DISCREPANCY_KINDS,
  ...SUSPICION_KINDS,
  ...Object.fromEntries(Object.entries(REASONS).map(([reason, { label }]) => [reason, label])),
};

/** A finding in words: the rule's sentence with the facts in it. */
export function findingSentence(code: RuleCode, facts: Readonly<Record<string, unknown>>): string {
  return RULES[code].sentence.replace(/\{(\w+)\}/g, (_, name: string) => print(name, facts[name]));
}

function print(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((one) => print(name, one)).join('、');
  if (typeof value === 'number') return name.endsWith('Fen') ? printYuan(value) : String(value);
  const text = String(value);
  return /[mM]onth$/.test(name)
    ? printMonth(text as Parameters<typeof printMonth>[0])
    : (WORDS[text] ?? text);
}
