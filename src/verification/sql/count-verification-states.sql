-- Counts how the proofs of life stand on a day: in one project, or, without one, in the whole agency, where a person of
-- several projects that ask for a proof counts once, as the one that stands worst.
with person_standing as (
  select distinct on (current.person_id) current.standing
  from verification_standing(:today::date, :expiringDays::int) current
  join project on project.agency_id = current.agency_id and project.id = current.project_id
  where current.agency_id = :agencyId::bigint
    and case when :projectId::bigint is null then project.verification_cycle_months is not null else project.id = :projectId::bigint end
  order by current.person_id, array_position(array['FAILED', 'NEVER', 'OVERDUE', 'EXPIRING', 'VERIFIED'], current.standing)
)
select count(*)::int as "enrolledCount",
  (count(*) filter (where standing = 'NEVER'))::int as "neverVerifiedCount",
  (count(*) filter (where standing = 'VERIFIED'))::int as "verifiedCount",
  (count(*) filter (where standing = 'EXPIRING'))::int as "expiringCount",
  (count(*) filter (where standing = 'OVERDUE'))::int as "overdueCount",
  (count(*) filter (where standing = 'FAILED'))::int as "failedCount"
from person_standing
