-- A suspected death or custody that nobody decides (疑似线索久未核实): the person is not paid meanwhile.
with asked as (
  select * from jsonb_to_recordset(:asked::jsonb) as asked (today date, days int)
)
select suspicion.id, suspicion.person_id, null::bigint, null::bigint, null::bigint[],
  jsonb_build_object('openedOn', (suspicion.opened_at at time zone 'Asia/Shanghai')::date)
from asked
cross join suspicion
where suspicion.agency_id = :agencyId::bigint and suspicion.state not in ('CONFIRMED', 'CLEARED')
  and (suspicion.opened_at at time zone 'Asia/Shanghai')::date < asked.today - asked.days
