import { join } from 'node:path';
import { sqlCommand, sqlFile } from '../database/sql-file';

const file = (name: string) => join(__dirname, 'sql', name);

export const createProofOfLife = sqlCommand<Record<string, never>>(file('create-proof-of-life.sql'));
export const insertComparedVerifications = sqlFile<
  { agencyId: number; importId: number; recordedBy: number; now: Date },
  { addedCount: number }
>(file('insert-compared-verifications.sql'));
