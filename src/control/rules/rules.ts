import type { ControlRule } from '../control-rule';
import { ACCOUNT_RULES } from './account.rules';
import { BATCH_RULES } from './batch.rules';
import { ENROLLMENT_RULES } from './enrollment.rules';
import { PAYMENT_RULES } from './payment.rules';
import { PERSON_RULES } from './person.rules';
import { WORK_RULES } from './work.rules';

const ALL = {
  ...ACCOUNT_RULES,
  ...PERSON_RULES,
  ...ENROLLMENT_RULES,
  ...PAYMENT_RULES,
  ...BATCH_RULES,
  ...WORK_RULES,
};

export type RuleCode = keyof typeof ALL;

/** Every rule of internal control by its code. A rule is a row here and a SQL file of its code. */
export const RULES: Readonly<Record<RuleCode, ControlRule>> = ALL;

/** All codes, in the order in which they are asked. */
export const RULE_CODES = Object.keys(RULES) as readonly RuleCode[];
