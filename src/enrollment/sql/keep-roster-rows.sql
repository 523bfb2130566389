-- Keeps the rows without an error; what each of them changes is compared next.
with kept as (
  insert into roster_import_row (agency_id, import_id, row_no, changed_fields, citizen_id, citizen_id_index,
    citizen_id_tail, name, name_key, original_name, sex, born_on, phone, phone_index, street, community, employer,
    retired_on, from_month, until_month, account, account_index, account_tail, payee_name, payee_name_key,
    payee_relation, payee_document, bank_name, bank_code, amounts)
  select :agencyId, :importId, line.row_no, '{}', line.citizen_id, line.citizen_id_index,
    line.citizen_id_tail, line.name, line.name_key, line.original_name, line.sex, line.born_on, line.phone,
    line.phone_index, line.street, line.community, line.employer, line.retired_on, line.from_month, line.until_month,
    line.account, line.account_index, line.account_tail, line.payee_name, line.payee_name_key, line.payee_relation,
    line.payee_document, line.bank_name, line.bank_code, line.amounts
  from roster_staging line
  where not exists (
    select from file_import_problem problem
    where problem.agency_id = :agencyId and problem.import_id = :importId
      and problem.row_no = line.row_no and problem.is_error
  )
  returning row_no
)
select count(*)::int as "rowCount" from kept
