import { CompileService } from '../batch/compile.service';
import { RosterImportService } from '../enrollment/roster-import.service';
import { VerificationImportService } from '../verification/verification-import.service';
import { served, type HandlerRow } from './job-handlers';

const later = (name: HandlerRow['name']): HandlerRow => ({
  name,
  bind: () => () => Promise.reject(new Error('not built yet')),
});

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
  served('batch.compile', CompileService, async (batches, { tx, requestedBy, job }) => ({
    ...(await batches.compile(tx, requestedBy, job.payload.batchId)),
  })),
  later('bank-exchange.send'),
  later('bank-exchange.settle'),
];
