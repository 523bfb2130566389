-- Counts the rows of a file of verifications whose person is known by now to have died before the proof.
select count(*)::int as "rowCount"
from verification_import_row line
where line.agency_id = :agencyId and line.import_id = :importId and line.result = 'PASSED'
  and exists (
    select from life_event event
    where event.agency_id = :agencyId and event.person_id = line.person_id
      and event.kind = 'DEATH' and event.state = 'CONFIRMED' and event.happened_on < line.verified_on
  )
