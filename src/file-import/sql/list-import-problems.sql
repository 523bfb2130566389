-- The problems of the next rows of an import, whole rows at a time: a page never ends within a row.
with page as (
  select distinct problem.row_no
  from file_import_problem problem
  where problem.agency_id = :agencyId and problem.import_id = :importId
    and problem.row_no > :afterRow
  order by problem.row_no
  limit :rowLimit
)
select problem.row_no as "rowNo", problem.column_name as "column", problem.value, problem.message,
  problem.is_error as "isError"
from file_import_problem problem
join page on page.row_no = problem.row_no
where problem.agency_id = :agencyId and problem.import_id = :importId
order by problem.row_no, problem.is_error desc, problem.column_name, problem.message
