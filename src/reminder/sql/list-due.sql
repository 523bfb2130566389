-- Whose earliest deadline comes within a stage, by key of the person; of one stage or place, or those without a telephone
-- alone, if that is asked.
with due as (
  select distinct on (current.person_id) current.person_id, current.project_id, current.deadline_on,
    (select min(stage) from unnest(:stages::int[]) stage where stage >= current.deadline_on - :today::date) as days_before
  from verification_standing(:today::date, :furthestDays::int) current
  where current.agency_id = :agencyId::bigint and current.standing = 'EXPIRING'
  order by current.person_id, current.deadline_on, current.project_id
)
select person.id as "personId", person.citizen_id as "citizenId", person.name, person.phone, person.street, person.community,
  due.project_id as "projectId", project.name as "projectName", due.deadline_on as "deadlineOn",
  due.deadline_on - :today::date as "daysLeft", due.days_before as "daysBefore"
from due
join project on project.agency_id = :agencyId::bigint and project.id = due.project_id
join person on person.agency_id = :agencyId::bigint and person.id = due.person_id
where due.person_id > :after::bigint
  and (:daysBefore::int is null or due.days_before = :daysBefore::int)
  and (:street::text is null or person.street = :street::text)
  and (:community::text is null or person.community = :community::text)
  and (not :withoutPhone::boolean or person.phone is null)
order by due.person_id
limit :limit
