-- Forgets the prepared rows of an import that came to nothing: they are personal data without a purpose.
with deleted as (
  delete from roster_import_row line
  where line.agency_id = :agencyId and line.import_id = :importId
  returning line.row_no
)
select count(*)::int as "rowCount" from deleted
