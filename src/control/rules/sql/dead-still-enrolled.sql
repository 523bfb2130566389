-- Dead for long and still on the roster (已故人员未终止享受): nothing is paid, but the roster should say so.
with asked as (
  select * from jsonb_to_recordset(:asked::jsonb) as asked (today date, days int)
)
select enrollment.id, enrollment.person_id, enrollment.project_id, null::bigint, null::bigint[],
  jsonb_build_object('diedOn', event.happened_on)
from asked
cross join life_event event
join enrollment on enrollment.agency_id = event.agency_id and enrollment.person_id = event.person_id
  and coalesce(enrollment.until_month, 'infinity') > date_trunc('month', event.happened_on)
where event.agency_id = :agencyId::bigint and event.kind = 'DEATH' and event.state = 'CONFIRMED'
  and event.happened_on < asked.today - asked.days
