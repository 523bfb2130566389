-- One payee for many beneficiaries (一人代领多人): an account that is not the beneficiary's own receives for too many.
with asked as (
  select * from jsonb_to_recordset(:asked::jsonb) as asked (max_beneficiaries int)
), entrusted as (
  select id, person_id, account_index, account_tail from bank_account
  where agency_id = :agencyId::bigint and state = 'CONFIRMED' and effective_until is null and payee_relation <> 'SELF'
), shared as (
  select account_index, count(*) as beneficiaries from entrusted
  group by account_index having count(*) > (select max_beneficiaries from asked)
)
select entrusted.id, entrusted.person_id, null::bigint, null::bigint, null::bigint[],
  jsonb_build_object('accountTail', entrusted.account_tail, 'beneficiaries', shared.beneficiaries)
from shared
join entrusted on entrusted.account_index = shared.account_index
