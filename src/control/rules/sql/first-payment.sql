-- Paid for the first time (新增人员首次发放): registered since the project's last batch was compiled.
with last_sent as (
  select batch.project_id, max(version.compiled_at) as compiled_at
  from payment_batch batch
  join batch_version version on version.agency_id = batch.agency_id and version.id = batch.current_version_id
  where batch.agency_id = :agencyId::bigint and batch.sent_on is not null and jsonb_array_length(:asked::jsonb) > 0
  group by batch.project_id
)
select enrollment.id, enrollment.person_id, enrollment.project_id, screened.batch_id, null::bigint[],
  jsonb_build_object('fromMonth', enrollment.from_month)
from screened_batch screened
join last_sent on last_sent.project_id = screened.project_id
join enrollment on enrollment.agency_id = :agencyId::bigint and enrollment.project_id = screened.project_id
  and enrollment.created_at > last_sent.compiled_at
join payment on payment.agency_id = enrollment.agency_id and payment.version_id = screened.version_id
  and payment.enrollment_id = enrollment.id
