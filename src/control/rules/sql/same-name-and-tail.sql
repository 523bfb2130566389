-- Two records of one name whose IDs end alike though the birth dates differ (姓名、证件尾号相同).
with doubled as (
  select name_key, citizen_id_tail from person
  where agency_id = :agencyId::bigint and jsonb_array_length(:asked::jsonb) > 0
  group by name_key, citizen_id_tail having min(born_on) < max(born_on)
)
select person.id, person.id, null::bigint, null::bigint, null::bigint[],
  jsonb_build_object('persons', jsonb_agg(person.id) over (partition by person.name_key, person.citizen_id_tail order by person.id
    range between unbounded preceding and unbounded following))
from doubled
join person on person.agency_id = :agencyId::bigint and person.name_key = doubled.name_key
  and person.citizen_id_tail = doubled.citizen_id_tail
