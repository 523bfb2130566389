-- Retired after the last day the project's policy covers (退休日期晚于政策规定); asked only where a project has set that day.
with asked as (
  select * from jsonb_to_recordset(:asked::jsonb) as asked (project_id bigint, latest_retired_on date)
)
select enrollment.id, enrollment.person_id, enrollment.project_id, null::bigint, null::bigint[],
  jsonb_build_object('retiredOn', enrollment.retired_on, 'latestRetiredOn', asked.latest_retired_on)
from asked
join enrollment on enrollment.agency_id = :agencyId::bigint and enrollment.project_id = asked.project_id
where enrollment.retired_on > asked.latest_retired_on
