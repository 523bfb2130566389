-- The outbox by key, those of one state if it is given.
select reminder.id, reminder.person_id as "personId", person.name, person.phone, reminder.project_id as "projectId",
  reminder.deadline_on as "deadlineOn", reminder.days_before as "daysBefore", reminder.text, reminder.state, reminder.failure,
  reminder.dispatch_id as "dispatchId", reminder.created_at as "createdAt", reminder.sent_at as "sentAt"
from reminder
join person on person.agency_id = reminder.agency_id and person.id = reminder.person_id
where reminder.agency_id = :agencyId::bigint and reminder.id > :after::bigint
  and (:state::text is null or reminder.state = :state::text)
order by reminder.id
limit :limit
