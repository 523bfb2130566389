-- Paid back many months at once (一次补发月数多), as after a resumption.
with asked as (
  select * from jsonb_to_recordset(:asked::jsonb) as asked (project_id bigint, months int)
)
select enrollment.id, enrollment.person_id, enrollment.project_id, screened.batch_id, null::bigint[],
  jsonb_build_object('months', count(distinct entitlement.period), 'since', min(entitlement.period))
from asked
join screened_batch screened on screened.project_id = asked.project_id
join entitlement on entitlement.agency_id = :agencyId::bigint and entitlement.version_id = screened.version_id
  and entitlement.period < screened.covers_from
join enrollment on enrollment.agency_id = entitlement.agency_id and enrollment.id = entitlement.enrollment_id
group by enrollment.id, enrollment.person_id, enrollment.project_id, screened.batch_id, asked.months
having count(distinct entitlement.period) > asked.months
