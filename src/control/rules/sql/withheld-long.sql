-- Withheld for many months (长期暂停发放): either the reason is over, or the entitlement is.
with asked as (
  select * from jsonb_to_recordset(:asked::jsonb) as asked (project_id bigint, today date, months int)
)
select enrollment.id, enrollment.person_id, enrollment.project_id, null::bigint, null::bigint[],
  jsonb_build_object('since', min(entitlement.period), 'reason', (array_agg(entitlement.reason order by entitlement.period))[1])
from asked
join entitlement on entitlement.agency_id = :agencyId::bigint and entitlement.project_id = asked.project_id
  and entitlement.state = 'WITHHELD'
join enrollment on enrollment.agency_id = entitlement.agency_id and enrollment.id = entitlement.enrollment_id
group by enrollment.id, enrollment.person_id, enrollment.project_id, asked.today, asked.months
having min(entitlement.period) < asked.today - make_interval(months => asked.months)
