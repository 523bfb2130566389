-- Locks the registered persons of a roster in the order of their keys, so that nothing about them changes between
-- the comparison and the writing, and no two writers wait for each other crosswise.
with locked as (
  select person.id
  from roster_import_row line
  join person on person.agency_id = :agencyId and person.citizen_id_index = line.citizen_id_index
  where line.agency_id = :agencyId and line.import_id = :importId and line.act <> 'SAME'
  order by person.id
  for update of person
)
select count(*)::int as "personCount" from locked
