-- Invariant 6. Every row of every bank return that was applied ended as applied, as repeated, or as a discrepancy.
with bank as (
  select line_count <> applied_count + repeated_count + discrepancy_count as wrong
  from bank_return where agency_id = :agencyId::bigint and state = 'APPLIED'
), roster as (
  select (summary ->> 'rows')::int <> (summary ->> 'newCount')::int + (summary ->> 'changedCount')::int
    + (summary ->> 'sameCount')::int + coalesce((summary ->> 'errorRowCount')::int, 0) as wrong
  from file_import where agency_id = :agencyId::bigint and kind = 'ROSTER' and state in ('CHECKED', 'CONFIRMED', 'APPLIED')
), checked as (select wrong from bank union all select wrong from roster)
select count(*)::int as "checkedCount", (count(*) filter (where wrong is not false))::int as "violationCount" from checked
