import { MonthlyRoundService } from '../src/monthly-round/monthly-round.service';
import type { Laboratory } from './laboratory';
import type { Contest } from './measure';

const ROUND_ID = 1;

/** Empties what earlier rounds left and opens one; triggers are silenced, for this is not what they guard. */
async function openRound({ owner, actor }: Laboratory): Promise<void> {
  await owner.query('set session_replication_role = replica');
  await owner.query('truncate round_member, monthly_round restart identity');
  await owner.query('set session_replication_role = origin');
  await owner.query(
    `insert into monthly_round (agency_id, project_id, month, state, opened_by, opened_at, version)
     select $1, id, '2025-01-01', 'OPEN', 1, now(), 1 from project`,
    [actor.agencyId],
  );
  await owner.query('checkpoint');
}

/** Runs the round as its job does: everybody enrolled compared by all rules, written, counted, recorded. */
async function runOpenRound({ app, actor, foundation }: Laboratory): Promise<void> {
  await foundation.database.transaction(actor.agencyId, (tx) =>
    app.get(MonthlyRoundService).run(tx, actor, ROUND_ID),
  );
}

/**
 * The first run of a round against a bare INSERT ... SELECT of the very rows it makes, in the order of their key, from a
 * table of its own into the same table with the same two indexes.
 */
export function roundContest(laboratory: Laboratory): Contest {
  const { owner } = laboratory;
  return {
    name: 'round',
    // The rows are narrow, so reading what they are judged by weighs more beside writing them than it does for payments.
    bound: 3,
    warmUp: async () => {
      await owner.query('update project set monthly_round = true');
      await openRound(laboratory);
      await runOpenRound(laboratory);
      await owner.query('drop table if exists made_member');
      await owner.query('create table made_member as select * from round_member order by enrollment_id');
      await owner.query('vacuum analyze made_member');
    },
    prepare: () => openRound(laboratory),
    product: () => runOpenRound(laboratory),
    floor: async () => {
      await owner.query('insert into round_member select * from made_member');
    },
  };
}
