-- One person in projects that exclude each other (重复享受互斥项目), both running now.
with asked as (
  select * from jsonb_to_recordset(:asked::jsonb) as asked (today date)
)
select enrollment.person_id, enrollment.person_id, null::bigint, null::bigint, null::bigint[],
  jsonb_build_object('group', project.exclusive_group, 'projects', jsonb_agg(project.name order by project.id))
from asked
cross join project
join enrollment on enrollment.agency_id = project.agency_id and enrollment.project_id = project.id
  and enrollment.from_month <= asked.today
  and coalesce(enrollment.until_month, 'infinity') >= date_trunc('month', asked.today)
where project.agency_id = :agencyId::bigint and project.exclusive_group is not null
group by enrollment.person_id, project.exclusive_group
having count(*) > 1
