import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The fourth line of `postmaster.pid` is the port (PostgreSQL, "Server File Layout"). */
const PORT_LINE = 3;

/** The owner's address of a running embedded database. */
export function ownerUrlOf(varDir: string): string {
  const password = readFileSync(join(varDir, 'pg-password'), 'utf8').trim();
  const port = readFileSync(join(varDir, 'pg', 'postmaster.pid'), 'utf8').split('\n')[PORT_LINE];
  return `postgres://postgres:${password}@127.0.0.1:${port}/zufa`;
}
