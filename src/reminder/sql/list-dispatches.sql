-- What was handed to the gateway, the newest first, with what became of it.
select dispatch.id, dispatch.adapter, dispatch.created_by as "createdBy", dispatch.created_at as "createdAt",
  outcome.sent_count as "sentCount", outcome.failed_count as "failedCount"
from reminder_dispatch dispatch
cross join lateral (
  select (count(*) filter (where reminder.state = 'SENT'))::int as sent_count,
    (count(*) filter (where reminder.state = 'FAILED'))::int as failed_count
  from reminder
  where reminder.agency_id = dispatch.agency_id and reminder.dispatch_id = dispatch.id
) outcome
where dispatch.agency_id = :agencyId::bigint and (:before::bigint is null or dispatch.id < :before::bigint)
order by dispatch.id desc
limit :limit
