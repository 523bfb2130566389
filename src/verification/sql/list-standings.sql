-- Who of a project stands how, by key of the person; one standing, street or community alone if it is given.
select person.id as "personId", person.citizen_id as "citizenId", person.name, person.phone, person.street, person.community,
  current.standing, current.verified_on as "verifiedOn", current.failed_on as "failedOn", current.deadline_on as "deadlineOn"
from verification_standing(:today::date, :expiringDays::int) current
join person on person.agency_id = current.agency_id and person.id = current.person_id
where current.agency_id = :agencyId::bigint and current.project_id = :projectId::bigint and current.person_id > :after::bigint
  and (:standing::text is null or current.standing = :standing::text)
  and (:street::text is null or person.street = :street::text)
  and (:community::text is null or person.community = :community::text)
order by current.person_id
limit :limit
