-- Forgets the hits of an import that came to nothing.
with deleted as (
  delete from comparison_hit hit
  where hit.agency_id = :agencyId and hit.import_id = :importId
  returning hit.row_no
)
select count(*)::int as "rowCount" from deleted
