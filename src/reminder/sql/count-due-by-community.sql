-- Counts whose earliest deadline comes within a stage, by street, community and stage, for handing the lists out.
with due as (
  select distinct on (current.person_id) current.person_id,
    (select min(stage) from unnest(:stages::int[]) stage where stage >= current.deadline_on - :today::date) as days_before
  from verification_standing(:today::date, :furthestDays::int) current
  where current.agency_id = :agencyId::bigint and current.standing = 'EXPIRING'
  order by current.person_id, current.deadline_on
)
select person.street, person.community, due.days_before as "daysBefore", count(*)::int as "personCount",
  (count(*) filter (where person.phone is null))::int as "withoutPhoneCount"
from due
join person on person.agency_id = :agencyId::bigint and person.id = due.person_id
group by person.street, person.community, due.days_before
order by person.street, person.community, due.days_before
