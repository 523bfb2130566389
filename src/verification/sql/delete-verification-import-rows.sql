-- Forgets the prepared rows of an import that came to nothing.
with deleted as (
  delete from verification_import_row line
  where line.agency_id = :agencyId and line.import_id = :importId
  returning line.row_no
)
select count(*)::int as "rowCount" from deleted
