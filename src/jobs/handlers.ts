import { CompileService } from '../batch/compile.service';
import { served, type HandlerRow } from './job-handlers';

const later = (name: HandlerRow['name']): HandlerRow => ({
  name,
  bind: () => () => Promise.reject(new Error('not built yet')),
});

/** Which service serves which job; boot fails unless each job name has exactly one row. */
export const HANDLERS: readonly HandlerRow[] = [
  later('roster.check'),
  later('roster.apply'),
  later('verification.check'),
  later('verification.apply'),
  served('batch.compile', CompileService, async (batches, { tx, requestedBy, job }) => ({
    ...(await batches.compile(tx, requestedBy, job.payload.batchId)),
  })),
  later('bank-exchange.send'),
  later('bank-exchange.settle'),
];
