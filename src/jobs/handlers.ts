import { BankFileService } from '../bank-exchange/bank-file.service';
import { SettleService } from '../bank-exchange/settle.service';
import { CompileService } from '../batch/compile.service';
import { ComparisonImportService } from '../comparison/comparison-import.service';
import { ScreeningService } from '../control/screening.service';
import { RosterImportService } from '../enrollment/roster-import.service';
import { DetectService } from '../recovery/detect.service';
import { DispatchService } from '../reminder/dispatch.service';
import { ReminderService } from '../reminder/reminder.service';
import { MonthlyRoundService } from '../monthly-round/monthly-round.service';
import { VerificationImportService } from '../verification/verification-import.service';
import { served, type HandlerRow } from './job-handlers';

/** Which service serves which job; boot fails unless each job name has exactly one row. */
export const HANDLERS: readonly HandlerRow[] = [
  served('roster.check', RosterImportService, (rosters, { tx, agencyId, job, progress }) =>
    rosters.check(tx, agencyId, job.payload.importId, progress),
  ),
  served('roster.apply', RosterImportService, (rosters, { tx, agencyId, job, progress }) =>
    rosters.apply(tx, agencyId, job.payload.importId, progress),
  ),
  served('verification.check', VerificationImportService, (imports, { tx, agencyId, job, progress }) =>
    imports.check(tx, agencyId, job.payload.importId, progress),
  ),
  served('verification.apply', VerificationImportService, (imports, { tx, agencyId, job, progress }) =>
    imports.apply(tx, agencyId, job.payload.importId, progress),
  ),
  served('reminder.plan', ReminderService, (reminders, job) => reminders.plan(job)),
  served('reminder.send', DispatchService, (dispatches, job) => dispatches.send(job)),
  served('comparison.check', ComparisonImportService, (imports, { tx, agencyId, job, progress }) =>
    imports.check(tx, agencyId, job.payload.importId, progress),
  ),
  served('comparison.apply', ComparisonImportService, (imports, { tx, agencyId, job, progress }) =>
    imports.apply(tx, agencyId, job.payload.importId, progress),
  ),
  served('monthly-round.run', MonthlyRoundService, async (rounds, { tx, requestedBy, job }) => ({
    ...(await rounds.run(tx, requestedBy, job.payload.roundId)),
  })),
  served('batch.compile', CompileService, async (batches, { tx, requestedBy, job }) => ({
    ...(await batches.compile(tx, requestedBy, job.payload.batchId)),
  })),
  served('bank-exchange.send', BankFileService, (files, job) => files.send(job)),
  served('bank-exchange.settle', SettleService, (returns, job) => returns.settle(job)),
  served('recovery.detect', DetectService, (recoveries, job) => recoveries.detect(job)),
  served('recovery.follow', DetectService, (recoveries, job) => recoveries.follow(job)),
  served('control.screen', ScreeningService, async (screenings, job) => ({
    ...(await screenings.screen(job)),
  })),
];
