/** What every refusal class states about itself once; the API documentation is made from it. */
export interface Refusal {
  /** Stable snake_case name that programs may rely on. */
  readonly code: string;
  /** HTTP status. */
  readonly status: number;
  /** The rule in one Chinese sentence, without the facts of the case. */
  readonly title: string;
}

/**
 * A refusal: a rule of the office said no. Each rule has one class with its own static
 * `code`, `status` and `title`; an instance adds the sentence for this case and its facts.
 * Facts never hold a whole citizen ID or account number.
 */
export abstract class DomainError extends Error implements Refusal {
  readonly code: string;
  readonly status: number;
  readonly title: string;

  constructor(
    readonly detail: string,
    readonly facts: Record<string, unknown> = {},
  ) {
    super(detail);
    const refusal = new.target as unknown as Refusal;
    this.code = refusal.code;
    this.status = refusal.status;
    this.title = refusal.title;
    this.name = new.target.name;
  }
}

const REFUSALS = new Map<string, Refusal>();

/**
 * Registers a refusal class for the API documentation; every refusal class of the product wears it.
 * Two classes with one code stop the boot.
 */
export function Listed() {
  return (refusal: Refusal): void => {
    const known = REFUSALS.get(refusal.code);
    if (known && known !== refusal) throw new Error(`two refusals have the code ${refusal.code}`);
    REFUSALS.set(refusal.code, refusal);
  };
}

/** Every refusal of the modules loaded so far, by code. */
export function refusals(): Refusal[] {
  return [...REFUSALS.values()].sort((one, other) => one.code.localeCompare(other.code));
}
