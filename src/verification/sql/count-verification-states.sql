-- Counts how the proofs of life stand for everybody enrolled in a project in the month of `today`. Whose death is
-- confirmed can prove nothing any more and is not counted.
--
-- A proof is valid until its own last day, else for the project's cycle, plus the days of grace; overdue the day after.
-- A project without a cycle asks for no proof, so none of it runs out.
with enrolled as (
  select status.person_id is not null as is_verified,
    case when project.verification_cycle_months is not null then
      coalesce(status.valid_until, (status.verified_on + make_interval(months => project.verification_cycle_months))::date)
        + project.grace_days
    end as valid_until
  from project
  join enrollment on enrollment.agency_id = project.agency_id and enrollment.project_id = project.id
    and enrollment.from_month <= :today::date
    and coalesce(enrollment.until_month, 'infinity') >= date_trunc('month', :today::date)::date
  left join verification_status status
    on status.agency_id = enrollment.agency_id and status.person_id = enrollment.person_id
  where project.agency_id = :agencyId::bigint and project.id = :projectId::bigint
    and not exists (
      select from life_event death
      where death.agency_id = enrollment.agency_id and death.person_id = enrollment.person_id
        and death.kind = 'DEATH' and death.state = 'CONFIRMED'
    )
), judged as (
  select case
      when not is_verified then 'NEVER'
      when valid_until < :today::date then 'OVERDUE'
      when valid_until <= :today::date + :expiringDays::int then 'EXPIRING'
      else 'VERIFIED'
    end as standing
  from enrolled
)
select count(*)::int as "enrolledCount",
  (count(*) filter (where standing = 'NEVER'))::int as "neverVerifiedCount",
  (count(*) filter (where standing = 'VERIFIED'))::int as "verifiedCount",
  (count(*) filter (where standing = 'EXPIRING'))::int as "expiringCount",
  (count(*) filter (where standing = 'OVERDUE'))::int as "overdueCount"
from judged
