-- Two records of one name and birth date (姓名、出生日期相同): perhaps one person under two IDs.
with doubled as (
  select name_key, born_on from person
  where agency_id = :agencyId::bigint and jsonb_array_length(:asked::jsonb) > 0
  group by name_key, born_on having count(*) > 1
)
select person.id, person.id, null::bigint, null::bigint, null::bigint[],
  jsonb_build_object('persons', jsonb_agg(person.id) over (partition by person.name_key, person.born_on order by person.id
    range between unbounded preceding and unbounded following))
from doubled
join person on person.agency_id = :agencyId::bigint and person.name_key = doubled.name_key and person.born_on = doubled.born_on
