-- Adds a row ENDED, numbered below zero, for every enrolment that is open at the effective month of a full roster
-- and whose person the roster does not name. Run again before applying it must find nothing new.
with import as (
  select agency_id, id, project_id, effective_month
  from file_import
  where agency_id = :agencyId and id = :importId
), missing as (
  insert into roster_import_row (agency_id, import_id, row_no, act, changed_fields, person_id, enrollment_id,
    citizen_id, citizen_id_index, citizen_id_tail, name, name_key, original_name, sex, born_on, phone, phone_index,
    street, community, employer, retired_on, from_month, until_month, amounts)
  select import.agency_id, import.id,
    coalesce((
      select min(line.row_no) from roster_import_row line
      where line.agency_id = :agencyId and line.import_id = :importId and line.row_no < 0
    ), 0) - row_number() over (order by enrollment.id),
    'ENDED', '{untilMonth}', person.id, enrollment.id,
    person.citizen_id, person.citizen_id_index, person.citizen_id_tail, person.name, person.name_key,
    person.original_name, person.sex, person.born_on, person.phone, person.phone_index,
    person.street, person.community, enrollment.employer, enrollment.retired_on, enrollment.from_month,
    (import.effective_month - interval '1 month')::date, '{}'
  from import
  join enrollment on enrollment.agency_id = import.agency_id and enrollment.project_id = import.project_id
  join person on person.agency_id = import.agency_id and person.id = enrollment.person_id
  where coalesce(enrollment.until_month, 'infinity') >= import.effective_month
    and not exists (
      select from roster_import_row line
      where line.agency_id = :agencyId and line.import_id = :importId
        and line.citizen_id_index = person.citizen_id_index
    )
  returning row_no
)
select count(*)::int as "endedCount" from missing
