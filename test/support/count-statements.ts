import { Client } from 'pg';
import type { EntityManager } from 'typeorm';
import { Database } from '../../src/database/database';
import type { Office } from './office';

/** Runs work in one transaction and counts the statements its own connection sends, COPY included. */
export async function countStatements(
  office: Office,
  work: (tx: EntityManager) => Promise<unknown>,
): Promise<number> {
  const query = jest.spyOn(Client.prototype, 'query');
  try {
    return await office.get(Database).transaction(office.agencyId, async (tx) => {
      const client: unknown = await tx.queryRunner!.connect();
      const isOwn = () => query.mock.contexts.filter((context) => (context as unknown) === client).length;
      const before = isOwn();
      await work(tx);
      return isOwn() - before;
    });
  } finally {
    query.mockRestore();
  }
}
