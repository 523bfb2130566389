-- Writes one reminder into the outbox for everybody whose earliest deadline has come within a stage (60, 30, 7 days) and
-- who has not been reminded of that deadline at this stage or a nearer one. Who has no telephone is counted only. A
-- person of several projects is reminded of the earliest deadline; the dead, the overdue and the failed of none.
with due as (
  select distinct on (current.person_id) current.person_id, current.project_id, current.deadline_on,
    (select min(stage) from unnest(:stages::int[]) stage where stage >= current.deadline_on - :today::date) as days_before
  from verification_standing(:today::date, :furthestDays::int) current
  where current.agency_id = :agencyId::bigint and current.standing = 'EXPIRING'
  order by current.person_id, current.deadline_on, current.project_id
), reachable as (
  select due.*, person.name, person.phone is not null as has_phone
  from due
  join person on person.agency_id = :agencyId::bigint and person.id = due.person_id
), planned as (
  insert into reminder (agency_id, person_id, project_id, deadline_on, days_before, channel, text, state, created_at)
  select :agencyId::bigint, reachable.person_id, reachable.project_id, reachable.deadline_on, reachable.days_before, 'SMS',
    replace(replace(replace(replace(:text::text,
      '{机构}', agency.name),
      '{项目}', project.name),
      '{日期}', to_char(reachable.deadline_on, 'YYYY年FMMM月FMDD日')),
      '{姓名}', reachable.name),
    'PENDING', :now::timestamptz
  from reachable
  join agency on agency.id = :agencyId::bigint
  join project on project.agency_id = :agencyId::bigint and project.id = reachable.project_id
  where reachable.has_phone and not exists (
    select from reminder earlier
    where earlier.agency_id = :agencyId::bigint and earlier.person_id = reachable.person_id
      and earlier.deadline_on = reachable.deadline_on and earlier.days_before <= reachable.days_before
      and earlier.state <> 'LAPSED'
  )
  order by reachable.deadline_on, reachable.person_id
  on conflict do nothing
  returning 1
)
select count(*)::int as "dueCount", (select count(*) from planned)::int as "plannedCount",
  (count(*) filter (where not has_phone))::int as "withoutPhoneCount"
from reachable
