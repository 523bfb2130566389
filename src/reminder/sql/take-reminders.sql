-- Puts what waits in the outbox into one dispatch, the nearest deadlines first, up to a limit: what is handed over again
-- after a crash stays bounded.
with chosen as (
  select id from reminder
  where agency_id = :agencyId::bigint and state = 'PENDING'
  order by deadline_on, id
  limit :limit
), taken as (
  update reminder set dispatch_id = :dispatchId::bigint
  from chosen
  where reminder.agency_id = :agencyId::bigint and reminder.id = chosen.id
  returning 1
)
select count(*)::int as "takenCount" from taken
