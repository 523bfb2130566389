-- Marks what waits in the outbox and has nothing left to remind of: the person was verified or failed meanwhile, has
-- died, left, or has no telephone any more, the deadline has passed, or a nearer stage has taken the reminder's place.
with due as (
  select distinct current.person_id, current.deadline_on
  from verification_standing(:today::date, :furthestDays::int) current
  join person on person.agency_id = current.agency_id and person.id = current.person_id and person.phone is not null
  where current.agency_id = :agencyId::bigint and current.standing = 'EXPIRING'
), lapsed as (
  update reminder set lapsed_on = :today::date
  where reminder.agency_id = :agencyId::bigint and reminder.state = 'PENDING'
    and (
      not exists (select from due where due.person_id = reminder.person_id and due.deadline_on = reminder.deadline_on)
      or exists (
        select from reminder nearer
        where nearer.agency_id = reminder.agency_id and nearer.person_id = reminder.person_id
          and nearer.deadline_on = reminder.deadline_on and nearer.days_before < reminder.days_before
          and nearer.state <> 'LAPSED'
      )
    )
  returning 1
)
select count(*)::int as "lapsedCount" from lapsed
