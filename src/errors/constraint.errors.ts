import { QueryFailedError } from 'typeorm';
import type { DomainError } from './domain-error';

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

/** Turns a database error that names a known constraint into its refusal; others pass unchanged. */
export function asRefusal(error: unknown): unknown {
  if (!(error instanceof QueryFailedError)) return error;
  const { constraint, detail } = error.driverError as { constraint?: string; detail?: string };
  const refusal = constraint === undefined ? undefined : REFUSALS.get(constraint);
  return refusal ? refusal(detail ?? '') : error;
}

/** The constraints that have a refusal; a structure test compares them with the schema. */
export function constraintsWithRefusal(): string[] {
  return [...REFUSALS.keys()];
}
