-- Writes the individual amounts of a roster: of new enrolments from their first month on, of changed ones from the
-- import's effective month on (or their first month, if that is later). Earlier amounts stay for earlier months.
with written as (
  insert into enrollment_amount (agency_id, enrollment_id, benefit_id, effective_from, amount_fen, import_id)
  select import.agency_id, enrollment.id, benefit.id,
    case when line.act = 'NEW' then line.from_month else greatest(import.effective_month, line.from_month) end,
    wanted.amount_fen::bigint, import.id
  from file_import import
  join roster_import_row line on line.agency_id = import.agency_id and line.import_id = import.id
  cross join lateral jsonb_each_text(line.amounts) as wanted(benefit_id, amount_fen)
  join benefit on benefit.agency_id = import.agency_id and benefit.id = wanted.benefit_id::bigint
    and benefit.project_id = import.project_id
  join person on person.agency_id = import.agency_id and person.citizen_id_index = line.citizen_id_index
  join enrollment on enrollment.agency_id = import.agency_id
    and enrollment.project_id = import.project_id and enrollment.person_id = person.id
  where import.agency_id = :agencyId and import.id = :importId
    and (line.act = 'NEW' or (line.act = 'CHANGED' and 'amount ' || benefit.code = any(line.changed_fields)))
  order by enrollment.id, benefit.id
  on conflict (agency_id, enrollment_id, benefit_id, effective_from)
  do update set amount_fen = excluded.amount_fen, import_id = excluded.import_id
  returning amount_fen
)
select count(*)::int as "amountCount" from written
