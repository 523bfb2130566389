-- Older than anybody lives (年龄异常偏大), and enrolled now.
with asked as (
  select * from jsonb_to_recordset(:asked::jsonb) as asked (today date, max_age int)
)
select person.id, person.id, null::bigint, null::bigint, null::bigint[], jsonb_build_object('bornOn', person.born_on)
from person
where person.agency_id = :agencyId::bigint
  and person.born_on < (select today - make_interval(years => max_age + 1) from asked)
  and exists (
    select from enrollment
    where enrollment.agency_id = person.agency_id and enrollment.person_id = person.id
      and coalesce(enrollment.until_month, 'infinity') >= (select date_trunc('month', today) from asked)
  )
