-- Records problems of the file as a whole: its header, its charset, its size.
with added as (
  insert into file_import_problem (agency_id, import_id, row_no, column_name, value, message, is_error)
  select :agencyId, :importId, :rowNo, '', '', given.message, true
  from unnest(:messages::text[]) as given(message)
  on conflict do nothing
  returning row_no
)
select count(*)::int as "problemCount" from added
