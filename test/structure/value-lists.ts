import { ROLES } from '../../src/access/permissions';
import { DISCREPANCY_KINDS } from '../../src/bank-exchange/discrepancy-kinds';
import { RETURN_STATES } from '../../src/bank-exchange/bank-return.entity';
import { OUTCOMES } from '../../src/bank-exchange/profile/outcomes';
import type { BatchKind } from '../../src/batch/batch.entity';
import type { UnpaidRow } from '../../src/batch/batch.sql';
import { BATCH_STATES } from '../../src/batch/batch.states';
import { COMPARISON_SOURCES, HIT_EFFECTS, HIT_MATCHES } from '../../src/comparison/comparison-sources';
import { SUSPICION_KINDS, SUSPICION_STATES } from '../../src/comparison/suspicion.states';
import { DEDUCTION_STATES } from '../../src/entitlement/deduction.states';
import { ROSTER_ACTS } from '../../src/enrollment/roster.sql';
import { IMPORT_MODES } from '../../src/file-import/file-import.entity';
import { FILE_IMPORT_KINDS } from '../../src/file-import/file-import.kinds';
import { FILE_IMPORT_STATES } from '../../src/file-import/file-import.states';
import { RUN_KINDS } from '../../src/control/control-run.entity';
import { SUBJECT_TYPES } from '../../src/control/control-rule';
import { FINDING_STATES } from '../../src/control/finding.states';
import type { FundingDocument } from '../../src/funding/funding.entity';
import { ACCOUNTS, LEDGER_EVENTS } from '../../src/funding/ledger-events';
import { ROUND_RESULTS, ROUND_STATES } from '../../src/monthly-round/monthly-round.states';
import { PAYEE_RELATIONS } from '../../src/person/bank-account.entity';
import { LIFE_EVENT_KINDS } from '../../src/person/life-event.entity';
import { LIFE_EVENT_STATES } from '../../src/person/life-event.states';
import type { Sex } from '../../src/person/person.entity';
import { PROPOSAL_STATES } from '../../src/person/proposal.states';
import { BASES, FREQUENCIES } from '../../src/project/benefit.entity';
import { FUND_NATURES } from '../../src/project/project.entity';
import { JOB_STATES } from '../../src/queue/job.states';
import {
  AGREEMENT_KINDS,
  CHANNELS,
  MONTH_STANDINGS,
  REPAYMENT_KINDS,
  WITHDRAWALS,
} from '../../src/recovery/recovery.entity';
import { AGREEMENT_STATES, CASE_STATES } from '../../src/recovery/recovery.states';
import { REMINDER_ADAPTERS, REMINDER_CHANNELS } from '../../src/reminder/reminder.entity';
import { REMINDER_STATES } from '../../src/reminder/reminder.states';
import { EVIDENCE_TYPES } from '../../src/verification/evidence-file.entity';
import { VERIFICATION_CHANNELS, VERIFICATION_RESULTS } from '../../src/verification/verification.entity';

/** The members of a union type; the compiler refuses a list that names too few or too many. */
const membersOf = <Member extends string>(members: Record<Member, true>) => Object.keys(members);

/** Each `..._known` constraint of the schema with the list in the code that it must repeat. */
export const VALUE_LISTS: Record<string, readonly string[]> = {
  app_user_roles_known: Object.keys(ROLES),
  bank_account_relation_known: Object.keys(PAYEE_RELATIONS),
  bank_account_state_known: Object.keys(PROPOSAL_STATES),
  bank_return_state_known: Object.keys(RETURN_STATES),
  benefit_basis_known: BASES,
  benefit_frequency_known: FREQUENCIES,
  comparison_hit_effect_known: Object.keys(HIT_EFFECTS),
  comparison_hit_match_known: Object.keys(HIT_MATCHES),
  comparison_hit_source_known: Object.keys(COMPARISON_SOURCES),
  control_finding_state_known: Object.keys(FINDING_STATES),
  control_finding_subject_type_known: Object.keys(SUBJECT_TYPES),
  control_run_kind_known: Object.keys(RUN_KINDS),
  deduction_state_known: Object.keys(DEDUCTION_STATES),
  entitlement_state_known: membersOf<UnpaidRow['state'] | 'IN_PAYMENT'>({
    DUE: true,
    WITHHELD: true,
    FAILED: true,
    CANCELLED: true,
    IN_PAYMENT: true,
  }),
  evidence_file_type_known: Object.keys(EVIDENCE_TYPES),
  file_import_kind_known: Object.keys(FILE_IMPORT_KINDS),
  file_import_mode_known: IMPORT_MODES,
  file_import_source_known: Object.keys(COMPARISON_SOURCES),
  file_import_state_known: Object.keys(FILE_IMPORT_STATES),
  funding_balance_account_known: Object.keys(ACCOUNTS),
  funding_document_kind_known: membersOf<FundingDocument['kind']>({ INITIAL: true, ADDED: true, CUT: true }),
  job_state_known: Object.keys(JOB_STATES),
  ledger_entry_event_known: Object.keys(LEDGER_EVENTS),
  life_event_kind_known: Object.keys(LIFE_EVENT_KINDS),
  life_event_state_known: Object.keys(LIFE_EVENT_STATES),
  monthly_round_state_known: Object.keys(ROUND_STATES),
  overpaid_month_standing_known: Object.keys(MONTH_STANDINGS),
  overpaid_month_withdrawn_known: Object.keys(WITHDRAWALS),
  overpayment_case_state_known: Object.keys(CASE_STATES),
  payment_batch_kind_known: membersOf<BatchKind>({ REGULAR: true, SUPPLEMENTARY: true, REISSUE: true }),
  payment_batch_state_known: Object.keys(BATCH_STATES),
  payment_outcome_known: [...new Set(Object.values(OUTCOMES).map(({ kind }) => kind))],
  person_sex_known: membersOf<Sex>({ MALE: true, FEMALE: true }),
  project_fund_nature_known: FUND_NATURES,
  recovery_entry_returned_known: membersOf<'AVAILABLE' | 'RETURNED_TO_TREASURY'>({
    AVAILABLE: true,
    RETURNED_TO_TREASURY: true,
  }),
  repayment_agreement_kind_known: Object.keys(AGREEMENT_KINDS),
  repayment_agreement_state_known: Object.keys(AGREEMENT_STATES),
  repayment_channel_known: Object.keys(CHANNELS),
  repayment_kind_known: Object.keys(REPAYMENT_KINDS),
  reminder_channel_known: Object.keys(REMINDER_CHANNELS),
  reminder_dispatch_adapter_known: Object.keys(REMINDER_ADAPTERS),
  reminder_state_known: Object.keys(REMINDER_STATES),
  return_discrepancy_kind_known: Object.keys(DISCREPANCY_KINDS),
  round_member_result_known: Object.keys(ROUND_RESULTS),
  roster_import_row_act_known: ROSTER_ACTS,
  suspicion_kind_known: Object.keys(SUSPICION_KINDS),
  suspicion_state_known: Object.keys(SUSPICION_STATES),
  verification_result_known: Object.keys(VERIFICATION_RESULTS),
  verification_channel_known: Object.keys(VERIFICATION_CHANNELS),
};
