-- Writes the individual amounts of a roster: of new enrolments from their first month on, of changed ones from the
-- import's effective month on (or their first month, if that is later). Earlier amounts stay for earlier months.
-- The project is asked for apart: as a join condition it tempts the planner, which takes fresh rows for a few, to
-- join every row with every enrolment of the project first (measured: 100,000 rows do not end in minutes).
with wanted as materialized (
  select line.act, line.citizen_id_index, line.from_month, line.changed_fields, import.effective_month,
    given.benefit_id::bigint as benefit_id, given.amount_fen::bigint as amount_fen
  from file_import import
  join roster_import_row line on line.agency_id = :agencyId and line.import_id = :importId
  cross join lateral jsonb_each_text(line.amounts) as given(benefit_id, amount_fen)
  where import.agency_id = :agencyId and import.id = :importId and line.act in ('NEW', 'CHANGED')
), written as (
  insert into enrollment_amount (agency_id, enrollment_id, benefit_id, effective_from, amount_fen, import_id)
  select :agencyId, enrollment.id, benefit.id,
    case when wanted.act = 'NEW' then wanted.from_month else greatest(wanted.effective_month, wanted.from_month) end,
    wanted.amount_fen, :importId
  from wanted
  join benefit on benefit.agency_id = :agencyId and benefit.id = wanted.benefit_id
  join person on person.agency_id = :agencyId and person.citizen_id_index = wanted.citizen_id_index
  join enrollment on enrollment.agency_id = :agencyId and enrollment.person_id = person.id
    and enrollment.project_id = (
      select project_id from file_import where agency_id = :agencyId and id = :importId
    )
  where wanted.act = 'NEW' or 'amount ' || benefit.code = any(wanted.changed_fields)
  order by enrollment.id, benefit.id
  on conflict (agency_id, enrollment_id, benefit_id, effective_from)
  do update set amount_fen = excluded.amount_fen, import_id = excluded.import_id
  returning amount_fen
)
select count(*)::int as "amountCount" from written
