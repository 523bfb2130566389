-- Enrolled below the age of retirement (未到退休年龄).
with asked as (
  select * from jsonb_to_recordset(:asked::jsonb) as asked (project_id bigint, today date, male_age int, female_age int)
)
select enrollment.id, enrollment.person_id, enrollment.project_id, null::bigint, null::bigint[],
  jsonb_build_object('bornOn', person.born_on, 'fromMonth', enrollment.from_month)
from asked
join enrollment on enrollment.agency_id = :agencyId::bigint and enrollment.project_id = asked.project_id
  and coalesce(enrollment.until_month, 'infinity') >= date_trunc('month', asked.today)
join person on person.agency_id = enrollment.agency_id and person.id = enrollment.person_id
where person.born_on > enrollment.from_month
  - make_interval(years => case person.sex when 'MALE' then asked.male_age else asked.female_age end)
