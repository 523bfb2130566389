-- Records every problem of a roster file: what was wrong with each row by itself, and what only shows beside the
-- other rows (a person or an account twice) or beside the registry (another name, a death).
with own as (
  select line.row_no, problem.column_name, problem.value, problem.message, problem.is_error
  from roster_staging line
  cross join lateral (
    select item ->> 'column' as column_name, item ->> 'value' as value, item ->> 'message' as message,
      (item ->> 'isError')::boolean as is_error
    from jsonb_array_elements(line.problems) item
  ) problem
  where line.problems is not null
), repeated as (
  select citizen_id_index, string_agg(row_no::text, '、' order by row_no) filter (where nth <= 10) as row_list
  from (
    select citizen_id_index, row_no,
      row_number() over (partition by citizen_id_index order by row_no) as nth,
      count(*) over (partition by citizen_id_index) as times
    from roster_staging
    where citizen_id_index is not null
  ) line
  where times > 1
  group by citizen_id_index
), account_shared as (
  select account_index, string_agg(row_no::text, '、' order by row_no) filter (where nth <= 10) as row_list
  from (
    select account_index, citizen_id_index, row_no,
      row_number() over (partition by account_index order by row_no) as nth,
      min(citizen_id_index::text) over (partition by account_index) as one_person,
      max(citizen_id_index::text) over (partition by account_index) as other_person
    from roster_staging
    where account_index is not null and citizen_id_index is not null
  ) line
  where one_person <> other_person
  group by account_index
), without_account as (
  select line.row_no
  from roster_staging line
  left join person on person.agency_id = :agencyId and person.citizen_id_index = line.citizen_id_index
  left join bank_account account on account.agency_id = :agencyId and account.person_id = person.id
    and account.state = 'CONFIRMED' and account.effective_until is null
  where line.account_index is null and line.problems is null and account.id is null
), found as (
  select * from own
  union
  select line.row_no, '公民身份号码', line.citizen_id_masked,
    '同一公民身份号码在第 ' || repeated.row_list || ' 行重复出现，每人只能有一行。', true
  from roster_staging line
  join repeated on repeated.citizen_id_index = line.citizen_id_index
  union
  select line.row_no, '银行账号', repeat('*', 8) || line.account_tail,
    '第 ' || account_shared.row_list || ' 行的不同人员使用同一银行账号，请核对。', false
  from roster_staging line
  join account_shared on account_shared.account_index = line.account_index
  union
  select line.row_no, '姓名', line.name,
    '与登记的姓名“' || person.name || '”不同，确认后将改为新姓名。', false
  from roster_staging line
  join person on person.agency_id = :agencyId and person.citizen_id_index = line.citizen_id_index
  where person.name <> line.name
  union
  select line.row_no, '公民身份号码', line.citizen_id_masked,
    '该人员已登记于 ' || event.happened_on || ' 死亡，请核对。', false
  from roster_staging line
  join person on person.agency_id = :agencyId and person.citizen_id_index = line.citizen_id_index
  join life_event event on event.agency_id = :agencyId and event.person_id = person.id
    and event.kind = 'DEATH' and event.state = 'CONFIRMED'
  union
  select row_no, '银行账号', '', '没有银行账号，登记后仍无法发放。', false from without_account
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
