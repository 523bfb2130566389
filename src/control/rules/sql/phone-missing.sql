-- No telephone (无联系电话): nobody can remind the person of a verification.
with asked as (
  select * from jsonb_to_recordset(:asked::jsonb) as asked (today date)
)
select distinct person.id, person.id, null::bigint, null::bigint, null::bigint[], '{}'::jsonb
from asked
cross join person
join enrollment on enrollment.agency_id = person.agency_id and enrollment.person_id = person.id
  and coalesce(enrollment.until_month, 'infinity') >= date_trunc('month', asked.today)
where person.agency_id = :agencyId::bigint and person.phone_index is null
