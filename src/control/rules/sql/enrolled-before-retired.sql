-- Enrolled from before the month of retirement (享受起始早于退休时间).
select enrollment.id, enrollment.person_id, enrollment.project_id, null::bigint, null::bigint[],
  jsonb_build_object('retiredOn', enrollment.retired_on, 'fromMonth', enrollment.from_month)
from enrollment
where enrollment.agency_id = :agencyId::bigint and jsonb_array_length(:asked::jsonb) > 0
  and enrollment.from_month < date_trunc('month', enrollment.retired_on)
