import { join } from 'node:path';
import { sqlRows } from '../database/sql-file';

/** Empty when a live job of the same name and subject is there already. */
export const insertJob = sqlRows<
  {
    agencyId: number;
    name: string;
    subjectId: number;
    payload: string;
    requestedBy: number | null;
    createdAt: Date;
  },
  { id: number }
>(join(__dirname, 'sql/insert-job.sql'));
