-- The names of one group of `control_line`, above a cursor.
select control_line.enrollment_id as "enrollmentId", person.id as "personId", person.name,
  person.citizen_id_tail as "citizenIdTail", control_line.then_fen as "previousFen", control_line.now_fen as "currentFen"
from control_line
join enrollment on enrollment.agency_id = :agencyId::bigint and enrollment.id = control_line.enrollment_id
join person on person.agency_id = :agencyId::bigint and person.id = enrollment.person_id
where control_line.change = :change::text and control_line.enrollment_id > :after::bigint
order by control_line.enrollment_id
limit :limit::int
