-- Invariant 6. Every row of every bank return that was applied ended as applied, as repeated, or as a discrepancy; every
-- row of a comparison file as a hit, as no hit, or with an error.
with bank as (
  select line_count <> applied_count + repeated_count + discrepancy_count as wrong
  from bank_return where agency_id = :agencyId::bigint and state = 'APPLIED'
), roster as (
  select (summary ->> 'rows')::int <> (summary ->> 'newCount')::int + (summary ->> 'changedCount')::int
    + (summary ->> 'sameCount')::int + coalesce((summary ->> 'errorRowCount')::int, 0) as wrong
  from file_import where agency_id = :agencyId::bigint and kind = 'ROSTER' and state in ('CHECKED', 'CONFIRMED', 'APPLIED')
), comparison as (
  select (summary ->> 'rows')::int <> (summary ->> 'noHitCount')::int + (summary ->> 'errorRowCount')::int + (
    select count(*) from comparison_hit hit
    where hit.agency_id = file_import.agency_id and hit.import_id = file_import.id
  ) as wrong
  from file_import
  where agency_id = :agencyId::bigint and kind = 'COMPARISON' and state in ('CHECKED', 'CONFIRMED', 'APPLIED')
), checked as (select wrong from bank union all select wrong from roster union all select wrong from comparison)
select count(*)::int as "checkedCount", (count(*) filter (where wrong is not false))::int as "violationCount" from checked
