-- Counts how the proofs of life of a project stand by street and community, for handing the lists out.
select person.street, person.community, count(*)::int as "enrolledCount",
  (count(*) filter (where standing = 'NEVER'))::int as "neverVerifiedCount",
  (count(*) filter (where standing = 'VERIFIED'))::int as "verifiedCount",
  (count(*) filter (where standing = 'EXPIRING'))::int as "expiringCount",
  (count(*) filter (where standing = 'OVERDUE'))::int as "overdueCount",
  (count(*) filter (where standing = 'FAILED'))::int as "failedCount"
from verification_standing(:today::date, :expiringDays::int) current
join person on person.agency_id = current.agency_id and person.id = current.person_id
where current.agency_id = :agencyId::bigint and current.project_id = :projectId::bigint
group by person.street, person.community
order by person.street, person.community
