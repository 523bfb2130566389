-- Who is too old to be asked to come and whose proof is due, overdue, failed or missing, by key of the person: each once,
-- with the project that stands worst; of one project or place alone if it is given.
select distinct on (person.id) person.id as "personId", person.citizen_id as "citizenId", person.name, person.born_on as "bornOn",
  person.phone, person.street, person.community, project.id as "projectId", project.name as "projectName",
  current.standing, current.verified_on as "verifiedOn", current.failed_on as "failedOn", current.deadline_on as "deadlineOn"
from verification_standing(:today::date, :dueDays::int) current
join project on project.agency_id = current.agency_id and project.id = current.project_id
  and project.verification_cycle_months is not null
join person on person.agency_id = current.agency_id and person.id = current.person_id
  and person.born_on <= (:today::date - make_interval(years => :oldFromAge::int))::date
where current.agency_id = :agencyId::bigint and current.standing <> 'VERIFIED' and person.id > :after::bigint
  and (:projectId::bigint is null or current.project_id = :projectId::bigint)
  and (:street::text is null or person.street = :street::text)
  and (:community::text is null or person.community = :community::text)
order by person.id, array_position(array['FAILED', 'NEVER', 'OVERDUE', 'EXPIRING'], current.standing), current.deadline_on, project.id
limit :limit
