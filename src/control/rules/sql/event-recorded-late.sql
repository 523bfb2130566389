-- An event the office heard of and recorded long after (变动登记拖延).
with asked as (
  select * from jsonb_to_recordset(:asked::jsonb) as asked (days int)
)
select event.id, event.person_id, event.project_id, null::bigint, array[event.proposed_by],
  jsonb_build_object('reportedOn', event.reported_on, 'recordedOn', (event.proposed_at at time zone 'Asia/Shanghai')::date)
from asked
cross join life_event event
where event.agency_id = :agencyId::bigint and event.state in ('PROPOSED', 'CONFIRMED') and event.kind <> 'RETRACTION'
  and (event.proposed_at at time zone 'Asia/Shanghai')::date - event.reported_on > asked.days
