-- A payment many times the median of its batch (单笔金额畸高).
with asked as (
  select * from jsonb_to_recordset(:asked::jsonb) as asked (project_id bigint, factor int)
), middle as materialized (
  select screened.version_id, screened.batch_id, screened.project_id, asked.factor,
    (percentile_cont(0.5) within group (order by payment.amount_fen))::bigint as median_fen
  from asked
  join screened_batch screened on screened.project_id = asked.project_id
  join payment on payment.agency_id = :agencyId::bigint and payment.version_id = screened.version_id
  group by screened.version_id, screened.batch_id, screened.project_id, asked.factor
)
select payment.enrollment_id, payment.person_id, middle.project_id, middle.batch_id, null::bigint[],
  jsonb_build_object('amountFen', payment.amount_fen, 'medianFen', middle.median_fen)
from middle
join payment on payment.agency_id = :agencyId::bigint and payment.version_id = middle.version_id
where payment.amount_fen > middle.median_fen * middle.factor
