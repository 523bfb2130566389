import { EntitlementService } from '../src/entitlement/entitlement.service';
import { compile, openDraft } from './compile-step';
import type { Laboratory } from './laboratory';
import type { Contest } from './measure';

/** The same rows with the same columns and the tables every verdict needs, joined as sets, without a single rule. */
const BARE_JOIN = `create temporary table bare on commit drop as
  select enrollment.id as enrollment_id, enrollment.person_id, owed.benefit_id, owed.period, owed.qualifying_on, owed.adjustment_no,
    owed.failed_attempts, owed.deduction_id, false as is_new, owed.amount_fen, account.id as account_id,
    status.verified_on::text as reason, owed.state, row_number() over (order by owed.enrollment_id)::int as serial
  from entitlement owed
  join enrollment on enrollment.agency_id = owed.agency_id and enrollment.id = owed.enrollment_id
  left join verification_status status on status.agency_id = owed.agency_id and status.person_id = enrollment.person_id
  left join bank_account account on account.agency_id = owed.agency_id and account.person_id = enrollment.person_id
    and account.state = 'CONFIRMED' and account.effective_until is null
  where owed.agency_id = $1`;

/** Judging everybody anew, what was paid too, against a bare join of the same rows into a temporary table. */
export function judgeContest(laboratory: Laboratory): Contest {
  const { app, owner, actor, foundation } = laboratory;
  const { agencyId } = actor;
  return {
    name: 'judge',
    bound: 5,
    warmUp: async () => {
      await openDraft(laboratory);
      await compile(laboratory);
      await owner.query('vacuum analyze entitlement, payment');
    },
    prepare: async () => {
      await owner.query('checkpoint');
    },
    product: () =>
      foundation.database.transaction(agencyId, async (tx) => {
        const [project]: { id: number }[] = await tx.query('select id from project');
        const everybody = { agencyId, projectId: project!.id, personId: null, judgedOn: '2025-01-06' };
        await app.get(EntitlementService).review(tx, everybody);
      }),
    floor: async () => {
      await owner.query('begin');
      await owner.query(`set local enable_nestloop = off; set local work_mem = '256MB'`);
      await owner.query(BARE_JOIN, [agencyId]);
      await owner.query('commit');
    },
  };
}
