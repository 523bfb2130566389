import { Agency } from './agency/agency.entity';
import { AuditEntry } from './audit/audit-entry.entity';
import { AppUser } from './auth/app-user.entity';
import { Session } from './auth/session.entity';
import { Enrollment, EnrollmentAmount } from './enrollment/enrollment.entity';
import { Suspicion } from './comparison/suspicion.entity';
import { FileImport } from './file-import/file-import.entity';
import { BankFile } from './bank-exchange/bank-file.entity';
import { BankProfileVersion } from './bank-exchange/bank-profile.entity';
import { BankReturn, ReturnDiscrepancy } from './bank-exchange/bank-return.entity';
import {
  DeductionConsent,
  Instalment,
  OverpaymentCase,
  Repayment,
  RepaymentAgreement,
} from './recovery/recovery.entity';
import { Reconciliation } from './reconciliation/reconciliation.entity';
import { BatchVersion, PaymentBatch } from './batch/batch.entity';
import { ControlFinding } from './control/control-finding.entity';
import { ControlRun } from './control/control-run.entity';
import { ControlSetting } from './control/control-setting.entity';
import { Deduction } from './entitlement/deduction.entity';
import { FundingDocument, FundingLine } from './funding/funding.entity';
import { Job } from './queue/job.entity';
import { StoredFile } from './file-store/stored-file.entity';
import { MonthlyRound } from './monthly-round/monthly-round.entity';
import { BankAccount } from './person/bank-account.entity';
import { LifeEvent } from './person/life-event.entity';
import { Person } from './person/person.entity';
import { Benefit, BenefitRate } from './project/benefit.entity';
import { Payout, PayoutBenefit } from './project/payout.entity';
import { Project } from './project/project.entity';
import { Reminder, ReminderDispatch } from './reminder/reminder.entity';
import { EvidenceFile } from './verification/evidence-file.entity';
import { Verification, VerificationStatus } from './verification/verification.entity';

/** Every table that is read or written row by row; the mass tables are reached through SQL files only. */
export const ENTITIES = [
  Agency,
  AuditEntry,
  AppUser,
  Session,
  StoredFile,
  Job,
  FundingLine,
  FundingDocument,
  Deduction,
  PaymentBatch,
  BatchVersion,
  BankProfileVersion,
  BankFile,
  BankReturn,
  ReturnDiscrepancy,
  OverpaymentCase,
  DeductionConsent,
  RepaymentAgreement,
  Instalment,
  Repayment,
  Reconciliation,
  ControlSetting,
  ControlRun,
  ControlFinding,
  Person,
  BankAccount,
  LifeEvent,
  Project,
  Benefit,
  BenefitRate,
  Payout,
  PayoutBenefit,
  Verification,
  VerificationStatus,
  EvidenceFile,
  Reminder,
  ReminderDispatch,
  FileImport,
  Suspicion,
  MonthlyRound,
  Enrollment,
  EnrollmentAmount,
];
