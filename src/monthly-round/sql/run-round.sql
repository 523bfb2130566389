-- Compares everybody enrolled in the month of a round as of one day, and writes who stands differently from the last run:
-- the first time everybody, later the few that changed; the round's row is locked, so nobody else writes. A note belongs
-- to the result it was written for and goes with it. Who is no longer enrolled in that month, since the roster was
-- corrected, has ended.
--
-- The rules are those of judge-entitlements.sql, in its order: who is verified here is payable there as far as being alive
-- is concerned. A confirmed death excludes whatever its day, for the dead can prove nothing any more. The function
-- verification_standing says the same of the proofs alone, for the month of today; a round has a month of its own.
with asked as materialized (
  select round.agency_id, round.id as round_id, round.project_id, round.month, :runOn::date as run_on,
    project.verification_cycle_months, project.grace_days
  from monthly_round round
  join project on project.agency_id = round.agency_id and project.id = round.project_id
  where round.agency_id = :agencyId::bigint and round.id = :roundId::bigint

-- What speaks against the few of whom anything is on record: the first rule that applies to each.
), adverse as materialized (
  select distinct on (person_id) person_id, result
  from (
    select event.person_id, 1 as rank, 'DECEASED' as result
    from asked
    join life_event event on event.agency_id = asked.agency_id and event.kind = 'DEATH' and event.state = 'CONFIRMED'
    union all
    select event.person_id, 2, 'ENDED'
    from asked
    join life_event event on event.agency_id = asked.agency_id and event.kind in ('EMIGRATION', 'END_OF_ENTITLEMENT')
      and event.state = 'CONFIRMED' and event.happened_on < asked.month
      and coalesce(event.project_id, asked.project_id) = asked.project_id
    union all
    -- From the month after the arrest to the month of release, as the judge withholds and cancels them.
    select arrest.person_id, 3, 'IN_CUSTODY'
    from asked
    join life_event arrest on arrest.agency_id = asked.agency_id and arrest.kind = 'CUSTODY' and arrest.state = 'CONFIRMED'
      and arrest.happened_on < asked.month
    where not exists (
      select from life_event release
      where release.agency_id = arrest.agency_id and release.person_id = arrest.person_id and release.kind = 'RELEASE'
        and release.state = 'CONFIRMED' and release.happened_on >= arrest.happened_on and release.happened_on < asked.month
    )
    union all
    select suspicion.person_id, case suspicion.kind when 'DEATH' then 4 else 5 end, 'SUSPECTED_' || suspicion.kind
    from asked
    join suspicion on suspicion.agency_id = asked.agency_id and suspicion.state not in ('CONFIRMED', 'CLEARED')
  ) fact
  order by person_id, rank
), compared as materialized (
  select asked.agency_id, asked.round_id, enrollment.id as enrollment_id, enrollment.person_id, known.result as known_result,
    case
      when adverse.result = 'DECEASED' then 'DECEASED'
      when enrollment.from_month > asked.month or enrollment.until_month < asked.month then 'ENDED'
      when adverse.result is not null then adverse.result
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
  left join adverse on adverse.person_id = enrollment.person_id
  left join verification_status status on status.agency_id = enrollment.agency_id and status.person_id = enrollment.person_id
  where known.enrollment_id is not null
    or (enrollment.from_month <= asked.month and coalesce(enrollment.until_month, 'infinity') >= asked.month)
), added as (
  insert into round_member (agency_id, round_id, enrollment_id, person_id, result, was_listed)
  select agency_id, round_id, enrollment_id, person_id, result,
    result in ('NEVER_VERIFIED', 'OVERDUE', 'FAILED', 'SUSPECTED_DEATH', 'SUSPECTED_CUSTODY')
  from compared
  where known_result is null
), changed as (
  update round_member
  set result = compared.result, held_back_reason = null, held_back_by = null, was_listed = round_member.was_listed
    or compared.result in ('NEVER_VERIFIED', 'OVERDUE', 'FAILED', 'SUSPECTED_DEATH', 'SUSPECTED_CUSTODY')
  from compared
  where compared.known_result <> compared.result
    and round_member.agency_id = compared.agency_id and round_member.round_id = compared.round_id
    and round_member.enrollment_id = compared.enrollment_id
)
select count(*)::int as "changedCount" from compared where known_result is distinct from result
