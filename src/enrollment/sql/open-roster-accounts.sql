-- Registers the accounts of a roster as the current ones: proposed by who handed it in, confirmed by who confirmed it.
with opened as (
  insert into bank_account (agency_id, person_id, account, account_index, account_tail, payee_name, payee_name_key,
    payee_relation, payee_document, bank_name, bank_code, effective_from, state, import_id, proposed_by, confirmed_by,
    proposed_at, confirmed_at)
  select import.agency_id, person.id, line.account, line.account_index, line.account_tail, line.payee_name,
    line.payee_name_key, line.payee_relation, line.payee_document, line.bank_name, line.bank_code, :today::date,
    'CONFIRMED', import.id, import.proposed_by, import.confirmed_by, import.created_at, :now::timestamptz
  from file_import import
  join roster_import_row line on line.agency_id = import.agency_id and line.import_id = import.id
  join person on person.agency_id = import.agency_id and person.citizen_id_index = line.citizen_id_index
  where import.agency_id = :agencyId and import.id = :importId
    and line.act in ('NEW', 'CHANGED') and line.account_index is not null
    and (line.person_id is null or 'account' = any(line.changed_fields))
  order by person.id
  returning id
)
select count(*)::int as "accountCount" from opened
