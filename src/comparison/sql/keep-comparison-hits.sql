-- Keeps the rows without an error that match a person, by the number as it is or converted from 15 digits; the name then
-- says how good the match is. A row that matches nobody is counted and forgotten: it is about somebody the office does
-- not pay. Hits and no hits together are all rows without an error (invariant 6).
with valid as (
  select line.*
  from comparison_staging line
  where not exists (
    select from file_import_problem problem
    where problem.agency_id = :agencyId and problem.import_id = :importId and problem.row_no = line.row_no and problem.is_error
  )
), kept as (
  insert into comparison_hit (agency_id, import_id, row_no, source, person_id, match, name, happened_on, record_no)
  select :agencyId, :importId, valid.row_no, :source, person.id,
    case
      when person.name_key <> valid.name_key then 'ID_OTHER_NAME'
      when valid.is_legacy_id then 'LEGACY_ID'
      else 'EXACT'
    end,
    valid.name, valid.happened_on, valid.record_no
  from valid
  join person on person.agency_id = :agencyId and person.citizen_id_index = valid.citizen_id_index
  returning match
), counted as (
  select count(*)::int as "hitCount",
    (count(*) filter (where match = 'EXACT'))::int as "exactCount",
    (count(*) filter (where match = 'ID_OTHER_NAME'))::int as "otherNameCount",
    (count(*) filter (where match = 'LEGACY_ID'))::int as "legacyCount"
  from kept
)
select counted.*, (select count(*)::int from valid) - counted."hitCount" as "noHitCount" from counted
