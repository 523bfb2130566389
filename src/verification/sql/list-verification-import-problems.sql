-- Records every problem of a file of verifications: what was wrong with each row by itself, and what only shows
-- beside the other rows (the same proof twice) or beside the registry (nobody of that number, another name, proof
-- after death or before birth, a file of evidence nobody uploaded, recorded already).
with own as (
  select line.row_no, item ->> 'column' as column_name, item ->> 'value' as value, item ->> 'message' as message,
    (item ->> 'isError')::boolean as is_error
  from verification_staging line
  cross join lateral jsonb_array_elements(line.problems) item
  where line.problems is not null
), repeated as (
  select citizen_id_index, channel, verified_on, result,
    string_agg(row_no::text, '、' order by row_no) filter (where nth <= 10) as row_list
  from (
    select citizen_id_index, channel, verified_on, result, row_no,
      row_number() over (partition by citizen_id_index, channel, verified_on, result order by row_no) as nth,
      count(*) over (partition by citizen_id_index, channel, verified_on, result) as times
    from verification_staging
    where citizen_id_index is not null and channel is not null and verified_on is not null
      and result is not null
  ) line
  where times > 1
  group by citizen_id_index, channel, verified_on, result
), known as (
  select line.*, person.id as person_id, person.name as registered_name,
    person.name_key as registered_name_key, person.born_on, event.happened_on as died_on
  from verification_staging line
  left join person on person.agency_id = :agencyId and person.citizen_id_index = line.citizen_id_index
  left join life_event event on event.agency_id = :agencyId and event.person_id = person.id
    and event.kind = 'DEATH' and event.state = 'CONFIRMED'
  where line.citizen_id_index is not null
), found as (
  select * from own
  union
  select line.row_no, '公民身份号码', line.citizen_id_masked,
    '同一人同一天同一方式的认证在第 ' || repeated.row_list || ' 行重复出现。', true
  from verification_staging line
  join repeated using (citizen_id_index, channel, verified_on, result)
  union
  select row_no, '公民身份号码', citizen_id_masked, '没有登记过这个公民身份号码的人员。', true
  from known where person_id is null
  union
  select row_no, '姓名', name, '与登记的姓名“' || registered_name || '”不符。', true
  from known where registered_name_key <> name_key
  union
  select row_no, '认证日期', verified_on::text, '该人员已登记于 ' || died_on || ' 死亡，早于认证日期。', true
  from known where died_on < verified_on and result = 'PASSED'
  union
  select row_no, '认证日期', verified_on::text, '认证日期早于出生日期。', true
  from known where verified_on < born_on
  union
  select known.row_no, '认证日期', known.verified_on::text, '这次认证已经登记，不会重复登记。', false
  from known
  join verification on verification.agency_id = :agencyId and verification.person_id = known.person_id
    and verification.verified_on = known.verified_on and verification.channel = known.channel
    and verification.result = known.result
  union
  select line.row_no, '凭证文件编号', line.evidence_file_id::text, '没有上传过这个编号的凭证文件。', true
  from verification_staging line
  where line.evidence_file_id is not null and not exists (
    select from evidence_file where evidence_file.agency_id = :agencyId and evidence_file.id = line.evidence_file_id
  )
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
