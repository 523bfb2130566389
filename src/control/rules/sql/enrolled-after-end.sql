-- Enrolled again soon after entitlement had ended (终止后又享受).
with asked as (
  select * from jsonb_to_recordset(:asked::jsonb) as asked (months int)
)
select enrollment.id, enrollment.person_id, enrollment.project_id, null::bigint, null::bigint[],
  jsonb_build_object('endedOn', max(event.happened_on), 'fromMonth', enrollment.from_month)
from asked
cross join life_event event
join enrollment on enrollment.agency_id = event.agency_id and enrollment.person_id = event.person_id
  and enrollment.from_month > event.happened_on
  and enrollment.from_month <= event.happened_on + make_interval(months => asked.months)
where event.agency_id = :agencyId::bigint and event.kind in ('END_OF_ENTITLEMENT', 'EMIGRATION') and event.state = 'CONFIRMED'
group by enrollment.id, enrollment.person_id, enrollment.project_id, enrollment.from_month
