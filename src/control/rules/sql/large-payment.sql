-- A payment many times the median of its batch (单笔金额畸高). The lines are read once, for the median and for the comparison.
with asked as (
  select * from jsonb_to_recordset(:asked::jsonb) as asked (project_id bigint, factor int)
), line as materialized (
  select payment.enrollment_id, payment.person_id, payment.amount_fen, screened.project_id, screened.batch_id, asked.factor
  from asked
  join screened_batch screened on screened.project_id = asked.project_id
  join payment on payment.agency_id = :agencyId::bigint and payment.version_id = screened.version_id
), middle as (
  select batch_id, (percentile_cont(0.5) within group (order by amount_fen))::bigint as median_fen from line group by batch_id
)
select line.enrollment_id, line.person_id, line.project_id, line.batch_id, null::bigint[],
  jsonb_build_object('amountFen', line.amount_fen, 'medianFen', middle.median_fen)
from line
join middle on middle.batch_id = line.batch_id
where line.amount_fen > middle.median_fen * line.factor
