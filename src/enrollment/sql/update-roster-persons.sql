-- Takes over what a roster says of registered persons: name, phone, street, community. Empty cells change nothing.
with changed as (
  update person
  set name = line.name, name_key = line.name_key,
    original_name = case when person.name <> line.name then line.original_name else person.original_name end,
    phone = coalesce(line.phone, person.phone), phone_index = coalesce(line.phone_index, person.phone_index),
    street = coalesce(nullif(line.street, ''), person.street),
    community = coalesce(nullif(line.community, ''), person.community),
    version = person.version + 1
  from roster_import_row line
  where line.agency_id = :agencyId and line.import_id = :importId
    and line.act in ('NEW', 'CHANGED')
    and line.changed_fields && array['name', 'phone', 'street', 'community']
    and person.agency_id = :agencyId and person.id = line.person_id
  returning person.id
)
select count(*)::int as "personCount" from changed
