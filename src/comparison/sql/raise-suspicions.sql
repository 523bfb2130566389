-- Lets the hits of an adverse file take effect: each one that says something new opens a suspicion, or joins the one
-- that is open for its person and kind. Nobody is declared dead or arrested here.
--
-- Nothing comes of a hit whose person is known to be dead, or was known to be in custody on that day; nor of a fact
-- (source, day, record) that has been a ground of suspicion before: what was cleared is never silently raised again.
-- The suspicion's day is the earliest of its hits: every month from that day on is in doubt, and a sign of life after it
-- speaks against it. The clerk decides which of the days is true.
with hit as (
  select hit.row_no, hit.person_id, hit.happened_on,
    case
      when exists (
        select from life_event death
        where death.agency_id = hit.agency_id and death.person_id = hit.person_id and death.kind = 'DEATH'
          and death.state = 'CONFIRMED'
      ) or (:kind = 'CUSTODY' and exists (
        select from life_event arrest
        where arrest.agency_id = hit.agency_id and arrest.person_id = hit.person_id and arrest.kind = 'CUSTODY'
          and arrest.state = 'CONFIRMED' and arrest.happened_on <= hit.happened_on
          and not exists (
            select from life_event release
            where release.agency_id = hit.agency_id and release.person_id = hit.person_id and release.kind = 'RELEASE'
              and release.state = 'CONFIRMED' and release.happened_on >= arrest.happened_on
              and release.happened_on < hit.happened_on
          )
      )) then 'KNOWN'
      when exists (
        select from comparison_hit earlier
        where earlier.agency_id = hit.agency_id and earlier.person_id = hit.person_id and earlier.source = hit.source
          and earlier.happened_on = hit.happened_on and earlier.record_no = hit.record_no
          and earlier.suspicion_id is not null
      ) then 'REPEATED'
      else 'SUSPECTED'
    end as effect
  from comparison_hit hit
  where hit.agency_id = :agencyId::bigint and hit.import_id = :importId::bigint
), raised as (
  insert into suspicion (agency_id, person_id, kind, suspected_on, state, opened_at, version)
  select :agencyId::bigint, person_id, :kind::text, min(happened_on), 'OPEN', :now::timestamptz, 1
  from hit
  where effect = 'SUSPECTED'
  group by person_id
  on conflict (agency_id, person_id, kind) where state not in ('CONFIRMED', 'CLEARED')
    do update set suspected_on = least(suspicion.suspected_on, excluded.suspected_on), version = suspicion.version + 1
  returning id, person_id
), settled as (
  update comparison_hit
  set effect = hit.effect, suspicion_id = raised.id
  from hit
  left join raised on raised.person_id = hit.person_id and hit.effect = 'SUSPECTED'
  where comparison_hit.agency_id = :agencyId::bigint and comparison_hit.import_id = :importId::bigint
    and comparison_hit.row_no = hit.row_no
  returning comparison_hit.effect
)
select (select count(*)::int from raised) as "suspicionCount", count(*)::int as "hitCount" from settled
