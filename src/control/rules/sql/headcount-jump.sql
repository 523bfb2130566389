-- A regular batch whose number of persons differs much from the one before (批次人数波动大).
with asked as (
  select * from jsonb_to_recordset(:asked::jsonb) as asked (project_id bigint, percent int)
), before as (
  select distinct on (batch.project_id) batch.project_id, version.payment_count
  from payment_batch batch
  join batch_version version on version.agency_id = batch.agency_id and version.id = batch.current_version_id
  where batch.agency_id = :agencyId::bigint and batch.kind = 'REGULAR' and batch.sent_on is not null
  order by batch.project_id, batch.sent_on desc, batch.id desc
)
select screened.batch_id, null::bigint, screened.project_id, screened.batch_id, null::bigint[],
  jsonb_build_object('previousCount', before.payment_count, 'currentCount', screened.payment_count)
from asked
join screened_batch screened on screened.project_id = asked.project_id and screened.kind = 'REGULAR'
join before on before.project_id = screened.project_id
where abs(screened.payment_count - before.payment_count) * 100 > before.payment_count * asked.percent
