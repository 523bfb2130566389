-- Compares everybody enrolled in the month of a round as of one day, and writes who stands differently from the last run:
-- the first time everybody, later the few that changed. A note belongs to the result it was written for and goes with it.
-- Who is no longer enrolled in that month since the roster was corrected has ended.
--
-- The rules are those of judge-entitlements.sql, in its order: who is verified here is payable there as far as being alive
-- is concerned. A confirmed death excludes whatever its day, for the dead can prove nothing any more.
with asked as materialized (
  select round.agency_id, round.id as round_id, round.project_id, round.month, :runOn::date as run_on,
    project.verification_cycle_months, project.grace_days
  from monthly_round round
  join project on project.agency_id = round.agency_id and project.id = round.project_id
  where round.agency_id = :agencyId::bigint and round.id = :roundId::bigint
), fact as materialized (
  select event.person_id, bool_or(event.kind = 'DEATH') as is_dead,
    min(event.happened_on) filter (where event.kind in ('EMIGRATION', 'END_OF_ENTITLEMENT')) as ended_on,
    bool_or(event.kind = 'CUSTODY') as was_in_custody
  from asked
  join life_event event on event.agency_id = asked.agency_id and event.state = 'CONFIRMED'
    and coalesce(event.project_id, asked.project_id) = asked.project_id
  group by event.person_id
), suspected as materialized (
  select person_id, bool_or(kind = 'DEATH') as of_death
  from suspicion
  where agency_id = :agencyId::bigint and state not in ('CONFIRMED', 'CLEARED')
  group by person_id
), compared as (
  select asked.agency_id, asked.round_id, enrollment.id as enrollment_id, enrollment.person_id, known.result as known_result,
    coalesce(known.was_listed, false) as was_listed,
    case
      when fact.is_dead then 'DECEASED'
      when enrollment.from_month > asked.month or enrollment.until_month < asked.month or fact.ended_on < asked.month then 'ENDED'
      -- From the month after the arrest to the month of release, as the judge withholds and cancels them.
      when fact.was_in_custody and exists (
        select from life_event arrest
        where arrest.agency_id = asked.agency_id and arrest.person_id = enrollment.person_id and arrest.kind = 'CUSTODY'
          and arrest.state = 'CONFIRMED' and arrest.happened_on < asked.month
          and not exists (
            select from life_event release
            where release.agency_id = arrest.agency_id and release.person_id = arrest.person_id and release.kind = 'RELEASE'
              and release.state = 'CONFIRMED' and release.happened_on >= arrest.happened_on
              and release.happened_on < asked.month
          )
      ) then 'IN_CUSTODY'
      when suspected.of_death then 'SUSPECTED_DEATH'
      when suspected.person_id is not null then 'SUSPECTED_CUSTODY'
      -- A project without a cycle asks for no proof of life.
      when asked.verification_cycle_months is null then 'VERIFIED'
      when status.failed_on >= coalesce(status.verified_on, '-infinity') then 'FAILED'
      when status.verified_on is null then 'NEVER_VERIFIED'
      when coalesce(status.valid_until, (status.verified_on + make_interval(months => asked.verification_cycle_months))::date)
        + asked.grace_days < asked.run_on then 'OVERDUE'
      else 'VERIFIED'
    end as result
  from asked
  join enrollment on enrollment.agency_id = asked.agency_id and enrollment.project_id = asked.project_id
  left join round_member known on known.agency_id = asked.agency_id and known.round_id = asked.round_id
    and known.enrollment_id = enrollment.id
  left join fact on fact.person_id = enrollment.person_id
  left join suspected on suspected.person_id = enrollment.person_id
  left join verification_status status on status.agency_id = enrollment.agency_id and status.person_id = enrollment.person_id
  where known.enrollment_id is not null
    or (enrollment.from_month <= asked.month and coalesce(enrollment.until_month, 'infinity') >= asked.month)
), written as (
  insert into round_member (agency_id, round_id, enrollment_id, person_id, result, was_listed)
  select agency_id, round_id, enrollment_id, person_id, result,
    was_listed or result in ('NEVER_VERIFIED', 'OVERDUE', 'FAILED', 'SUSPECTED_DEATH', 'SUSPECTED_CUSTODY')
  from compared
  where result is distinct from known_result
  order by enrollment_id
  on conflict (agency_id, round_id, enrollment_id) do update
    set result = excluded.result, was_listed = excluded.was_listed, held_back_reason = null, held_back_by = null
  returning 1
)
select count(*)::int as "changedCount" from written
