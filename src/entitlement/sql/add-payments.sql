-- One payment for every payable enrolment of `judged`, with a snapshot of payee, account and identity as they are now.
with line as (
  select serial, enrollment_id, person_id, account_id, sum(amount_fen)::bigint as amount_fen
  from judged
  where serial is not null
  group by serial, enrollment_id, person_id, account_id
), added as (
  insert into payment (agency_id, version_id, enrollment_id, person_id, account_id, amount_fen, serial, payee_name,
    payee_name_key, account, account_index, account_tail, citizen_id, bank_name, bank_code)
  select :agencyId::bigint, :versionId::bigint, line.enrollment_id, line.person_id, line.account_id, line.amount_fen, line.serial,
    account.payee_name, account.payee_name_key, account.account, account.account_index, account.account_tail,
    person.citizen_id, account.bank_name, account.bank_code
  from line
  join bank_account account on account.agency_id = :agencyId::bigint and account.id = line.account_id
  join person on person.agency_id = :agencyId::bigint and person.id = line.person_id
  returning 1
)
select count(*)::int as "paymentCount" from added
