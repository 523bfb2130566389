-- Counts who is to be visited at home, each person once, by street and community.
select person.street, person.community, count(distinct person.id)::int as "personCount"
from verification_standing(:today::date, :dueDays::int) current
join project on project.agency_id = current.agency_id and project.id = current.project_id
  and project.verification_cycle_months is not null
join person on person.agency_id = current.agency_id and person.id = current.person_id
  and person.born_on <= (:today::date - make_interval(years => :oldFromAge::int))::date
where current.agency_id = :agencyId::bigint and current.standing <> 'VERIFIED'
  and (:projectId::bigint is null or current.project_id = :projectId::bigint)
group by person.street, person.community
order by person.street, person.community
