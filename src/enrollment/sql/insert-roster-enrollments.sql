-- Enrols the new persons of a roster in its project.
with added as (
  insert into enrollment (agency_id, project_id, person_id, from_month, until_month, employer, retired_on, import_id,
    created_at, version)
  select import.agency_id, import.project_id, person.id, line.from_month, line.until_month, line.employer,
    line.retired_on, import.id, :now::timestamptz, 1
  from file_import import
  join roster_import_row line on line.agency_id = import.agency_id and line.import_id = import.id
  join person on person.agency_id = import.agency_id and person.citizen_id_index = line.citizen_id_index
  where import.agency_id = :agencyId and import.id = :importId and line.act = 'NEW'
  order by person.id
  returning id
)
select count(*)::int as "enrollmentCount" from added
