/** The body of `POST /api/v1/projects`: a transfer project (发放项目) as configuration. */
export interface ProjectSeed {
  code: string;
  name: string;
  policyBasis: string;
  fundNature: 'GENERAL_BUDGET' | 'SUPERIOR_TRANSFER' | 'INSURANCE_FUND';
  beneficiaries: string;
  /** Months a proof of life lasts; null where none is asked. */
  verificationCycleMonths: number | null;
  graceDays: number;
  paysMonthOfDeath: boolean;
  /** Projects of one group exclude each other: a person draws from one of them only. */
  exclusiveGroup: string | null;
  /** Failed payments in a row after which the account counts as abnormal (账户异常). */
  accountFailureLimit: number;
  /** Everybody is compared month by month before a batch is submitted (按月核实). */
  monthlyRound: boolean;
  /** Back-pay of more months than these needs a second approval. */
  backPayApprovalMonths: number;
  /** Months after the month of death that are not claimed back. */
  funeralMonths: number;
  benefits: BenefitSeed[];
  payouts: PayoutSeed[];
}

/** A benefit (待遇项目); with INDIVIDUAL amounts the rates are caps. Months are `2025-03`. */
export interface BenefitSeed {
  code: string;
  name: string;
  frequency: 'MONTHLY' | 'YEARLY';
  basis: 'STANDARD' | 'INDIVIDUAL';
  rates: { amountFen: number; effectiveFrom: string }[];
}

/** A planned payment occasion (发放期). Months are `2025-03`, dates `2025-03-25`. */
export interface PayoutSeed {
  fiscalYear: number;
  sequence: number;
  name: string;
  coversFrom: string;
  coversUntil: string;
  /** A yearly benefit is owed to who is alive on this day; null for monthly benefits. */
  qualifyingOn: string | null;
  dueOn: string;
  benefitCodes: string[];
}

/** A funding line (预算指标); its amount is the published one, in fen. */
export interface FundingSeed {
  fiscalYear: number;
  code: string;
  /** The name under which the budget prints it. */
  name: string;
  /** The source as printed, 一般财政拨款 and so on. */
  source: string;
  functionCode: string;
  initialFen: number;
  documentNo: string;
  /** The execution window, dates. */
  windowFrom: string;
  windowUntil: string;
  /** The accrual periods the money may pay for, months. */
  mayFinanceFrom: string;
  mayFinanceUntil: string;
}

/** A project of the demonstration with the headcount and the money its agency published for it. */
export interface DemoProject {
  project: ProjectSeed;
  headcount: number;
  funding: FundingSeed;
  /** Whether its people are retirees, of whom many left early; the others draw it for another reason. */
  retiresEarly: boolean;
  /** The year the demonstration plays for it. */
  year: number;
}

/** An agency (经办机构) of the demonstration. */
export interface DemoAgency {
  code: string;
  name: string;
  /** Persons on the roster at the start, by project code. */
  headcounts: Readonly<Record<string, number>>;
  projects: DemoProject[];
}

/** Design defaults: a proof of life lasts twelve months, three failures in a row make an account abnormal. */
export const PENSIONER_DEFAULTS = {
  verificationCycleMonths: 12,
  graceDays: 0,
  paysMonthOfDeath: true,
  exclusiveGroup: null,
  accountFailureLimit: 3,
  monthlyRound: false,
  backPayApprovalMonths: 12,
  funeralMonths: 0,
} as const;

/**
 * One payout a month from January, due on the 25th (the usual pay day); `decemberDueOn` moves the last one
 * where the money must be spent earlier.
 */
export function monthlyPayouts(
  year: number,
  months: number,
  benefit: BenefitSeed,
  decemberDueOn = `${year}-12-25`,
): PayoutSeed[] {
  return Array.from({ length: months }, (_, index) => {
    const month = `${year}-${String(index + 1).padStart(2, '0')}`;
    return {
      fiscalYear: year,
      sequence: index + 1,
      name: `${year}年${index + 1}月${benefit.name}`,
      coversFrom: month,
      coversUntil: month,
      qualifyingOn: null,
      dueOn: index === 11 ? decemberDueOn : `${month}-25`,
      benefitCodes: [benefit.code],
    };
  });
}
