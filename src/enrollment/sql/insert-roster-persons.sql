-- Registers the persons of a roster who are not registered yet, in the order of the roster. One roster of an agency is
-- applied at a time, so the order cannot lead to a deadlock.
with added as (
  insert into person (agency_id, citizen_id, citizen_id_index, citizen_id_tail, name, name_key, original_name, sex,
    born_on, phone, phone_index, street, community, created_at, version)
  select :agencyId, line.citizen_id, line.citizen_id_index, line.citizen_id_tail, line.name, line.name_key,
    line.original_name, line.sex, line.born_on, line.phone, line.phone_index, line.street, line.community,
    :now::timestamptz, 1
  from roster_import_row line
  where line.agency_id = :agencyId and line.import_id = :importId
    and line.act = 'NEW' and line.person_id is null
  order by line.row_no
  returning id
)
select count(*)::int as "personCount" from added
