-- The messages of a dispatch by key, with the telephone each person has today.
select reminder.id, person.phone, reminder.text
from reminder
join person on person.agency_id = reminder.agency_id and person.id = reminder.person_id
where reminder.agency_id = :agencyId::bigint and reminder.dispatch_id = :dispatchId::bigint and reminder.state = :state::text
  and reminder.id > :after::bigint
order by reminder.id
limit :limit
