-- The payee is not the beneficiary and no document says why (户名与本人不符): recorded as the person's own, in another name.
select account.id, account.person_id, null::bigint, null::bigint, null::bigint[],
  jsonb_build_object('payeeName', account.payee_name, 'accountTail', account.account_tail)
from bank_account account
join person on person.agency_id = account.agency_id and person.id = account.person_id
where account.agency_id = :agencyId::bigint and account.state = 'CONFIRMED' and account.effective_until is null
  and account.payee_relation = 'SELF' and account.payee_name_key <> person.name_key
  and jsonb_array_length(:asked::jsonb) > 0
