-- A death reported late (死亡迟报): who kept silent, and what was paid meanwhile?
with asked as (
  select * from jsonb_to_recordset(:asked::jsonb) as asked (days int)
)
select event.id, event.person_id, null::bigint, null::bigint, null::bigint[],
  jsonb_build_object('happenedOn', event.happened_on, 'reportedOn', event.reported_on)
from asked
cross join life_event event
where event.agency_id = :agencyId::bigint and event.kind = 'DEATH' and event.state = 'CONFIRMED'
  and event.reported_on - event.happened_on > asked.days
