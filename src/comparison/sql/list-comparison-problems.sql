-- Records every problem of a comparison file: what was wrong with each row by itself, and each row that says once more
-- what an earlier row has said (same person, day and record). The earlier row stands: a file is never read past a death
-- because it names it twice.
with own as (
  select line.row_no, item ->> 'column' as column_name, item ->> 'value' as value, item ->> 'message' as message,
    (item ->> 'isError')::boolean as is_error
  from comparison_staging line
  cross join lateral jsonb_array_elements(line.problems) item
  where line.problems is not null
), repeated as (
  select citizen_id_index, happened_on, record_no, min(row_no) as first_row_no
  from comparison_staging
  where problems is null
  group by citizen_id_index, happened_on, record_no
  having count(*) > 1
), found as (
  select * from own
  union
  select line.row_no, '公民身份号码', line.citizen_id_masked,
    '与第 ' || repeated.first_row_no || ' 行是同一条记录，只按该行比对。', true
  from comparison_staging line
  join repeated using (citizen_id_index, happened_on, record_no)
  where line.problems is null and line.row_no > repeated.first_row_no
), recorded as (
  insert into file_import_problem (agency_id, import_id, row_no, column_name, value, message, is_error)
  select :agencyId, :importId, row_no, column_name, value, message, is_error from found
  on conflict do nothing
  returning row_no, is_error
)
select count(*) filter (where is_error)::int as "errorCount",
  count(*) filter (where not is_error)::int as "warningCount",
  count(distinct row_no) filter (where is_error)::int as "wrongRowCount"
from recorded
