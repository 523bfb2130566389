-- Enrolled and never paid for many months (长期在册未发放).
with asked as (
  select * from jsonb_to_recordset(:asked::jsonb) as asked (project_id bigint, today date, months int)
)
select enrollment.id, enrollment.person_id, enrollment.project_id, null::bigint, null::bigint[],
  jsonb_build_object('fromMonth', enrollment.from_month)
from asked
join enrollment on enrollment.agency_id = :agencyId::bigint and enrollment.project_id = asked.project_id
  and coalesce(enrollment.until_month, 'infinity') >= date_trunc('month', asked.today)
  and greatest(enrollment.from_month, (enrollment.created_at at time zone 'Asia/Shanghai')::date) < asked.today - make_interval(months => asked.months)
where not exists (
  select from entitlement
  where entitlement.agency_id = enrollment.agency_id and entitlement.enrollment_id = enrollment.id
    and entitlement.state = 'IN_PAYMENT'
    and entitlement.judged_on >= (select min(today - make_interval(months => months)) from asked)
)
