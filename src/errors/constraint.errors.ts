import { QueryFailedError } from 'typeorm';
import type { DomainError } from './domain-error';
import { NotFound, RequestInvalid } from './request.errors';

type RefusalFor = (detail: string) => DomainError;

const REFUSALS = new Map<string, RefusalFor>();

/**
 * Declares which refusal a named database constraint (or a trigger's constraint name) stands for.
 * Modules call it beside the refusal class, so that a rule kept by the database is refused in
 * the same words as one kept by code.
 */
export function refuseConstraint(constraint: string, refusal: RefusalFor): void {
  REFUSALS.set(constraint, refusal);
}

/** Codes of values no column can hold: a number or date out of range, a NUL in a text, a text that is no such value. */
const UNSTORABLE = new Set(['22003', '22008', '22021', '22P02']);
/** A key that points at no record. */
const DANGLING = '23503';

/**
 * Turns a database error into its refusal: a named constraint into the one declared for it, a value out of all range or a
 * reference to nothing into the general ones. Others pass unchanged.
 */
export function asRefusal(error: unknown): unknown {
  if (!(error instanceof QueryFailedError)) return error;
  const { constraint, detail, code } = error.driverError as {
    constraint?: string;
    detail?: string;
    code?: string;
  };
  const refusal = constraint === undefined ? undefined : REFUSALS.get(constraint);
  if (refusal) return refusal(detail ?? '');
  if (code !== undefined && UNSTORABLE.has(code))
    return new RequestInvalid(['有数值、日期或文字超出了可以保存的范围']);
  return code === DANGLING ? new NotFound('所引用的记录', '') : error;
}

/** The constraints that have a refusal; a structure test compares them with the schema. */
export function constraintsWithRefusal(): string[] {
  return [...REFUSALS.keys()];
}
